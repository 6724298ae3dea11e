"""Each picture of an imported file stands on the page, or the import names it with its line."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from faq.models import Article
from faq.publishing import exchange, textfile
from faq.publishing.importing import reader
from tests.factories import a_png, stored_picture
from tests.publishing.made_files import packed

pytestmark = pytest.mark.django_db

# Real pages of a public service; they are no part of this project, so the test looks beside it
PUBLIC_FAQ = Path(__file__).resolve().parents[3] / "shared" / "cases" / "public-faq"
# Each way in which files name pictures, with and without one of ours behind it
FORMS = (
    "![Map](OURS)",
    '![Map](OURS "Where we are")',
    "See ![Map](OURS) and ![Map](OTHER)",
    "![Map][here]\n\n[here]: OURS",
    "![Map][nowhere]",
    "![Map](https://b.example/map.png)",
    "![Map](map.png)",
    "![Map](<my map.png>)",
    "![Map](my map.png)",
    "![Map](data:image/png;base64,AAAA)",
    "![](https://b.example/map.png)",
    "[![Map](OURS)](https://a.example/)",
    "[![Map](https://b.example/map.png)](https://a.example/)",
    "| Where |\n| --- |\n| ![Map](OURS) |\n| ![Map](there.png) |",
    "- ![Map](OURS)\n- ![Map](there.gif)",
    "> ![Map](https://b.example/map.png)",
    '<img src="OURS" alt="Map">',
    '<a href="https://a.example/"><img src="map.png" alt="Map"></a>',
    '<p align="center"><img\n  src="map.png"></p>',
)
_PICTURE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])|<img\b[^\n>]*>?", re.IGNORECASE)


def sources() -> list[str]:
    """Texts as they stand in files: the forms, what a new site begins with, and the public pages where they are."""
    ours, other = (f"/media/{stored_picture(number)}" for number in range(2))
    forms = [form.replace("OURS", ours).replace("OTHER", other) for form in FORMS]
    public = [file.read_text(encoding="utf-8").split("\n---\n", 1)[1] for file in sorted(PUBLIC_FAQ.glob("*.md"))]
    seed = re.sub("^#+ ", "### ", exchange.SEED.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [*forms, seed, *public]


def page_of(article: Article) -> str:
    return Client().get(article.get_absolute_url()).text


def is_named(picture: str, remarks: list[str]) -> bool:
    """A remark shows the first 70 letters of what it names."""
    return any(f"“{picture[:60]}" in remark for remark in remarks)


@pytest.mark.parametrize("heading", ["", "## More detail\n", "## Steps\n1. "])
def test_each_picture_of_a_file_is_shown_or_named(heading: str, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    texts = sources() if heading == "## More detail\n" else sources()[: len(FORMS)]
    indented = [text.replace("\n", "\n   ") if heading.endswith("1. ") else text for text in texts]
    file = "".join(f"# Question {number}?\n\n{heading}{text}\n\n" for number, text in enumerate(indented))

    imported = exchange.load(textfile.read(file), by=None, publish=True)

    assert len(imported.articles) == len(texts), imported.refusals
    silent = []
    for article, text in zip(imported.articles, texts, strict=True):
        remarks = [said for said in [*imported.remarks, *imported.refusals] if f"“{article.title}”" in said]
        shown = set(re.findall(r'<img src="([^"]+)"', unescape(page_of(article))))
        for picture in _PICTURE.findall(text):
            is_shown = any(address in picture for address in shown) or "[here]" in picture and len(shown) == 1
            if not is_shown and not is_named(picture, remarks):
                silent.append((text[:80], picture))
    assert silent == []


def test_a_folder_that_windows_packed_keeps_its_pictures():
    text = "---\ntitle: Pay\n---\n![b](img\\B.PNG) ![c](img/c%20d.png)\n"

    parsed = reader.read_upload(
        "w.zip", packed({"faq\\pay.md": text, "faq\\img\\b.png": a_png(), "faq/img/c d.png": a_png()})
    )

    assert sorted(parsed.pictures) == ["import:faq/img/b.png", "import:faq/img/c%20d.png"]
    assert parsed.origins[0].file == "faq/pay.md"
    assert parsed.problems == []
