"""Where readers of an article come from is counted with the view: a kind of place, never who came."""

import re
from pathlib import Path

import pytest
from django.test import Client

from faq.models import Article, ViewCount
from tests.factories import edit, make_article
from tests.visitor import BROWSER

pytestmark = pytest.mark.django_db
ADDRESS = "/articles/how-do-i-log-in/"


@pytest.fixture
def article() -> Article:
    return make_article("How do I log in?", steps=["Open the portal."])


def came_from(referer: str, *, host: str = "203.0.113.7", **query: str) -> None:
    Client(headers={"User-Agent": BROWSER, "Referer": referer}, REMOTE_ADDR=host).get(ADDRESS, query)


def counted() -> dict[tuple[str, str], int]:
    return {(row.source, row.place): row.views for row in ViewCount.objects.all()}


@pytest.mark.parametrize(
    ("referer", "source"),
    [
        ("", "direct"),
        ("android-app://com.example/", "direct"),
        ("http://[", "direct"),
        ("http://testserver/", "site"),
        ("http://testserver/articles/", "site"),
        ("http://testserver/tags/portal/", "site"),
        ("http://testserver/articles/another-one/", "article"),
        (f"http://testserver{ADDRESS}print/", "site"),
        ("http://testserver/search/?q=log+in", "search"),
        ("https://hospital.example.org/patients?name=Ann", "outside"),
        ("https://testserver.example.org/search/", "outside"),
    ],
)
def test_a_view_says_what_kind_of_page_led_to_it(article, referer, source):
    came_from(referer)

    assert counted() == {(source, ""): 1}


def test_each_version_has_its_own_number(article):
    came_from("")
    edit(article, short_answer="With your e-mail address.")
    came_from("")

    assert list(ViewCount.objects.order_by("revision_number").values_list("revision_number", "views")) == [
        (1, 1),
        (2, 1),
    ]


def test_another_website_is_named_from_its_third_reader_on(article):
    for number in range(1, 5):
        came_from("https://Hospital.example.org:8443/a?b=c#d", host=f"203.0.113.{number}")

    assert counted() == {("outside", ""): 2, ("outside", "hospital.example.org"): 2}


def test_one_reader_alone_names_no_website(article):
    for _ in range(5):
        came_from("https://ann-miller.example.org/")

    assert counted() == {("outside", ""): 5}


@pytest.mark.parametrize("host", ["192.0.2.1", "[2001:db8::1]", "intranet", "a" * 101 + ".org", "x@y_z.org", "-a.org"])
def test_what_is_no_public_name_is_never_kept(article, host):
    for number in range(1, 5):
        came_from(f"http://{host}/", host=f"203.0.113.{number}")

    assert {place for _, place in counted()} == {""}


def test_a_result_that_is_opened_brings_its_rank(article):
    make_article("How do I log in to the wireless network?", steps=["Open the settings."])
    reader = Client(headers={"User-Agent": BROWSER}, REMOTE_ADDR="203.0.113.7")
    page = reader.get("/search/", {"q": "how do I log in"}).text
    links = list(dict.fromkeys(re.findall(r'href="(/articles/[^"#]*\?found=[^"#]*)', page)))
    rank = next(number for number, link in enumerate(links, 1) if link.startswith(f"{ADDRESS}?"))

    reader.get(links[rank - 1], headers={"Referer": "http://testserver/search/?q=log+in"}, follow=True)

    assert counted() == {("search", str(rank)): 1}


def test_the_rank_belongs_to_who_pressed_and_to_that_page(article):
    reader = Client(headers={"User-Agent": BROWSER}, REMOTE_ADDR="203.0.113.7")
    page = reader.get("/search/", {"q": "how do I log in"}).text
    link = re.search(r'href="(/articles/[^"#]*\?found=[^"#]*)', page)[1]
    reader.get(link)

    came_from("http://testserver/search/?q=log+in", host="203.0.113.8")

    assert counted() == {("search", ""): 1}


def test_nothing_of_an_address_lies_in_the_counters_in_clear(article, settings):
    came_from("https://ann-miller.example.org/patients?phone=555-0100")

    kept = Path(settings.CACHES["limits"]["LOCATION"]).read_bytes()
    assert b"ann-miller" not in kept
    assert b"555-0100" not in kept
