"""What an import takes for notes, and what patients will read differently, is named with its line."""

import re
from html import unescape
from pathlib import Path

import pytest

from faq.models import Article, Fact
from faq.publishing import exchange, textfile
from faq.publishing.importing import dry_run
from faq.text import markdown

pytestmark = pytest.mark.django_db

# Real pages of a public service; they are no part of this project, so the test looks beside it
PUBLIC_FAQ = Path(__file__).resolve().parents[3] / "shared" / "cases" / "public-faq"
STREET = "# Where is the clinic?\n\nAddress: 12 Main Street, Springfield\n\nThe bus stop is in front."


def notes(text: str) -> list[tuple[int, str]]:
    return [(note.line, note.message) for note in textfile.read(text).notes]


def test_words_that_only_look_like_a_note_stay_words():
    parsed = textfile.read(STREET)

    assert parsed.articles[0]["short_answer"] == "Address: 12 Main Street, Springfield\n\nThe bus stop is in front."
    assert "slug" not in parsed.articles[0]
    assert parsed.notes == []


@pytest.mark.parametrize(
    "line",
    ["Audience: Parents and carers", "Tags: Wear them on the left.", "Address: Rua 5", "address: Building B, left"],
)
def test_no_part_of_an_answer_becomes_a_note(line: str):
    assert textfile.read(f"# What?\n{line}\n").articles[0]["short_answer"] == line


def test_what_is_taken_for_a_note_is_listed_with_its_line():
    said = "Address: opening-hours\nTags: Visits, Portal\nAlso asked: when; how\nAudience: Staff only"
    text = f"<!-- ours -->\n# What?\n\n{said}\n\nYes."

    assert notes(text) == [
        (1, "“<!-- ours -->” is a comment and is left out."),
        (4, "“opening-hours” is taken for “Web address”, not for words of the answer."),
        (5, "“Visits, Portal” is taken for “Tags”, not for words of the answer."),
        (6, "“when; how” is taken for “Patients also ask it like this”, not for words of the answer."),
        (7, "“staff” is taken for “Who may read it”, not for words of the answer."),
    ]
    assert textfile.read(text).articles[0]["audience"] == "staff"


def test_ways_of_asking_may_stand_in_several_lines():
    text = "# What?\nAlso asked: when; how\nAlso asked: why\n\nYes."

    assert textfile.read(text).articles[0]["asked_like"] == "when\nhow\nwhy"


def test_each_place_that_reads_differently_is_named_with_its_line():
    text = (
        "# When?\nTags: Visits\n\nYes.\n\nClosed:\n1. May\n1. June\n\n## Steps\n1. Go.\n2. Mon<br>Tue\n"
        "   and <!-- us -->\n\n## More detail\n\n![x](https://b.example/y.png) {{fax}}\n"
    )

    imported = exchange.load(textfile.read(text), by=None)

    assert imported.remarks == [
        "Line 8, “When?”, Short answer: patients will read “2. June” instead of “1. June”.",
        "Line 12, “When?”, Step 2: patients will not read “<br>”.",
        "Line 13, “When?”, Step 2: patients will not read “<!-- us -->”.",
        "Line 17, “When?”, More detail: the picture “![x](https://b.example/y.png)” stands at another site,"
        " so patients will only read “x”.",
        "Line 17, “When?”, More detail: there is no fact called “fax”, so patients will read nothing there.",
    ]
    assert Article.objects.get().short_answer.endswith("1. May\n1. June")


def test_numbers_typed_before_the_steps_of_a_list_are_taken_off_and_named():
    imported = exchange.load(
        textfile.read("# How?\n\n## Steps\n1. 1. Open\n2. Step 2: Press\n3. 2 tablets daily\n"), by=None
    )

    assert [step.text for step in Article.objects.get().steps.all()] == ["Open", "Press", "2 tablets daily"]
    assert imported.remarks == [
        "Line 4, “How?”, Step 1: “1.” is taken off, as steps are numbered.",
        "Line 5, “How?”, Step 2: “Step 2:” is taken off, as steps are numbered.",
    ]


def test_what_publish_refuses_stays_a_draft_and_is_named():
    imported = exchange.load(textfile.read("# Good?\n\n1*x*2\n\n# Bad?\n\nCall {{nobody}}.\n"), by=None, publish=True)

    assert {article.title: article.status for article in Article.objects.all()} == {
        "Good?": "published",
        "Bad?": "draft",
    }
    assert imported.refusals == ["“Bad?” stays a draft: There is no fact called “nobody”. Please check {{nobody}}."]


def test_a_check_says_the_same_and_writes_nothing():
    text = "Fact: fax | Fax | text | 1\n# How?\n\n{{fax}} <br>\n\n## Steps\n1. 1. Open\nnot a step\n"

    found = dry_run.check(textfile.read(text))

    assert found.refusals == ["Line 8: “not a step” is not a step. A step begins with its number, for example “1. ”."]
    assert found.remarks == [
        "Line 4, “How?”, Short answer: patients will not read “<br>”.",
        "Line 7, “How?”, Step 1: “1.” is taken off, as steps are numbered.",
    ]
    assert (Article.objects.count(), Fact.objects.count()) == (0, 0)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.skipif(not PUBLIC_FAQ.is_dir(), reason="the pages of the public service are not there")
def test_real_pages_keep_their_words_and_links():
    sources = {}
    for file in sorted(PUBLIC_FAQ.glob("*.md")):
        head, body = file.read_text(encoding="utf-8").removeprefix("---\n").split("\n---\n", 1)
        sources[re.search(r"^title: *(.*)$", head, re.MULTILINE)[1].strip("\"'")] = body
    text = "\n".join(f"# {title}\n\n## More detail\n{body}\n" for title, body in sources.items())

    imported = exchange.load(textfile.read(text), by=None, publish=True)

    assert (len(imported.articles), imported.refusals, imported.remarks) == (124, [], [])
    for article in imported.articles:
        html, source = article.revisions.get().html["body"], sources[article.title]
        links = re.findall(r"\]\(\s*<?([^\s)>]+)|href=[\"']([^\"']+)", source)
        assert [link for pair in links for link in pair if link not in unescape(html)] == [], article.title
        typed = re.sub(r"\]\([^)]*\)|<[^>]+>", " ", unescape(source))
        assert [word for word in words(typed) if word not in words(markdown.to_text(html))] == [], article.title
