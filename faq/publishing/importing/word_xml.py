"""Gets the XML of a .docx ready for the library that reads it, and names what no library takes out of it."""

import html
import io
import re
from collections.abc import Callable
from zipfile import ZIP_STORED, ZipFile

from faq.publishing.importing import office
from faq.publishing.importing.parsed import ParsedFile

DOCUMENT = "word/document.xml"
_WORDS = re.compile(r"<w:t(?: [^<>]*)?>([^<]*)</w:t>|<(/w:p|w:tab/?|w:br/?|w:txbxContent)>")
_DRAWN = re.compile(r"<a:t(?: [^<>]*)?>([^<]*)</a:t>|<(/a:p)>")
# A field in one element; its words are passed over, those of a field in several pieces are read
_FIELD = re.compile(r"<w:fldSimple\b[^<>]{0,500}?w:instr=\"([^\"<>]*)\"[^<>]{0,500}?(/?)>")
_FIELD_BEGINS = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">{}</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_FIELD_ENDS = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
_RUN = re.compile(r"<w:r(?: [^<>]*)?>(?:(?!</?w:r[ >]).)*</w:r>", re.DOTALL)
_IS_HIDDEN = re.compile(r"<w:vanish(?: w:val=\"(?:1|true|on)\")?/>")
_FORMULA = re.compile(r"<(/?)m:oMath(?: [^<>]*)?>|<m:t(?: [^<>]*)?>([^<]*)</m:t>")
# The numbering of a paragraph: level 0 of a list. The list has a number of its own
_NUMBERED = re.compile(
    r"(<w:pPr>(?:(?!</?w:pPr>).)*<w:numPr>\s*<w:ilvl w:val=\"0\"/>\s*<w:numId w:val=\"([1-9]\d{0,6})\"/>"
    r"(?:(?!</?w:pPr>).)*</w:pPr>)",
    re.DOTALL,
)
# How many items of the list came before, between two signs that no font has
_COUNT = re.compile("\ue3f0(\\d+)\ue3f1")
_FIRST_ITEM = re.compile("<ol><li>((?:<[^<>]+>){0,20})\ue3f0(\\d+)\ue3f1")
_DELETED = re.compile(r"<w:delText(?: [^<>]*)?>([^<]*)</w:delText>")


def words(packed: ZipFile, name: str) -> str:
    """Return the words of the part `name`, "" where there is none; a space between paragraphs."""
    xml = text(packed, name)
    found = (_DRAWN if name.startswith(("word/diagrams/", "word/charts/")) else _WORDS).finditer(xml)
    return _COUNT.sub("", html.unescape("".join(each[1] if each[2] is None else " " for each in found)))


def text(packed: ZipFile, name: str) -> str:
    """Return the XML of the part `name`, "" where there is none."""
    try:
        return office.read_member(packed, packed.getinfo(name), office.MOST_UNPACKED).decode("utf-8", "replace")
    except KeyError:
        return ""


def readable(parsed: ParsedFile, data: bytes, packed: ZipFile) -> io.BytesIO:
    """Return the document as the library can read it, without hidden words; what is left out is named in `parsed`."""
    xml = text(packed, DOCUMENT)
    _name_formulas(parsed, xml)
    _leave_out(parsed, "Words that were taken out with “Track changes” are left out", _DELETED.findall(xml))
    hidden: list[str] = []

    def without_hidden(run: re.Match) -> str:
        if not _IS_HIDDEN.search(run[0]):
            return run[0]
        hidden.extend(found[1] or "" for found in _WORDS.finditer(run[0]))
        return ""

    changed = _RUN.sub(without_hidden, xml) if "<w:vanish" in xml else xml
    _leave_out(parsed, "Hidden words are left out", hidden)
    changed = _FIELD.sub(lambda field: _FIELD_BEGINS.format(field[1]) + (_FIELD_ENDS if field[2] else ""), changed)
    changed = changed.replace("</w:fldSimple>", _FIELD_ENDS)
    changed = _NUMBERED.sub(_counter(), changed)
    return io.BytesIO(data) if changed == xml else _with(packed, changed)


def with_numbers(converted: str) -> tuple[str, bool]:
    """Return the HTML that the library made, each list with the number it begins with, and whether any number is known.

    The library begins each list at 1, also where one goes on below a picture or a remark.
    """
    plain = _COUNT.sub("", _FIRST_ITEM.sub(r'<ol start="\2"><li>\1', converted))
    return plain, plain != converted


def _counter() -> Callable[[re.Match], str]:
    counts: dict[str, int] = {}

    def counted(found: re.Match) -> str:
        counts[found[2]] = counts.get(found[2], 0) + 1
        return f"{found[1]}<w:r><w:t>\ue3f0{counts[found[2]]}\ue3f1</w:t></w:r>"

    return counted


def _with(packed: ZipFile, document: str) -> io.BytesIO:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as written:
        for member in packed.infolist():
            is_document = member.filename == DOCUMENT
            inner = document.encode() if is_document else office.read_member(packed, member, office.MOST_UNPACKED)
            written.writestr(member.filename, inner)
    return made


def _name_formulas(parsed: ParsedFile, xml: str) -> None:
    formula: list[str] | None = None
    for found in _FORMULA.finditer(xml):
        if found[2] is not None:
            (formula if formula is not None else []).append(found[2])
        elif not found[1]:
            formula = []
        else:
            _leave_out(parsed, "A formula is left out", formula or [])
            formula = None


def _leave_out(parsed: ParsedFile, said: str, found: list[str]) -> None:
    joined = " ".join(html.unescape("".join(found)).split())
    if joined:
        parsed.leave_out(0, f"{said}: “{joined}”.")
