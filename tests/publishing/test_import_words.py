"""Every word, link and picture of a file is in an article, or in the list of what was left out."""

import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from faq.models import Article, OldAddress
from faq.publishing import exchange
from faq.publishing.importing import reader
from faq.publishing.importing.parsed import ParsedFile
from faq.text import markdown
from tests.publishing.made_files import link, packed, paragraph, picture, table, web_page, word_file, workbook

pytestmark = pytest.mark.django_db

# Real pages of a public service; they are no part of this project, so the test looks beside it
PUBLIC_FAQ = Path(__file__).resolve().parents[3] / "shared" / "cases" / "public-faq"


def words(text: str) -> Counter:
    return Counter(re.findall(r"\w+", text))


def missing(source: str, parsed: ParsedFile) -> Counter:
    """The words of `source` that are neither in an article, as patients would read it, nor in a remark."""
    exchange.load(parsed, by=None)
    shown = []
    for article in Article.objects.all():
        revision = article.revisions.get()
        html = [
            revision.html["short_answer"],
            revision.html["body"],
            *(s.get("html", "") for s in revision.html["steps"]),
        ]
        # Where a link leads and what a picture shows are words of it too
        shown += [article.title, *revision.snapshot["tags"], *map(markdown.to_text, html)]
        shown += re.findall(r'(?:href|alt)="([^"]*)"', unescape(" ".join(html)))
    shown += OldAddress.objects.values_list("path", flat=True)
    said = [str(remark) for remark in [*parsed.problems, *parsed.notes]]
    return words(source) - words(" ".join([*shown, *said]))


@pytest.mark.skipif(not PUBLIC_FAQ.is_dir(), reason="the pages of the public service are not there")
@pytest.mark.parametrize("is_packed", [False, True], ids=["folder", "zip"])
def test_no_word_or_link_of_real_pages_is_lost(is_packed: bool, tmp_path: Path):
    files = {file.name: file.read_text(encoding="utf-8") for file in sorted(PUBLIC_FAQ.glob("*.md"))}
    path = PUBLIC_FAQ
    if is_packed:
        path = tmp_path / "faq.zip"
        path.write_bytes(packed({f"faq/{name}": text for name, text in files.items()}))

    parsed = reader.read_path(path)
    lost = missing(" ".join(re.sub(r"</?\w+|&\w+;", " ", text) for text in files.values()), parsed)

    assert Article.objects.count() == 124
    # Signs of the files themselves: keys of their heads, names of attributes
    assert set(lost) <= {"title", "redirect_from", "href", "target", "_blank", "br", "p", "rel", "noopener"}, lost
    assert OldAddress.objects.count() == sum(len(re.findall("^- /", text, re.MULTILINE)) for text in files.values())


def test_no_word_link_or_picture_of_a_word_file_is_lost(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    data = word_file(
        paragraph("All about visits")
        + paragraph("How do I pay?", style="Heading2")
        + paragraph("With cash * or ", more=link("by card"))
        + paragraph("Go in.", is_numbered=True)
        + paragraph("Pay 24. December &lt;now&gt;", is_numbered=True)
        + picture("The desk")
        + table(("Day", "Hours"), ("Monday", "8 to 12"))
        + paragraph("Where is it?", style="Heading2")
        + paragraph("# Here"),
        word__header1=paragraph("Confidential letterhead"),
    )

    parsed = reader.read_upload("faq.docx", data)
    lost = missing(
        "All about visits How do I pay With cash or by card Go in Pay 24 December now The desk Day Hours"
        " Monday 8 to 12 Where is it Here https a example pay Confidential letterhead",
        parsed,
    )

    pay = Article.objects.get(title="How do I pay?")
    assert lost == Counter()
    assert [step.text for step in pay.steps.all()] == ["Go in.", "Pay 24. December \\<now\\>"]
    assert re.search(r"!\[The desk\]\(/media/pictures/\w+-40x30\.webp\)", pay.body)
    assert (tmp_path / pay.revisions.get().picture_names().pop()).is_file()
    assert markdown.to_text(Article.objects.get(title="Where is it?").revisions.get().html["short_answer"]) == "# Here"


def test_no_word_link_or_picture_of_a_saved_page_is_lost(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = web_page()

    parsed = reader.read_upload("page.html", page.encode())
    source = LexborHTMLParser(re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)).root.text(separator=" ")
    lost = missing(f"{source} https old example faq pay html home The door track example p gif", parsed)

    assert lost == Counter()
    articles = {article.title: article for article in Article.objects.all()}
    assert sorted(articles) == ["How do I pay?", "Where is it?", "Who comes?"]
    assert [tag.name for tag in articles["How do I pay?"].tags.all()] == ["Money"]
    assert "[by card](<https://old.example/faq/pay.html>)" in articles["How do I pay?"].short_answer
    assert len(articles["Where is it?"].revisions.get().picture_names()) == 1
    said = [remark.message for remark in parsed.problems]
    assert any("track.example" in each for each in said)
    assert sum("A script is left out" in each for each in said) == 1


@pytest.mark.parametrize("name", ["faq.csv", "faq.xlsx"])
def test_no_word_of_a_table_is_lost(name: str):
    rows = [("Question", "Answer", "Owner"), ("How?", "So: 1. May\n2. and *that*", "Maria"), ("When?", "At 9", "")]
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)

    parsed = reader.read_upload(name, text.encode() if name.endswith("csv") else workbook(*rows))

    assert missing("How So 1 May 2 and that Owner Maria When At 9", parsed) == Counter()
    assert Article.objects.count() == 2
