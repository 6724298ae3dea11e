"""Adds the HTML of an article to a document for a word processor: paragraphs, lists, tables, pictures, links."""

from collections.abc import Iterable, Mapping
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.shared import Cm
from docx.text.paragraph import Paragraph
from lxml import html as parser
from lxml.html import HtmlElement

from faq.publishing.word_runs import WordRuns, is_inline

_INDENT = Cm(0.63)
# Word has three ready-made depths of each list
_DEEPEST = 3
# What may stand behind the direction of a paragraph, which must stand before it
_AFTER_DIRECTION = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")


class WordBlocks:
    """Writes into `document` one block after the other; `depth` counts the lists that are open."""

    def __init__(self, document: WordDocument, site_url: str) -> None:
        self._document = document
        self._runs = WordRuns(document, site_url)
        self._depth = 0

    def add_html(self, source: str) -> None:
        """Add HTML that `text/markdown.py` made."""
        self._add_all(_parsed(source))

    def add_steps(self, steps: Iterable[Mapping[str, Any]]) -> None:
        """Add steps as a numbered list, each with its picture below its words."""
        number = self._new_list("List Number", start=1)
        for step in steps:
            self._add_item(_parsed(step["html"]), "List Number", number)
            if step.get("picture"):
                self._runs.add_picture(self._indented(1), step["picture"], step.get("alt", ""))

    def _add_all(self, elements: Iterable[HtmlElement]) -> None:
        for element in elements:
            self._add(element)

    def _add(self, element: HtmlElement) -> None:
        tag = str(element.tag)
        if tag in ("ul", "ol"):
            self._add_list(element, is_numbered=tag == "ol")
        elif tag == "table":
            self._add_table(element)
        elif tag in ("div", "blockquote"):
            self._add_all(element)
        elif tag != "hr":
            self._fill(self._paragraph(element), element)

    def _paragraph(self, element: HtmlElement) -> Paragraph:
        if str(element.tag)[1:].isdigit():
            return self._document.add_heading(level=int(str(element.tag)[1:]) - 1)
        parent = element.getparent()
        if parent is not None and parent.tag == "blockquote":
            return self._document.add_paragraph(style="Quote")
        return self._indented(self._depth)

    def _indented(self, depth: int) -> Paragraph:
        paragraph = self._document.add_paragraph()
        if depth:
            paragraph.paragraph_format.left_indent = _INDENT * depth
        return paragraph

    def _fill(self, paragraph: Paragraph, element: HtmlElement) -> None:
        if element.get("dir") == "rtl":
            properties = paragraph.paragraph_format.element.get_or_add_pPr()
            properties.insert_element_before(OxmlElement("w:bidi"), *_AFTER_DIRECTION)
        self._runs.add(paragraph, element)

    def _add_list(self, element: HtmlElement, *, is_numbered: bool) -> None:
        depth = min(self._depth + 1, _DEEPEST)
        style = ("List Number" if is_numbered else "List Bullet") + (f" {depth}" if depth > 1 else "")
        number = self._new_list(style, start=int(element.get("start", 1))) if is_numbered else None
        for item in element:
            self._add_item(_blocks_of(item), style, number)

    def _add_item(self, blocks: list[HtmlElement], style: str, number: int | None) -> None:
        """Add an item of a list: its first paragraph with the number, what follows it beneath."""
        paragraph = self._document.add_paragraph(style=style)
        if number is not None:
            numbering = paragraph.paragraph_format.element.get_or_add_pPr().get_or_add_numPr()
            numbering.get_or_add_ilvl().val, numbering.get_or_add_numId().val = 0, number
        begins = blocks[0] if blocks and blocks[0].tag == "p" else None
        if begins is not None:
            self._fill(paragraph, begins)
        self._depth += 1
        self._add_all(blocks[0 if begins is None else 1 :])
        self._depth -= 1

    def _new_list(self, style: str, *, start: int) -> int:
        """Return the number of a new list that looks like `style` and counts from `start`."""
        lists = self._document.part.numbering_part.element
        ready_made = self._document.styles[style].element.pPr.numPr.numId.val
        added = lists.add_num(lists.num_having_numId(ready_made).abstractNumId.val)
        added.add_lvlOverride(ilvl=0).add_startOverride(start)
        return added.numId

    def _add_table(self, element: HtmlElement) -> None:
        rows = [list(row) for row in element.iter("tr")]
        table = self._document.add_table(len(rows), max(map(len, rows)), style="Table Grid")
        for row, cells in zip(table.rows, rows, strict=True):
            for place, cell in zip(row.cells, cells, strict=False):
                self._fill(place.paragraphs[0], cell)


def _parsed(source: str) -> list[HtmlElement]:
    return list(parser.fragment_fromstring(source, create_parent="div"))


def _blocks_of(item: HtmlElement) -> list[HtmlElement]:
    """Return the blocks of an item of a list; words that stand in none become a paragraph."""
    blocks: list[HtmlElement] = []
    loose = _loose(item.text)
    for child in list(item):
        if is_inline(child):
            loose.append(child)
            continue
        blocks += [loose] if _says_something(loose) else []
        blocks.append(child)
        loose = _loose(child.tail)
        child.tail = None
    return blocks + ([loose] if _says_something(loose) else [])


def _loose(text: str | None) -> HtmlElement:
    paragraph = parser.Element("p")
    paragraph.text = text
    return paragraph


def _says_something(paragraph: HtmlElement) -> bool:
    return bool(len(paragraph) or (paragraph.text or "").strip())
