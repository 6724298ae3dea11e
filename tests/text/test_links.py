"""Links: only what is meant as one, and each leads where it says."""

import re
import time

import pytest

from faq.text import links, markdown


def addresses(source: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', markdown.render(source))


@pytest.mark.parametrize(
    "source",
    [
        "Press Save.It takes a minute. Open the app.Do not close it.",
        "Use foo.bar or form.pdf.Then wait.",
        "Dates as 12.10.2024, times as 8.30/9.30, version 2.0/b",
        "ftp://files.example.org/a and //example.org/b",
        "Open the app.Do/undo it",
        "tel: ask at the desk",
    ],
)
def test_words_that_only_look_like_an_address_are_no_link(source: str):
    assert markdown.render(source) == f"<p>{source}</p>"


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("See https://clinic.example/a.", "https://clinic.example/a"),
        ("See HTTP://clinic.example/a.", "HTTP://clinic.example/a"),
        ("See www.example.org.", "https://www.example.org"),
        ("See WWW.example.org/a,", "https://WWW.example.org/a"),
        ("See example.org/page for more", "https://example.org/page"),
        ("Write to help@clinic.org.", "mailto:help@clinic.org"),
        ("Write to mailto:help@clinic.org.", "mailto:help@clinic.org"),
        ("Call tel:+441632960983.", "tel:+441632960983"),
        ("Call <tel:01632960983>.", "tel:01632960983"),
    ],
)
def test_an_address_among_words_is_a_link(source: str, address: str):
    assert addresses(source) == [address]


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("www.example.org", "https://www.example.org"),
        ("example.org/page", "https://example.org/page"),
        ("example.org", "https://example.org"),
        ("example.org:8080/page?a=1", "https://example.org:8080/page?a=1"),
        ("me@x.org", "mailto:me@x.org"),
        ("me@x.org?subject=Hours", "mailto:me@x.org?subject=Hours"),
        ("mailto:me@x.org", "mailto:me@x.org"),
        ("tel:0163296", "tel:0163296"),
        ("/articles/hours/", "/articles/hours/"),
        ("#part-hours", "#part-hours"),
        ("leaflet.pdf", "leaflet.pdf"),
        ("https://example.org", "https://example.org"),
    ],
)
def test_a_link_gets_the_scheme_its_writer_left_out(written: str, address: str):
    assert addresses(f"[our site]({written})") == [address]
    assert addresses(f"[our site][1]\n\n[1]: {written}") == [address]


def test_a_foreign_picture_without_a_scheme_becomes_a_link_to_it():
    assert addresses("![map](www.example.org/map.png)") == ["https://www.example.org/map.png"]


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("Go to https://user:pw@host.example/x now", ["host.example"]),
        ("[the portal](https://me@host.example)", ["host.example"]),
        ("<HTTP://u:p@host.example:8080/>", ["host.example"]),
        ("https:\\\\u:p@host.example", ["host.example"]),
        ("https://a.example/@name, https://b.example?to=a@b and me@c.example, mailto:me@c.example", []),
        ("https://a.example, or write to me@b.example", []),
    ],
)
def test_addresses_with_a_user_name_or_password_are_found(text, hosts):
    assert links.hosts_with_user_info(text) == hosts


def test_looking_for_them_takes_no_time_in_long_texts():
    text = "http:" * 20_000
    start = time.process_time()

    assert (links.hosts_with_user_info(text), time.process_time() - start < 1) == ([], True)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://a.example/b?c=1#d", "https://a.example/b?c=1"),
        (" HTTP://a.example ", "http://a.example"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("/articles/hours/#part-1", "/articles/hours/"),
        ("//a.example/b", ""),
        ("#part-1", ""),
        ("mailto:a@b.example", ""),
        ("tel:123", ""),
        ("https://", ""),
        ("https://[::1", ""),
        ("https://a.example/%7B%7Bportal%7D%7D", ""),
        (f"https://a.example/{'a' * 2_000}", ""),
        (f"https://{'ü' * 80}.example/", ""),
    ],
)
def test_an_address_is_kept_in_one_form(written, address):
    assert links.address_of(written) == address


def test_the_addresses_of_rendered_text_are_those_of_its_links_alone():
    html = markdown.render(
        "[a](https://a.example/?x=1&y=2#z) <b@c.example> [d](#e) {{portal}} [f]({{portal}}) www.example.org"
    )

    assert list(links.addresses_in(html)) == ["https://a.example/?x=1&y=2", "https://www.example.org"]
