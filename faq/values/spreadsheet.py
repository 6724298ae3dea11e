"""Writes tables that are safe to open in a spreadsheet: text stays text, numbers stay numbers."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from io import StringIO

# Without it, spreadsheets read accents as two odd letters
BYTE_ORDER_MARK = "\ufeff"
Cell = object


def csv_lines(rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """Yield the rows as lines of CSV (RFC 4180), the first with a byte order mark.

    Texts are quoted, and those that a spreadsheet would run as a formula are made plain; numbers stay as they are.
    """
    buffer = StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC)
    buffer.write(BYTE_ORDER_MARK)
    for row in rows:
        writer.writerow([plain(cell) if isinstance(cell, str) else cell for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def plain(text: str) -> str:
    """Put an apostrophe before a text that begins like a formula, whatever blanks or wide letters hide it.

    The list is OWASP's on CSV injection: = + - @, tab, carriage return, line feed.
    """
    begins = unicodedata.normalize("NFKC", text.lstrip(_BLANKS)[:1])
    return f"'{text}" if text[:1] in _TURNS_OVER or begins.startswith(_FORMULA) else text


_FORMULA = ("=", "+", "-", "@")
_TURNS_OVER = ("\t", "\r", "\n")
_BLANKS = " \t\r\n\v\f\0\u00a0\u200b\u2060\ufeff"
