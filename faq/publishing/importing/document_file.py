"""Reads a .docx document: its headings or bold questions, lists, tables and pictures."""

import html
import io
import re
from collections import Counter
from zipfile import ZipFile

from selectolax.lexbor import LexborHTMLParser

from faq.errors import RefusedError
from faq.publishing.importing import html_file, html_inline, office
from faq.publishing.importing.html_blocks import Reader
from faq.publishing.importing.html_inline import Page
from faq.publishing.importing.parsed import ParsedFile

_WORDS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<(/w:p|w:tab/?|w:br/?)>")
_BESIDE = {
    "header": "The head of each page",
    "footer": "The foot of each page",
    "comments": "A comment",
}
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
        with image.open() as opened:  # type: ignore[attr-defined]
            picture = opened.read()
        parsed.pictures[name] = lambda: picture
        return {"src": name}

    try:
        text = mammoth.convert_to_html(io.BytesIO(data), convert_image=mammoth.images.img_element(keep)).value
    # The library raises many kinds of errors on broken files; each means the same to the person at the desk
    except Exception as error:
        raise RefusedError("This .docx file is damaged. Please save it once more and try again.") from error
    page = Page(parsed, pictures=set(parsed.pictures))
    body = LexborHTMLParser(f"<body>{text}</body>").body
    if body is None or not text.strip():
        raise RefusedError("There are no words in this .docx file.")
    html_file.articles(page, list(Reader(page, body).blocks(body)), "")
    _name_what_is_beside(parsed, packed)
    _name_missing(parsed, packed, html_inline.text_of(body))
    return parsed


def _name_what_is_beside(parsed: ParsedFile, packed: ZipFile) -> None:
    for name in packed.namelist():
        kind = next((said for part, said in _BESIDE.items() if re.fullmatch(rf"word/{part}\d*\.xml", name)), "")
        words = " ".join(_words(packed, name).split()) if kind else ""
        if words:
            parsed.leave_out(0, f"{kind} is left out: “{words}”.")
        if name.endswith(_MACROS):
            parsed.leave_out(0, "The macros of this document are left out; nothing of them ran.")


def _name_missing(parsed: ParsedFile, packed: ZipFile, read_words: str) -> None:
    """What the library passed over, for example words in a drawing."""
    missing = Counter(_words(packed, "word/document.xml").split()) - Counter(read_words.split())
    joined = read_words.replace(" ", "")
    lost = [word for word in missing if word not in joined]
    if lost:
        parsed.leave_out(0, f"These words stand in drawings or fields and are left out: “{' '.join(lost)}”.")


def _words(packed: ZipFile, name: str) -> str:
    try:
        data = office.read_member(packed, packed.getinfo(name), office.MOST_UNPACKED)
    except KeyError:
        return ""
    return html.unescape(
        "".join(found[1] if found[2] is None else " " for found in _WORDS.finditer(data.decode("utf-8", "replace")))
    )
