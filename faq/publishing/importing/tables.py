"""Reads tables, one article a row: .csv and .xlsx. Formulas are words, nothing runs them."""

import csv
import datetime
import html
import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any
from zipfile import ZipFile

from faq.errors import RefusedError
from faq.publishing.importing import asking, column_names, decoding, named_values, office
from faq.publishing.importing.parsed import ParsedFile

MOST_ROWS = 20_000
# Rows that may stand above the names of the columns
_MOST_ABOVE = 10
# What spreadsheet programs write above a table to say how its cells are parted
_SEPARATOR = re.compile(r"sep=(.)\n", re.IGNORECASE)
_MOST_COLUMNS = 50
_TOO_MANY = f"This table has more than {MOST_ROWS:,} rows; those from here on are left out. Please split it."
_LINK = re.compile(r'Type="[^"<>]*/hyperlink"[^<>]*?Target="([^"<>]*)"')
_COMMENT = re.compile(r"<(?:t|text)(?: [^<>]*)?>([^<]*)</(?:t|text)>")
_NO_HEAD = (
    "The first row does not name the columns. The first column is taken for the question, the second for the answer."
)
_FORMULA = "“{}” is a formula. It is kept as words; nothing was calculated."


def read_csv(data: bytes) -> ParsedFile:
    """Return the articles of a table with commas, semicolons or tabs. Raises `RefusedError`."""
    text, guessed = decoding.decode(data)
    told = _SEPARATOR.match(text)
    # An empty line keeps the numbers of the rows
    text = "\n" + text[told.end() :] if told else text
    csv.field_size_limit(1_000_000)
    first = text.lstrip("\n").partition("\n")[0]
    outside = "".join(first.split('"')[::2])
    delimiter = told[1] if told else max(",;\t|", key=outside.count)
    parsed = ParsedFile()
    if guessed:
        parsed.note(0, guessed)
    try:
        _read_rows(parsed, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise RefusedError("This table is damaged: a cell begins with a quotation mark and never ends.") from None
    return parsed


def read_xlsx(data: bytes) -> ParsedFile:
    """Return the articles of all sheets of a workbook. Raises `RefusedError`."""
    # Slow to import, and rarely needed
    import openpyxl

    packed = office.check(data, ".xlsx")
    parsed = ParsedFile()
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = ([_cell(cell) for cell in row] for row in sheet.iter_rows(max_col=_MOST_COLUMNS))
            unit = f"Sheet “{sheet.title}”, row" if len(book.worksheets) > 1 else "Row"
            if sheet.sheet_state != "visible":
                parsed.note(0, f"The sheet “{sheet.title}” is hidden in this workbook; its rows are read as well.")
            _read_rows(parsed, rows, unit)
    except RefusedError:
        raise
    # The library raises many kinds of errors on broken files; each means the same to the person at the desk
    except Exception as error:
        raise RefusedError("This .xlsx file is damaged. Please save it once more, as .xlsx or .csv.") from error
    _name_what_is_beside(parsed, packed)
    return parsed


def _name_what_is_beside(parsed: ParsedFile, packed: ZipFile) -> None:
    """Links of cells, comments and pictures are not read."""
    for name in packed.namelist():
        if name.startswith("xl/media/"):
            parsed.leave_out(
                0, f"The picture {name.removeprefix('xl/media/')} is left out: pictures of tables are not read."
            )
        is_comment = re.fullmatch(r"xl/(?:threadedC|c)omments/?[^/]*\.xml|xl/comments/[^/]*\.xml", name) is not None
        if is_comment or re.fullmatch(r"xl/worksheets/_rels/[^/]+\.rels", name):
            xml = office.read_member(packed, packed.getinfo(name), office.MOST_UNPACKED).decode("utf-8", "replace")
            found = _COMMENT.findall(xml) if is_comment else _LINK.findall(xml)
            said = (
                "A comment beside a cell is left out: “{}”." if is_comment else "A cell leads to {}, which is left out."
            )
            for each in found[:MOST_ROWS]:
                parsed.leave_out(0, said.format(" ".join(html.unescape(each).split())))


def _cell(cell: Any) -> str:
    """What the cell shows, as far as that can be told: 50% for 0.5, and a day without the hour 0:00."""
    value = cell.value
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in (cell.number_format or ""):
        return f"{value * 100:.10g}%"
    return "" if value is None else str(value)


def _read_rows(parsed: ParsedFile, rows: Iterable[list[str]], unit: str = "Row") -> None:
    head: list[str] = []
    filled = _filled(rows)
    first = list(islice(filled, _MOST_ABOVE))
    # A title may stand above the names of the columns
    at = next((at for at, (_, row) in enumerate(first) if _names_columns(row)), 0)
    for number, row in first[:at]:
        said = " ".join(cell.strip() for cell in row if cell.strip())
        parsed.leave_out(number, f"“{said}” stands above the names of the columns and is left out.", unit=unit)
    for number, row in chain(first[at:], filled):
        if number > MOST_ROWS:
            parsed.leave_out(number, _TOO_MANY, unit=unit)
            return
        if not head:
            head = row
            if _names_columns(head):
                continue
            head = ["Question", "Answer", *(f"Column {column}" for column in range(3, _MOST_COLUMNS + 1))]
            parsed.note(number, _NO_HEAD, unit=unit)
        _add_row(parsed, head, row, number, unit)


def _names_columns(row: list[str]) -> bool:
    called = [name for name in row if not asking.asks(name)]
    return any(column_names.part_called(name) in ("title", "answer", "short_answer") for name in called)


def _filled(rows: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(rows, start=1):
        if any(cell.strip() for cell in row):
            yield number, row


def _add_row(parsed: ParsedFile, head: list[str], row: list[str], number: int, unit: str) -> None:
    names = [name or f"Column {column}" for column, name in enumerate(head, start=1)]
    names += [f"Column {column}" for column in range(len(names) + 1, len(row) + 1)]
    values: dict[str, str] = {}
    for column, (name, cell) in enumerate(zip(names, row, strict=False), start=1):
        if cell.startswith("="):
            parsed.note(number, _FORMULA.format(cell), unit=unit)
        values[name if name not in values else f"{name} ({column})"] = cell.replace("\r\n", "\n").strip()
    named_values.add(parsed, values, number, unit=unit)
