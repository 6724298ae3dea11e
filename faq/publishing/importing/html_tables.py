"""Lays the cells of a table of HTML out in rows of one length, those that reach over several rows in each of them."""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from faq.publishing.importing import asking, column_names

# What no cell of Markdown can hold
_TOO_MUCH = "table, details, h2, h3, pre, blockquote, [aria-controls]"
_MOST_COLUMNS = 40
_MOST_ROWS_OF_A_CELL = 1_000
Row = list[LexborNode | None]


def rows(table: LexborNode) -> list[Row]:
    """Return the rows of `table` itself, not those of tables in its cells; None where a cell to the left goes on.

    A price beside two rows is read in both: "Short | $20" and "Long | $20".
    """
    found: list[Row] = []
    # By column: the cell that reaches down, and into how many more rows
    reaching: dict[int, tuple[LexborNode | None, int]] = {}
    for row in _own_rows(table):
        cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
        made: Row = []
        while cells or any(column >= len(made) for column in reaching):
            column = len(made)
            if column in reaching:
                cell, left = reaching.pop(column)
                made.append(cell)
                if left > 1:
                    reaching[column] = (cell, left - 1)
                continue
            if not cells:
                made.append(None)
                continue
            cell = cells.pop(0)
            # Wider ones are no tables of words anyway
            is_near = column < _MOST_COLUMNS
            down = _number(cell, "rowspan", _MOST_ROWS_OF_A_CELL) - 1 if is_near else 0
            across = _number(cell, "colspan", _MOST_COLUMNS) if is_near else 1
            for at, each in enumerate([cell, *[None] * (across - 1)]):
                made.append(each)
                if down:
                    reaching[column + at] = (each, down)
        found.append(made)
    width = max(map(len, found), default=0)
    return [[*row, *[None] * (width - len(row))] for row in found]


def is_table_of_words(table: LexborNode, found: list[Row]) -> bool:
    """False for a table within a table, and for one that only places things on a page."""
    width = len(found[0]) if found else 0
    inner = any(node.mem_id != table.mem_id for node in table.css(_TOO_MUCH))
    return not inner and 1 < width <= _MOST_COLUMNS


def asks(found: list[Row], words: list[list[str]]) -> bool:
    """True for columns of questions and answers: their heads say so, or most cells at the left of two ask something."""
    cells = [cell.mem_id for row in found for cell in row if cell]
    if len(set(cells)) < len(cells):
        return False
    asked = sum(asking.asks(row[0]) for row in words)
    return columns_of(words[0]) is not None or (len(words[0]) == 2 and asked * 2 > len(words))


def columns_of(row: list[str]) -> tuple[int, int] | None:
    """Where questions and answers stand below the names `row`: (1, 2) for "No. | Question | Answer"; else None."""
    called = [column_names.part_called(cell.removesuffix("s")) for cell in row]
    answers = [at for at, part in enumerate(called) if part in ("answer", "short_answer")]
    return (called.index("title"), answers[0]) if "title" in called and answers else None


def _own_rows(table: LexborNode) -> Iterator[LexborNode]:
    for part in table.iter():
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in part.iter() if row.tag == "tr")


def _number(cell: LexborNode, name: str, most: int) -> int:
    typed = (cell.attributes or {}).get(name) or ""
    return max(1, min(int(typed), most)) if typed.isascii() and typed.isdigit() else 1
