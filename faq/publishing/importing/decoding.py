"""Turns the bytes of a text file into text, whatever program wrote it."""

import codecs

from faq.errors import RefusedError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = "This is not plain text. Please save it as plain text in the encoding UTF-8, and try again."
_MAY_STAND = "\t\n\r\f\x1a"


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
    except UnicodeDecodeError:
        raise RefusedError(_NOT_TEXT) from None
    if any(char < " " and char not in _MAY_STAND for char in set(text)):
        raise RefusedError(_NOT_TEXT)
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a")
