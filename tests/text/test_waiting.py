"""The smallest whole that needs a missing value is left out, and nothing else."""

import pytest

from faq.models import Fact
from faq.text import facts, markdown, sentences

KNOWN = {"fax": Fact(name="fax", value=""), "phone": Fact(name="phone", value="555 0100")}
PICTURE = "![Map](/media/pictures/" + "a" * 32 + "-8x6.webp)"


def filled(source: str) -> str:
    return facts.fill(markdown.render(source), KNOWN).replace("\n", "")


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("- Fax us at {{fax}}\n  - on weekdays\n- Call us", "<ul><li>Call us</li></ul>"),
        ("- Fax us at {{fax}}\n\n  - on weekdays\n\n- Call us", "<ul><li><p>Call us</p></li></ul>"),
        (
            "- Reach us\n  - Fax {{fax}}\n  - Call\n- Come",
            "<ul><li>Reach us<ul><li>Call</li></ul></li><li>Come</li></ul>",
        ),
        ("- Reach us\n  - Fax {{fax}}\n- Come", "<ul><li>Reach us</li><li>Come</li></ul>"),
        ("- Ask. Fax it to {{fax}}:\n  - on weekdays\n- Come", "<ul><li>Ask.</li><li>Come</li></ul>"),
        ("- Fax {{fax}}", ""),
        ("> Fax {{fax}}", ""),
        ("!!! note\n    Fax {{fax}}", ""),
        ("## Fax {{fax}}\n\nCome", "<p>Come</p>"),
        ("```\nfax {{fax}}\n```\n\nCome", "<p>Come</p>"),
        ("Ask [here]({{fax}}). Or come.", "<p>Or come.</p>"),
    ],
)
def test_an_item_goes_with_what_hangs_under_it(source: str, html: str):
    assert filled(source) == html


BOX = '<label><input type="checkbox">'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        (
            "- [ ] Card\n\nFax us at {{fax}}.\n\n## Then\n\nGo.",
            f'<ul class="checklist"><li>{BOX}Card</label></li></ul><h2 id="part-then">Then</h2><p>Go.</p>',
        ),
        ("- [ ] Fax {{fax}}\n- [ ] Card", f'<ul class="checklist"><li>{BOX}Card</label></li></ul>'),
        (
            "- [ ] Fax {{fax}}\n  - on weekdays\n- [ ] Card. Fax {{fax}}.",
            f'<ul class="checklist"><li>{BOX}Card.</label></li></ul>',
        ),
        (
            "- [ ] Ask. Fax {{fax}}:\n  - on weekdays\n- [ ] Call {{phone}}",
            f'<ul class="checklist"><li>{BOX}Ask.</label></li><li>{BOX}Call 555 0100</label></li></ul>',
        ),
    ],
)
def test_items_to_tick_off_go_with_their_box(source: str, html: str):
    assert filled(source) == html


def test_a_row_goes_as_a_whole():
    head = "<table><thead><tr><th>Way</th><th>Number</th></tr></thead>"

    html = filled("| Way | Number |\n|---|---|\n| Fax | {{fax}} |\n| Phone | {{phone}} |")

    assert html == head + "<tbody><tr><td>Phone</td><td>555 0100</td></tr></tbody></table>"
    assert filled("| Way | Number |\n|---|---|\n| Fax | {{fax}} |") == ""


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("Come at nine. Write to {{fax}}. Bring your card.", "Come at nine. Bring your card."),
        ("Call {{phone}}. Or fax {{fax}}.", "Call 555 0100."),
        ("Ask Dr. Hill, e.g. by {{fax}}. Then come.", "Then come."),
        ("**Important.** Fax {{fax}}! Then come.", "<strong>Important.</strong> Then come."),
        ("**Fax {{fax}}. Now.** Then come.", "Then come."),
        ("Phone: 1\nFax: {{fax}}\nMail: 2", "Phone: 1<br>Mail: 2"),
        ("Come in.\nWrite to the address below!\n{{fax}}", "Come in."),
        ("Open until 5 p.m. Fax {{fax}}. Come.", "Open until 5 p.m. Come."),
    ],
)
def test_a_paragraph_loses_one_sentence_only(source: str, html: str):
    assert filled(source) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    "source",
    [
        "Go to the site:\n{{fax}}",
        "Use the address below.\n[Fax us]({{fax}})",
        "You reach us here:\n\n{{fax}}",
        "You reach us here:\n\n- Fax {{fax}}",
        "Write to us\nat {{fax}}",
        "{{fax}}",
        "**{{fax}}**",
    ],
)
def test_words_that_lead_to_a_missing_value_go_with_it(source: str):
    assert filled(source) == ""


def test_the_sentence_that_leads_to_what_is_missing_goes_with_it():
    assert (
        filled("Come in. Or write:\n\n{{fax}}\n\nBring it:\n\n- one")
        == "<p>Come in.</p><p>Bring it:</p><ul><li>one</li></ul>"
    )
    assert filled("Or write:\n\n- fax {{fax}}\n- call") == "<p>Or write:</p><ul><li>call</li></ul>"


def test_a_picture_beside_the_sentence_stays():
    assert filled(f"{PICTURE}\nFax us at {{{{fax}}}}").startswith('<p><a class="picture" href="/media/pictures/')


def test_html_of_a_former_version_is_filled_too():
    stored = '<ul>\n<li>Fax <span data-fact="fax"></span>\n<ul>\n<li>daily</li>\n</ul>\n</li>\n<li>Come</li>\n</ul>'

    assert facts.fill(stored, KNOWN).replace("\n", "") == "<ul><li>Come</li></ul>"
    assert facts.fill("<p>Call {{clinic phone}} or {{phone}}</p>", KNOWN) == "<p>Call  or 555 0100</p>"


@pytest.mark.parametrize(
    "html",
    [
        "Ask Dr. Hill at 8 a.m. Monday. |Then call.",
        "Is it No. 5? |Yes. |Mr. J. Doe knows.",
        "Closed on 24. December. |Open again on 27. December.",
        "He said “Come.” |We came (at 5.) |Good.",
        "<strong>One. Two.</strong> |Three.",
        'See <a href="https://a.example/?b. C">this</a>. |<em>Next</em> one.',
        "Vitamin C. Then rest. |Done.",
        "approx. 5 Euro, i.e. little. |End",
    ],
)
def test_sentences_end_where_a_reader_hears_the_end(html: str):
    assert sentences.split(html.replace("|", "")) == html.replace(" |", " \n").split("\n")


def test_a_very_long_text_that_waits_is_read_to_the_end():
    source = "- One. Two {{fax}}. Three <b. \n" * 1_500

    assert filled(source).count("One. Three &lt;b.") == 1_500
