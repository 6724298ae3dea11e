"""Pages as builders of web sites write them: what asks, what only gathers questions, and what is loaded later."""

import json

import pytest

from faq.publishing.importing import reader
from faq.publishing.importing.parsed import ParsedFile
from tests.factories import a_png
from tests.publishing.made_files import packed

pytestmark = pytest.mark.django_db


def _read(page: str) -> ParsedFile:
    return reader.read_upload("page.html", page.encode())


def _answers(parsed: ParsedFile) -> dict[str, str]:
    return {
        each["title"]: "\n\n".join([each["short_answer"], each.get("body", "")]).strip() for each in parsed.articles
    }


def _said(parsed: ParsedFile) -> list[str]:
    return [remark.message for remark in parsed.problems]


def test_tabs_that_gather_questions_are_tags_of_them():
    parsed = _read(
        '<div role="tablist"><button aria-controls="p1">Patients</button><a aria-controls="p2">Hours</a></div>'
        '<div id="p1"><h3>How do I sign in?</h3><p>Press it.</p><h3>Signing out</h3><p>Press it twice.</p></div>'
        '<div id="p2"><p>8 to 5</p></div>'
    )

    assert _answers(parsed) == {"How do I sign in?": "Press it.", "Signing out": "Press it twice.", "Hours": "8 to 5"}
    assert [each["tags"] for each in parsed.articles] == [["Patients"], ["Patients"], []]
    assert _said(parsed) == []


def test_accordions_in_an_answer_are_headings_of_it():
    parsed = _read(
        "<details><summary>How do I sign in?</summary><p>So:</p><details><summary>On a phone</summary><p>Tap.</p>"
        "</details><h4>On paper?</h4><p>Never.</p></details><details><summary>Where?</summary><p>Here.</p></details>"
    )

    assert _answers(parsed) == {
        "How do I sign in?": "So:\n\n## On a phone\n\nTap.\n\n## On paper?\n\nNever.",
        "Where?": "Here.",
    }


def test_an_accordion_of_accordions_gathers_questions():
    parsed = _read(
        "<details><summary>Billing</summary><details><summary>Costs</summary>Free.</details>"
        "<details><summary>Cards</summary>Yes.</details></details>"
    )

    assert _answers(parsed) == {"Costs": "Free.", "Cards": "Yes."}
    assert [each["tags"] for each in parsed.articles] == [["Billing"], ["Billing"]]


def test_two_terms_of_one_answer_are_two_ways_to_ask():
    (article,) = _read("<dl><dt>Q. When are you open?<dt>What are your hours?<dd>8 to 5.</dl>").articles

    assert (article["title"], article["asked_like"]) == ("When are you open?", "What are your hours?")


def test_paragraphs_that_ask_are_questions_where_nothing_else_is():
    parsed = _read("<div>Can I pay?</div><div>Yes.</div><p><b>Where?</b> Here.</p><p>Can I park?</p><p>No.</p>")
    plain = _read("<div>Can I pay?</div><div>Yes, <a href='https://a.example'>here</a>.</div><p>And now?</p><p>Go.</p>")
    one = _read("<h2>Parking</h2><p>Behind the house.</p><p>Any questions?</p><p>Call us.</p>")

    assert _answers(parsed)["Where?"] == "Here.\n\nCan I park?\n\nNo."
    assert _answers(plain) == {"Can I pay?": "Yes, [here](<https://a.example>).", "And now?": "Go."}
    assert list(_answers(one)) == ["Parking"]


def test_a_page_that_a_program_fills_gives_what_it_holds_for_search_engines():
    held = {
        "@graph": [
            {
                "@type": "FAQPage",
                "mainEntity": [
                    {"@type": "Question", "name": "A &amp; B?", "acceptedAnswer": {"text": "<p>So</p><ol><li>1<li>2"}},
                    {"@type": "Question", "name": "No answer?"},
                ],
            }
        ]
    }
    script = f'<script type="application/ld+json">{json.dumps(held)}</script>'

    filled = _read(f"<head>{script}</head><div id=root></div>")
    shown = _read(f"<head>{script}</head><h2>Shown?</h2><p>Yes.")

    assert [(each["title"], each["short_answer"], len(each["steps"])) for each in filled.articles] == [
        ("A & B?", "So", 2)
    ]
    assert list(_answers(shown)) == ["Shown?"]


@pytest.mark.parametrize("held", ["{", "[" * 5_000, '{"@type": "FAQPage", "mainEntity": 3}', "null"])
def test_what_is_held_for_search_engines_may_be_broken(held: str):
    parsed = _read(f'<script type="application/ld+json">{held}</script><p>Words.')

    assert [each["short_answer"] for each in parsed.articles] == ["Words."]


def test_a_page_without_words_makes_no_article():
    assert _read("<div id=root></div>").articles == []
    assert _said(_read("<html><frameset><frame src=a.html></frameset></html>")) == [
        "There are no words in this web page."
    ]


def test_a_question_without_an_answer_is_named():
    assert "“Why?” has no answer in this file." in str(_read("<details><summary>Why?</summary></details>").notes)


def test_pictures_that_are_loaded_later_come_along_or_are_named():
    page = """<h2>How?</h2><p>So <img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="f/a.png" alt="A">
    <img srcset="f\\b.png 2x, f/c.png 3x" alt="B"> <img data-lazy-src="https://a.example/d.png" src="x.gif" alt="D">"""

    parsed = reader.read_upload("p.zip", packed({"p.html": page, "f/a.png": a_png(), "f/b.png": a_png()}))

    assert parsed.articles[0]["short_answer"] == "So ![A](import:f/a.png) ![B](import:f/b.png)"
    assert sorted(parsed.pictures) == ["import:f/a.png", "import:f/b.png"]
    assert _said(parsed) == ["The picture “D” stands at https://a.example/d.png and is left out."]


def test_links_within_the_page_and_titles_of_frames_are_named():
    page = """<head><base href="https://a.example/x/"></head><h2>How?</h2><a href="#top">Up</a>
    <iframe src="https://v.example/1" title="How to cancel"></iframe><video><source src="v.mp4"></video>"""

    parsed = _read(page)

    assert parsed.articles[0]["short_answer"] == "Up"
    assert _said(parsed) == [
        "The link of “Up” to #top leads to a place of the same page and is left out.",
        "A page inside the page from https://v.example/1 is left out: “How to cancel”.",
        "An element “video” from v.mp4 is left out.",
    ]


def test_words_of_two_blocks_are_not_glued_in_what_is_said():
    assert _said(_read("<h2>How?</h2>So.<footer><p>U<b>s</b></p><a href='/p'>Pri<i>vacy</i></a></footer>")) == [
        "The foot of the page is left out: “Us Privacy”. Its links: /p"
    ]


def test_a_list_below_a_heading_stays_below_it():
    (article,) = _read(
        "<details><summary>How?</summary><p>So:<h4>On a phone</h4><ol><li>Tap<li>Wait</ol></details>"
    ).articles

    assert article["body"] == "## On a phone\n\n1. Tap\n2. Wait"


@pytest.mark.parametrize(
    "page",
    [
        "<ul><li><h3>Can I pay?</h3><p>Yes.</p></li><li><h3>Can I park?</h3><p>No.</p></li></ul>",
        "<ul><li><h4><button aria-controls=a1>Can I pay?</button></h4><div id=a1>Yes.</div></li>"
        "<li><h4><button aria-controls=a2>Can I park?</button></h4><div id=a2>No.</div></li></ul>",
        "<ol><li><strong>Can I pay?</strong> Yes.</li><li><b>Can I park?</b><br>No.</li></ol>",
        "<div><strong>Can I pay?</strong><p>Yes.</p></div><div><strong>Can I park?</strong><p>No.</p></div>",
        "<p class='x-faq-question'>Can I pay?</p>Yes.<b class=toggle-title>Can I park?</b><div>No.</div>",
        "<p><b>Can I</b><b> pay</b>?</p><p>Yes.</p><p><b><i>Can I park?</i></b> No.</p>",
        "<p><b>Q: Can I pay?</b><br>A: Yes.</p><p><b>Q: Can I park?</b><br><b>A:</b> No.</p>",
        "<ul><li><details><summary>Can I pay?</summary>Yes.</details><li><details><summary>Can I park?</summary>No.",
    ],
)
def test_items_of_a_list_may_be_questions(page: str):
    assert _answers(_read(page)) == {"Can I pay?": "Yes.", "Can I park?": "No."}


def test_items_that_are_steps_stay_a_list():
    (article,) = _read("<h2>How?</h2><ol><li><h3>Fill it in</h3>Here.<li><b>Lost?</b> Ask.<li>Go.</ol>").articles

    assert [step["text"] for step in article["steps"]] == ["**Fill it in**\n\nHere.", "**Lost?** Ask.", "Go."]


def test_a_class_makes_a_question_of_words_that_do_not_ask():
    page = '<div class="question"><strong class="schema-faq-question">Parking</strong><p>Behind.</p></div>'

    assert _answers(_read(page)) == {"Parking": "Behind."}


@pytest.mark.parametrize(
    ("told", "written", "is_guessed"),
    [("windows-1251", "cp1251", False), ("Shift_JIS", "shift_jis", False), ("iso-8859-1", "cp1252", True)],
)
def test_a_page_may_tell_its_encoding(told: str, written: str, is_guessed: bool):
    words = {"cp1251": "Где?", "shift_jis": "どこ？", "cp1252": "“Where”?"}[written]
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={told}"><h2>{words}</h2>So.'

    parsed = reader.read_upload("page.html", page.encode(written))

    assert _answers(parsed) == {words: "So."}
    assert bool(parsed.notes) == is_guessed


def test_a_page_that_tells_a_wrong_encoding_is_read_all_the_same():
    for told in ("utf-16", "zlib_codec", "nonsense", "windows-1251"):
        page = f'<meta charset="{told}"><h2>Wörter?</h2>So.'.encode()

        assert _answers(reader.read_upload("page.html", page)) == {"Wörter?": "So."}


def test_links_of_pictures_and_pictures_for_old_browsers_are_named():
    page = """<h2>How?</h2>So <a href="https://a.example/big"><img src="https://a.example/s.png" alt="Desk"></a>
    <map name="m"><area href="https://a.example/area"></map><noscript><img src="https://a.example/n.png"></noscript>"""

    assert _said(_read(page)) == [
        "The picture “Desk” stands at https://a.example/s.png and is left out.",
        "A link without words to https://a.example/big is left out.",
        "A link of a part of a picture to https://a.example/area is left out.",
        "An element “noscript” from https://a.example/n.png is left out.",
    ]


def test_the_link_of_a_picture_that_came_along_is_named():
    page = '<h2>How?</h2>So <a href="https://a.example/big"><img src="a.png" alt="Desk"></a>'

    parsed = reader.read_upload("a.zip", packed({"a.html": page, "a.png": a_png()}))

    assert parsed.articles[0]["short_answer"] == "So ![Desk](import:a.png)"
    assert _said(parsed) == ["The link of a picture to https://a.example/big is left out."]
