"""Tells lists from lines that only look like one, for example dates and temperatures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_block.table import getLine

_MARKER = re.compile(r"(?:(\d{1,9})([.)])|([-+*]))(?=[ \t]|$)[ \t]*")
_SIGNED_NUMBER = re.compile(r"[$£€¥]?[.,]?\d")


@dataclass(frozen=True)
class _Item:
    """A line that begins as an item of a list does."""

    # In the source, counted from its start
    position: int
    # None in a list without numbers
    number: int | None
    # What stands before the words: "." or ")" behind a number, else "-", "+" or "*"
    sign: str
    # Where the words begin, in columns
    indent: int
    words: str


def list_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A list where its lines count on, else the lines as typed.

    "1." to "3." is a list, so is "4." to "6.", with these numbers, and "1." three times. "24. December" with
    "26. December" below is not, nor "24. December" alone. "- 5 °C" is no list unless another item stands beside it.
    """
    verdicts = state.env.setdefault("lists", {})
    position = state.bMarks[start] + state.tShift[start]
    if position not in verdicts and not (silent and state.sCount[start] < state.blkIndent):
        items = list(_items(state, start, end))
        verdicts.update(dict.fromkeys((item.position for item in items), _is_list(items)))
    return verdicts.get(position, True) and list_block(state, start, end, silent)


def _is_list(items: list[_Item]) -> bool:
    if not items:
        return False
    if items[0].number is None:
        return len(items) > 1 or not _SIGNED_NUMBER.match(items[0].words)
    numbers = [item.number for item in items if item.number is not None]
    if len(numbers) == 1 or len(set(numbers)) == 1:
        return numbers[0] == 1
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _items(state: StateBlock, start: int, end: int) -> Iterator[_Item]:
    """The items of the list that would begin in line `start`, as the parser would find them."""
    first = _item_at(state, start)
    if first is None:
        return
    yield (current := first)
    for line in range(start + 1, end):
        if state.isEmpty(line) or state.sCount[line] >= current.indent:
            continue
        if state.sCount[line] < state.blkIndent:
            return
        item = _item_at(state, line)
        if item and item.sign == first.sign and not _is_rule(item):
            yield (current := item)
        elif item or state.isEmpty(line - 1) or _ends_paragraph(state, line, end):
            return


def _item_at(state: StateBlock, line: int) -> _Item | None:
    match = _MARKER.match(text := getLine(state, line))
    if not match:
        return None
    marker = len(match[1] or "") + 1
    spaces = match.end() - marker
    indent = state.sCount[line] + marker + (spaces if 1 <= spaces <= 4 and match.end() < len(text) else 1)
    position = state.bMarks[line] + state.tShift[line]
    return _Item(position, int(match[1]) if match[1] else None, match[2] or match[3], indent, text[match.end() :])


def _is_rule(item: _Item) -> bool:
    return item.sign in "-*" and set(item.words) <= {item.sign, " ", "\t"} and item.words.count(item.sign) >= 2


def _ends_paragraph(state: StateBlock, line: int, end: int) -> bool:
    rules = state.md.block.ruler.getRules("paragraph")
    return any(rule(state, line, end, True) for rule in rules if rule is not list_rule)
