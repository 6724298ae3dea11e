"""Turns the bytes of a text file into text, whatever program wrote it."""

import codecs
import re
from contextlib import suppress

from faq.errors import RefusedError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TOLD = re.compile(rb"<meta[^<>]{0,200}charset\s{0,3}=\s{0,3}[\"']?([\w-]{2,30})", re.IGNORECASE)
# Bytes
_LONGEST_HEAD = 5_000
_TEXT_ENCODINGS = {
    *(f"windows-125{number}" for number in range(9)),
    *(f"iso-8859-{number}" for number in range(2, 17)),
    *"koi8-r koi8-u shift_jis euc-jp iso-2022-jp gb2312 gbk gb18030 big5 euc-kr macintosh".split(),
}
_NOT_TEXT = "This is not plain text. Please save it as plain text in the encoding UTF-8, and try again."
_MAY_STAND = "\t\n\r\f\x1a"


def decode_page(data: bytes) -> tuple[str, str]:
    """Return the text of a web page, as `decode` does; one that is not UTF-8 may tell its encoding in its head."""
    told = _TOLD.search(data[:_LONGEST_HEAD])
    try:
        return _checked(data, "utf-8-sig"), ""
    except RefusedError:
        name = told[1].decode("ascii").casefold() if told else ""
    # "iso-8859-1" is not among them: browsers take it for what Windows programs write
    if name in _TEXT_ENCODINGS:
        with suppress(RefusedError):
            return _checked(data, name), ""
    return decode(data)


def decode(data: bytes) -> tuple[str, str]:
    """Return the text in `data`, and a sentence where its encoding had to be guessed, else "".

    UTF-8, UTF-16 with its mark, and what Windows programs write (code page 1252). Raises `RefusedError` for anything
    that is no text.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _checked(data, name), ""
    try:
        return _checked(data, "utf-8"), ""
    except RefusedError:
        text = _checked(data, "cp1252")
    return text, "The encoding is not UTF-8. It was read as Windows text: please check letters such as é and “."


def _checked(data: bytes, name: str) -> str:
    try:
        text = data.decode(name)
    except (UnicodeDecodeError, LookupError):
        raise RefusedError(_NOT_TEXT) from None
    if any(char < " " and char not in _MAY_STAND for char in set(text)):
        raise RefusedError(_NOT_TEXT)
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a")
