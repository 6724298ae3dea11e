"""Runs the editor's own modules in a page: what they write for a document, whether two documents are read alike."""

from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from playwright.sync_api import Page

_FOLDER = "faq/admin/editor"
_WRITE = """async ([texts, urls]) => {
    const [{ Node }, { schema }, { Source, freshMarkdown }] = await Promise.all(urls.map((url) => import(url)));
    const hasWords = (node) => node.isTextblock || (node.childCount > 0 && hasWords(node.lastChild));
    const withWord = (node) => node.isTextblock
        ? node.copy(node.content.addToEnd(schema.text(" added")))
        : node.copy(node.content.replaceChild(node.childCount - 1, withWord(node.lastChild)));
    return texts.map(({ text, document, blocks }) => {
        const doc = Node.fromJSON(schema, document);
        doc.check();
        const source = new Source(doc, text, blocks), changed = [];
        doc.forEach((node, offset, index) => {
            if (!hasWords(node) || node.type.name === "table") return changed.push(null);
            changed.push(source.markdownOf(doc.copy(doc.content.replaceChild(index, withWord(node)))));
        });
        return { fresh: freshMarkdown(doc), untouched: source.markdownOf(doc.copy(doc.content)), changed };
    });
}"""
_COMPARE = """async ([pairs, urls]) => {
    const [{ Node }, { schema }, { areReadAlike }] = await Promise.all(urls.map((url) => import(url)));
    return pairs.map((pair) => areReadAlike(...pair.map((document) => Node.fromJSON(schema, document))));
}"""


def written(page: Page, texts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the editor writes for each of `texts` ({"text", "document", "blocks"}), on any page that it is open on.

    "fresh": every block written anew. "untouched": nothing changed. "changed": one text for each block, with a word
    added to that block only; None for a block that holds no words of its own.
    """
    return page.evaluate(_WRITE, [texts, _urls("vendor/prosemirror.js", "rich/schema.js", "rich/markdown.js")])


def are_read_alike(page: Page, pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> list[bool]:
    """Whether the editor takes both documents of each pair for the same."""
    return page.evaluate(_COMPARE, [pairs, _urls("vendor/prosemirror.js", "rich/schema.js", "rich/compare.js")])


def _urls(*names: str) -> list[str]:
    return [staticfiles_storage.url(f"{_FOLDER}/{name}") for name in names]
