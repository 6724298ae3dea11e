"""Reads a .docx document: its headings or bold questions, lists, tables and pictures."""

import re
import unicodedata
from collections import Counter
from zipfile import ZipFile

from selectolax.lexbor import LexborHTMLParser, LexborNode

from faq.errors import RefusedError
from faq.publishing.importing import html_file, html_inline, office, word_xml
from faq.publishing.importing.html_blocks import Reader
from faq.publishing.importing.html_inline import Page
from faq.publishing.importing.parsed import ParsedFile

_BESIDE = {
    "header": "The head of each page",
    "footer": "The foot of each page",
    "comments": "A comment",
    "diagrams/data": "A diagram",
    "charts/chart": "A chart",
}
# In the library's sentence on a picture that it does not fetch
_ADDRESS = re.compile(r"external image:? '([^']*)'")
_MACROS = "vbaProject.bin"


def read(data: bytes) -> ParsedFile:
    """Return the articles in `data`. Raises `RefusedError`. Macros never run; what a document has beside its text
    (heads and feet of pages, comments) is left out, named.
    """
    # Slow to import, and rarely needed
    import mammoth

    packed = office.check(data, ".docx")
    parsed = ParsedFile()

    def keep(image: object) -> dict[str, str]:
        name = f"import:within-{len(parsed.pictures) + 1}"
        try:
            with image.open() as opened:  # type: ignore[attr-defined]
                picture = opened.read()
        # It stands at another place, which is not opened, or is not there
        except (KeyError, OSError, ValueError) as error:
            return {"src": address[1] if (address := _ADDRESS.search(str(error))) else ""}
        parsed.pictures[name] = lambda: picture
        return {"src": name}

    try:
        document = word_xml.readable(parsed, data, packed)
        text = mammoth.convert_to_html(document, convert_image=mammoth.images.img_element(keep)).value
    # The library raises many kinds of errors on broken files; each means the same to the person at the desk
    except Exception as error:
        raise RefusedError("This .docx file is damaged. Please save it once more and try again.") from error
    text, is_counted = word_xml.with_numbers(text)
    # Lists whose numbering comes with a style are not counted
    page = Page(parsed, pictures=set(parsed.pictures), goes_on=not is_counted)
    body = LexborHTMLParser(f"<body>{text}</body>").body
    if body is None or not text.strip():
        raise RefusedError("There are no words in this .docx file.")
    _put_notes_beside_their_marks(body)
    html_file.articles(page, list(Reader(page, body).blocks(body)), "")
    _name_what_is_beside(parsed, packed)
    _name_other_pictures(parsed, packed)
    _name_missing(parsed, ZipFile(document), html_inline.text_of(body))
    return parsed


def _put_notes_beside_their_marks(body: LexborNode) -> None:
    """Footnotes come at the end of all; each belongs below the paragraph, list or table that has its mark."""
    for note in body.css('li[id^="footnote-"], li[id^="endnote-"]'):
        name = (note.attributes or {})["id"]
        mark = body.css_first(f'a[href="#{name}"]')
        for back in note.css('a[href^="#footnote-ref-"], a[href^="#endnote-ref-"]'):
            back.decompose()
        above, first = mark, note.css_first("p") or note
        while above is not None and above.parent is not None and above.parent.mem_id != body.mem_id:
            above = above.parent
        if mark is None or above is None:
            continue
        if first.child:
            first.child.insert_before(f"{mark.text()} ")
        # What is put there is a copy; notes of one paragraph stay in their order
        while above.next and ((above.next.attributes or {}).get("id") or "").startswith(("footnote-", "endnote-")):
            above = above.next
        above.insert_after(note)
        note.decompose()


def _name_other_pictures(parsed: ParsedFile, packed: ZipFile) -> None:
    """Those in the head or foot of pages, or in a drawing."""
    read = {source() for source in parsed.pictures.values()}
    for member in packed.infolist():
        name = member.filename.removeprefix("word/media/")
        if name != member.filename and office.read_member(packed, member, office.MOST_UNPACKED) not in read:
            parsed.leave_out(0, f"The picture {name} stands in no paragraph, so it is left out.")


def _name_what_is_beside(parsed: ParsedFile, packed: ZipFile) -> None:
    for name in packed.namelist():
        kind = next((said for part, said in _BESIDE.items() if re.fullmatch(rf"word/{part}\d*\.xml", name)), "")
        words = " ".join(word_xml.words(packed, name).split()) if kind else ""
        if words:
            parsed.leave_out(0, f"{kind} is left out: “{words}”.")
        if name.endswith(_MACROS):
            parsed.leave_out(0, "The macros of this document are left out; nothing of them ran.")


def _name_missing(parsed: ParsedFile, document: ZipFile, read_words: str) -> None:
    """What the library passed over, for example words in a drawing."""
    missing = Counter(word_xml.words(document, word_xml.DOCUMENT).split()) - Counter(read_words.split())
    # Small numbers above or below the line are numbers here
    joined = unicodedata.normalize("NFKC", read_words.replace(" ", ""))
    lost = [word for word in missing if unicodedata.normalize("NFKC", word) not in joined]
    if lost:
        parsed.leave_out(0, f"These words stand in drawings or fields and are left out: “{' '.join(lost)}”.")
