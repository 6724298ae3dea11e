"""Markdown goes through the editor and back: the server's renderer says whether anything was changed on the way."""

import random
import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page

from faq.errors import RefusedError
from faq.publishing import snapshot
from faq.text import differences, editor_document, facts, markdown
from tests.browser import documents, rich_text
from tests.browser.editor import answer_box
from tests.factories import make_article

pytestmark = pytest.mark.browser

OWN = Path(__file__).with_name("texts.md")
SEED = settings.BASE_DIR / "faq" / "seed"
# Real pages of a public service; they are no part of this project, so the test looks beside it
PUBLIC_FAQ = Path(__file__).resolve().parents[3] / "shared" / "cases" / "public-faq"
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
# Spaces that no browser shows
_SPACES_AT_BREAK = re.compile(r"\s*<br>\s*")


def texts() -> list[str]:
    """Every text that goes through the editor."""
    own = [text.strip("\n") or "\n" for text in OWN.read_text(encoding="utf-8").split("---case\n")]
    real = [file.read_text(encoding="utf-8") for file in sorted([*PUBLIC_FAQ.glob("*.md"), *SEED.glob("*.md")])]
    return own + [_FRONT_MATTER.sub("", text.replace("\r\n", "\n")) for text in real]


def readable(sources: list[str]) -> list[dict]:
    """Those that the editor can show, as the server reads them."""
    found = []
    for text in sources:
        try:
            found.append({"text": text, **editor_document.read(text)})
        except RefusedError:
            continue
    return found


def shown(text: str) -> str:
    return _SPACES_AT_BREAK.sub("<br>", markdown.render(text))


@pytest.fixture
def page(sign_in) -> Page:
    page = sign_in("Editor", "/admin/faq/article/add/")
    answer_box(page).wait_for()
    return page


def test_what_is_not_touched_keeps_every_byte(page):
    sources = readable(texts())

    written = rich_text.written(page, sources)

    assert [each["untouched"] for each in written] == [source["text"] for source in sources]


def test_texts_written_anew_are_rendered_as_before_and_few_need_the_plain_box(page):
    sources = texts()
    shown_by_editor = readable(sources)

    written = rich_text.written(page, shown_by_editor)

    pairs = [(source["text"], each["fresh"]) for source, each in zip(shown_by_editor, written, strict=True)]
    changed = [text for text, fresh in pairs if shown(text) != shown(fresh)]
    changed += [text for text, fresh in pairs if facts.names_in(text) != facts.names_in(fresh)]
    in_plain_box = len(sources) - len(shown_by_editor) + len(changed)
    assert changed == ["[](https://a.example) empty"]
    assert in_plain_box <= 0.03 * len(sources)
    assert len(sources) > 130


def test_a_word_in_one_block_changes_no_line_of_the_others(page):
    sources = [source for source in readable(texts()) if source["text"] != "[](https://a.example) empty"]

    written = rich_text.written(page, sources)

    for source, each in zip(sources, written, strict=True):
        lines = source["text"].split("\n")
        for (start, end), changed in zip(source["blocks"], each["changed"], strict=False):
            if changed is None:
                continue
            before, after = "".join(f"{line}\n" for line in lines[:start]), "".join(f"\n{line}" for line in lines[end:])
            assert changed.startswith(before)
            assert changed.endswith(after)
            assert "added" in changed.removeprefix(before).removesuffix(after)


def test_texts_written_anew_are_named_nowhere_as_read_differently(page):
    # The first three hold addresses that no link asks for any more, once it is written with its address
    sources = [source for source in readable(texts()) if "]: " not in source["text"]]

    written = rich_text.written(page, sources)

    for source, each in zip(sources, written, strict=True):
        known = {(found.kind, found.typed) for found in differences.find(source["text"])}
        assert {(found.kind, found.typed) for found in differences.find(each["fresh"])} <= known


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_made_in_the_editor_is_read_by_the_server_as_it_looks(page, seed):
    made = [documents.make(random.Random(f"{seed} {number}")) for number in range(300)]

    written = rich_text.written(page, [{"text": "", "document": document, "blocks": []} for document in made])

    texts = [each["fresh"] for each in written]
    read = [editor_document.read(text)["document"] for text in texts]
    alike = rich_text.are_read_alike(page, list(zip(made, read, strict=True)))
    assert [text for text, is_alike in zip(texts, alike, strict=True) if not is_alike] == []


def test_opening_and_saving_changes_nothing(sign_in):
    article = make_article(short_answer="a  \n_b_\n\n\n\n* c", body="1) x\n2) y\n\n[1]: https://a.example")
    before = snapshot.take(article)
    page = sign_in("Editor", f"/admin/faq/article/{article.pk}/change/")
    answer_box(page).click()

    page.get_by_role("button", name="Save draft").click()
    page.get_by_text("Saved.").first.wait_for()

    article.refresh_from_db()
    assert snapshot.same(snapshot.take(article), before)
