"""Adds words to a paragraph of a word processor's document: bold, links, line breaks, pictures."""

import io
import re
from urllib.parse import urljoin

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Inches, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml.html import HtmlElement
from PIL import Image

from faq.media import stored
from faq.values import picture_names

_INLINE = {"a", "br", "code", "em", "img", "s", "span", "strong"}
# Of A4 and Letter within their margins
_WIDEST, _TALLEST = Cm(15), Cm(19)
# Dots of a screen
_DOTS_AN_INCH = 96
# Bytes; a photograph is many times that
_MOST_EXACT = 600_000
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINK_COLOUR = RGBColor(0x05, 0x63, 0xC1)


def is_inline(element: HtmlElement) -> bool:
    """True for what stands within a line."""
    return element.tag in _INLINE


class WordRuns:
    """Writes words; links within the site begin with `site_url`."""

    def __init__(self, document: WordDocument, site_url: str) -> None:
        self._document = document
        self._site_url = site_url

    def add(
        self, paragraph: Paragraph, element: HtmlElement, looks: frozenset[str] = frozenset(), url: str = ""
    ) -> None:
        """Add all that stands in `element`; `looks` are the tags around it, `url` where it leads."""
        looks = looks | {str(element.tag)}
        self._say(paragraph, element.text, looks, url)
        for child in element:
            if child.tag == "br":
                paragraph.add_run().add_break()
            elif child.tag == "img":
                self._add_shown(paragraph, child)
            else:
                self.add(paragraph, child, looks, self._target(child) or url)
            self._say(paragraph, child.tail, looks, url)

    def add_picture(self, paragraph: Paragraph, name: str, alt: str) -> None:
        """Add the stored picture `name`; its description alone where it is not to be had."""
        try:
            file, width, height = _for_word(stored.read(name))
        except OSError:
            paragraph.add_run(f"[{alt}]")
            return
        natural = Inches(width / _DOTS_AN_INCH)
        shown = min(natural, _WIDEST, int(_TALLEST * width / height))
        run = paragraph.add_run()
        run.add_picture(file, width=Emu(shown))
        for described in run.font.element.xpath(".//wp:docPr"):
            described.set("descr", _NO_XML.sub("", alt))

    def _add_shown(self, paragraph: Paragraph, image: HtmlElement) -> None:
        name = picture_names.name_in(image.get("src", ""))
        if name:
            self.add_picture(paragraph, name, image.get("alt", ""))

    def _target(self, element: HtmlElement) -> str:
        href = element.get("href", "") if element.tag == "a" else ""
        return "" if href.startswith("#") else urljoin(self._site_url, href) if href else ""

    def _say(self, paragraph: Paragraph, text: str | None, looks: frozenset[str], url: str) -> None:
        said = _NO_XML.sub("", text or "")
        # As a browser shows them
        said = said if "pre" in looks else re.sub(r"[ \t\n\r]+", " ", said)
        if not said or (said == " " and not paragraph.text):
            return
        run = paragraph.add_run(said.lstrip(" ") if _begins_line(paragraph) and "pre" not in looks else said)
        _look(run, looks)
        if url:
            self._lead(paragraph, run, url)

    def _lead(self, paragraph: Paragraph, run: Run, url: str) -> None:
        link = OxmlElement("w:hyperlink")
        target = self._document.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), target)
        paragraph.paragraph_format.element.append(link)
        link.append(run.font.element)
        run.font.underline, run.font.color.rgb = True, _LINK_COLOUR


def _begins_line(paragraph: Paragraph) -> bool:
    return not paragraph.text or paragraph.text.endswith("\n")


def _look(run: Run, looks: frozenset[str]) -> None:
    run.bold = True if looks & {"strong", "th"} else None
    run.italic = True if "em" in looks else None
    run.font.strike = True if "s" in looks else None
    if looks & {"code", "pre"}:
        run.font.name = "Courier New"


def _for_word(data: bytes) -> tuple[io.BytesIO, int, int]:
    """Return a picture in a format that word processors know, and its size in dots; they know no WebP."""
    with Image.open(io.BytesIO(data)) as picture:
        file = io.BytesIO()
        picture.save(file, "PNG")
        if file.tell() > _MOST_EXACT and picture.mode == "RGB":
            file = io.BytesIO()
            picture.save(file, "JPEG", quality=88)
        file.seek(0)
        return file, picture.width, picture.height
