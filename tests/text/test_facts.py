"""Facts: kept once, filled in everywhere, never raw before a patient."""

import pytest

from faq.models import Fact
from faq.text import facts, markdown

PORTAL = Fact(name="portal", label="Portal", kind="address", value="https://portal.example/?a=1&b='2")
EMPTY = Fact(name="support", label="Support", kind="email", value="")
KNOWN = {"portal": PORTAL, "support": EMPTY, "phone": Fact(name="phone", kind="phone", value="01632 960 983")}


def filled(source: str, **options: bool) -> str:
    return facts.fill(markdown.render(source), KNOWN, **options)


def test_a_web_address_becomes_a_link():
    href = "https://portal.example/?a=1&amp;b=&#x27;2"

    assert (
        filled("Go to {{portal}}.")
        == f'<p>Go to <a class="bare" href="{href}" rel="noopener noreferrer">{href}</a>.</p>'
    )


def test_a_link_may_lead_to_a_fact():
    html = filled("[Log in]({{portal}})")

    assert html == '<p><a href="https://portal.example/?a=1&amp;b=&#x27;2" rel="noopener noreferrer">Log in</a></p>'


def test_names_are_found_whatever_their_case_or_spaces():
    assert (
        filled("{{ PHONE }}")
        == '<p><a class="bare" href="tel:01632960983" rel="noopener noreferrer">01632 960 983</a></p>'
    )


def test_an_unknown_fact_is_marked_for_staff_and_absent_for_patients():
    assert filled("Call {{nobody}} now") == "<p>Call  now</p>"
    assert 'class="unknown-fact"' in filled("Call {{nobody}} now", show_unknown=True)


def test_a_paragraph_that_waits_for_a_fact_is_left_out():
    assert filled("Ask us.\n\nWrite to {{support}}") == "<p>Ask us.</p>\n"


def test_a_fact_in_a_pictures_description_is_plain_text():
    html = filled("![Page of {{portal}}](/media/pictures/" + "a" * 32 + "-8x6.webp)")

    assert 'alt="Page of https://portal.example/?a=1&amp;b=&#x27;2"' in html


def test_a_fact_cannot_smuggle_html():
    bad = {"x": Fact(name="x", kind="text", value="<script>alert(1)</script>")}

    assert facts.fill(markdown.render("a {{x}}"), bad) == "<p>a &lt;script&gt;alert(1)&lt;/script&gt;</p>"


def test_the_names_in_a_text_are_listed():
    assert facts.names_in("{{portal}} and [x]({{Phone}}) but not {this}") == {"portal", "phone"}


def test_a_fact_never_becomes_a_part_of_an_address():
    facts_of_text = {"name": Fact(name="name", kind="text", value="javascript:alert(1)")}

    for source in ("[x](javascript{{name}}:alert(1))", "[x](java{{name}}script:alert(1))", "[x]({{name}})"):
        html = facts.fill(markdown.render(source), facts_of_text)
        assert "javascript:alert" not in html.replace("%7B", ""), html
    assert facts.has_part_of_link(markdown.render("[x](https://a.example/{{name}})"))
    assert not facts.has_part_of_link(markdown.render("[x]({{name}})"))


def test_an_address_that_is_none_leads_nowhere():
    bad = {"x": Fact(name="x", kind="address", value="javascript:alert(1)")}

    assert facts.fill(markdown.render("[a]({{x}})"), bad) == '<p><a href="#" rel="noopener noreferrer">a</a></p>'
    assert facts.fill(markdown.render("{{x}}"), bad) == "<p>javascript:alert(1)</p>"


def test_half_a_fact_in_an_address_costs_no_time():
    html = markdown.render("[a](https://a.example/%7B%7B" + "a" * 5_000 + ")")

    assert facts.fill(html, KNOWN) == html


def test_a_line_a_heading_and_a_cell_wait_for_their_fact_too():
    html = filled("- Call us\n- Write to {{support}}\n\n## Mail {{support}}\n\nEnd")

    assert html.replace("\n", "") == "<ul><li>Call us</li></ul><p>End</p>"


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("Call {{clinic phone}} or {{ site.phone }}", {"clinic phone", "site.phone"}),
        ("Call {{}} now", {""}),
        ("Call {{**phone**}} now", {"**phone**"}),
        ("Call {{phone} now", {"{{phone}"}),
        ("Call {{phone now", {"{{phone"}),
        ("Call {phone}} now", {"{phone}}"}),
        ("`{{clinic phone}}`", {"clinic phone"}),
        ("[call]({{site.phone}})", {"site.phone"}),
        ("![Page of {{clinic phone}}](https://a.example/x.png)", {"clinic phone"}),
        ("{{<b>}}", {"{{", "}}"}),
    ],
)
def test_braces_that_name_no_fact_are_named_and_never_reach_a_patient(source: str, names: set[str]):
    html = filled(source)

    assert facts.names_in(source) == names
    assert "{{" not in html
    assert "}}" not in html
    assert "%7B" not in html


def test_braces_that_name_no_fact_are_marked_for_staff():
    html = filled("Call {{ Clinic  Phone }} or {{phone}", show_unknown=True)

    assert "There is no fact called “clinic phone”</mark>" in html
    assert "There is no fact called “{{phone}”</mark>" in html


def test_odd_names_cannot_smuggle_html():
    html = filled('{{"><img src=x onerror=alert(1)>}} {{&lt;script&gt;}} {{a"b}}', show_unknown=True)

    assert "<img" not in html
    assert "<script" not in html
    assert "“a&quot;b”" in html
