"""PDFs that come along with texts become files of the articles that link to them."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from faq.models import Article
from faq.publishing import exchange
from faq.publishing.importing import dry_run, reader
from faq.publishing.importing.parsed import ParsedFile
from tests.factories import a_png
from tests.publishing.made_files import packed
from tests.publishing.made_pdfs import a_pdf

pytestmark = pytest.mark.django_db

_MARKDOWN = (
    '---\ntitle: Which form?\n---\nTake [the *form*](../docs/records%20form.pdf "PDF"), or [here](/docs/Other.PDF).\n'
)
_HTML = '<h2>Which paper?</h2><p>Take <a class="x" href="docs/records form.pdf#page=2">this</a>.</p>'


def _folder(**more: bytes | str) -> ParsedFile:
    return reader.read_upload(
        "f.zip",
        packed({"faq/a.md": _MARKDOWN, "docs/records form.pdf": a_pdf(), "docs/other.pdf": a_pdf("Other"), **more}),
    )


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_a_pdf_that_a_text_links_to_is_offered_below_the_article(media: Path):
    parsed = _folder()

    imported = exchange.load(parsed, by=None, publish=True)

    article = Article.objects.get()
    assert (imported.refusals, article.status) == ([], Article.Status.PUBLISHED)
    assert article.short_answer == "Take the *form*, or here."
    assert [each["title"] for each in article.files] == ["the form", "Other"]
    assert all((media / each["file"]).is_file() for each in article.files)
    assert [each.partition(": The file ")[2] for each in imported.remarks] == [
        "docs/records form.pdf becomes a file below the article, called “the form”. The text keeps no link to it.",
        "docs/other.pdf becomes a file below the article, called “Other”. The text keeps no link to it.",
    ]


def test_readers_are_given_the_file(client: Client):
    exchange.load(_folder(), by=None, publish=True)
    article = Article.objects.get()

    page = client.get(article.get_absolute_url()).content.decode()
    answer = client.get(reverse("faq:article-file", args=[article.slug, article.files[0]["key"]]))

    assert f'href="{reverse("faq:article-file", args=[article.slug, "the-form"])}"' in page
    assert b"".join(answer.streaming_content) == a_pdf()


def test_a_page_in_a_folder_brings_its_pdf_and_each_one_stands_once():
    parsed = reader.read_upload(
        "f.zip",
        packed(
            {
                "a.html": _HTML + _HTML.replace("Which", "What") + "<p>Or <a href='docs/records form.pdf'>that</a>",
                "docs/records form.pdf": a_pdf(),
            }
        ),
    )

    exchange.load(parsed, by=None)

    assert [
        (article.title, [each["title"] for each in article.files]) for article in Article.objects.order_by("title")
    ] == [("What paper?", ["Records form"]), ("Which paper?", ["Records form"])]


def test_what_no_text_links_to_and_what_is_no_pdf_is_named():
    parsed = _folder(**{"docs/other.pdf": b"%PDF-1.4 nonsense", "left.pdf": a_pdf("Left")})

    tried = dry_run.check(parsed)
    imported = exchange.load(parsed, by=None)

    assert tried.refusals == imported.refusals
    assert tried.refusals[0] == "left.pdf: No article links to this PDF, so it is left out."
    assert tried.refusals[1].startswith("faq/a.md: “Which form?”: The file docs/other.pdf is left out: ")
    assert Article.objects.get().short_answer == "Take the *form*, or here."
    assert [each["title"] for each in Article.objects.get().files] == ["the form"]


def test_an_article_offers_no_more_files_than_it_may():
    links = " ".join(f"[Form {number}](f{number}.pdf)" for number in range(22))
    parsed = reader.read_upload(
        "f.zip", packed({"a.md": f"# Which?\n{links}\n", **{f"f{n}.pdf": a_pdf(str(n)) for n in range(22)}})
    )

    imported = exchange.load(parsed, by=None)

    assert len(Article.objects.get().files) == 20
    assert [each.partition(": The")[2] for each in imported.refusals] == [
        f" file f{number}.pdf is left out: an article can have 20 files at most." for number in (20, 21)
    ]


def test_a_pdf_alone_is_refused_with_advice():
    assert [str(each) for each in reader.read_upload("form.pdf", a_pdf()).problems] == [
        "form.pdf: A PDF does not tell its questions and steps. Please save the text as a document (.docx) or as plain"
        " text."
    ]


def test_an_address_that_somebody_typed_names_no_file():
    parsed = reader.read_upload("a.md", b"# Which?\nTake [it](import:/etc/passwd.pdf).\n")

    imported = exchange.load(parsed, by=None)

    assert imported.refusals == ["a.md: “Which?”: The file /etc/passwd.pdf did not come along, so it is left out."]
    assert Article.objects.get().files == []


def test_a_picture_written_as_html_in_markdown_comes_along():
    text = '# Where?\nSo <img width="3" alt="The [door]" src="p/a.png"> and <img src="https://a.example/x.png">\n'
    parsed = reader.read_upload("f.zip", packed({"a.md": text, "p/a.png": a_png()}))

    assert parsed.articles[0]["short_answer"] == (
        'So ![The \\[door\\]](import:p/a.png) and <img src="https://a.example/x.png">'
    )
    assert list(parsed.pictures) == ["import:p/a.png"]
