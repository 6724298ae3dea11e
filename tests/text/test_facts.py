"""Facts: kept once, filled in everywhere, never raw before a patient."""

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
