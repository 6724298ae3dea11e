"""Keeps lines as they were typed where the rules of Markdown would change them without a word."""

import re
from itertools import takewhile

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, lheading, reference, table
from markdown_it.rules_block.table import escapedSplit, getLine

from faq.text import lists

_COMPARED = re.compile(r"^>=?\s*[-+−±~]?\s*[$£€¥]?\s*[.,]?\d")
_QUOTED_LIST = re.compile(r"^>\s*\d+[.)]\s")
_REFERENCE = re.compile(r"\[[^\]]+\]:\s*(?:[<#/]|\{\{|www\.|[a-z]+:|\S+[.@]\S)", re.IGNORECASE)


def use(parser: MarkdownIt) -> None:
    """Put these rules into `parser`; lines that begin with spaces are words, never code."""
    parser.block.ruler.disable("code")
    for name, rule in (
        ("table", _table),
        ("blockquote", _blockquote),
        ("list", lists.list_rule),
        ("reference", _reference),
        ("lheading", _underlined_heading),
    ):
        alternatives = next(known.alt for known in parser.block.ruler.__rules__ if known.name == name)
        parser.block.ruler.at(name, rule, {"alt": alternatives})


def _blockquote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A quotation, unless ">" compares: when each line with ">" has a number behind it, the signs are words.

    "> 38.5 °C in a child: call us." stays as typed, so do two such lines. "> Ask at the desk." is a quotation, also
    when its second line is "> 24 hours a day.". "> 1. Open the portal" is a quoted list.
    """
    verdicts = state.env.setdefault("compared", {})
    position = state.bMarks[start] + state.tShift[start]
    if position not in verdicts and getLine(state, start).startswith(">"):
        verdicts.update(_compared(state, start, end))
    return not verdicts.get(position) and blockquote(state, start, end, silent)


def _compared(state: StateBlock, start: int, end: int) -> dict[int, bool]:
    """Whether the lines with ">" from line `start` on compare, by their place in the source."""
    lines = list(takewhile(lambda line: getLine(state, line).startswith(">"), range(start, end)))
    compares = all(_is_compared(getLine(state, line)) for line in lines)
    return {state.bMarks[line] + state.tShift[line]: compares for line in lines}


def _is_compared(line: str) -> bool:
    return bool(_COMPARED.match(line)) and not _QUOTED_LIST.match(line)


def _underlined_heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A heading when three or more "=" stand under it; a line of "-" under words is a line, not a sign for a heading.

    "Opening hours" with "---" below stays words with a line below; "Kind regards" with "--" below stays as typed.
    """
    first = len(state.tokens)
    if not lheading(state, start, end, silent):
        return False
    if getLine(state, state.line - 1).startswith("==="):
        return True
    del state.tokens[first:]
    state.line = start
    return False


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The address of a link, as "[1]: https://example.org"; "[Note]: Important" is words, which must not vanish."""
    return bool(_REFERENCE.match(getLine(state, start))) and reference(state, start, end, silent)


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table that keeps what a row has beyond the columns of its head: the head gets empty cells for it."""
    first = len(state.tokens)
    if not table(state, start, end, silent):
        return False
    if not silent:
        _keep_surplus(state, first)
    return True


def _keep_surplus(state: StateBlock, first: int) -> None:
    tokens, state.tokens[first:] = state.tokens[first:], []
    columns = sum(token.type == "th_open" for token in tokens)
    lines = [token.map[0] for token in tokens if token.type == "tr_open" and token.map]
    surplus = [_cells(getLine(state, line))[columns:] for line in lines]
    surplus[0] = [""] * max(map(len, surplus))
    row = 0
    for token in tokens:
        if token.type == "tr_close":
            for text in surplus[row]:
                _push_cell(state, text, lines[row])
            row += 1
        state.tokens.append(token)


def _cells(line: str) -> list[str]:
    cells = escapedSplit(line.strip())
    cells = cells[1:] if cells[0] == "" else cells
    return cells[:-1] if cells and cells[-1] == "" else cells


def _push_cell(state: StateBlock, text: str, line: int) -> None:
    state.push("td_open", "td", 1)
    inline = state.push("inline", "", 0)
    inline.map, inline.content, inline.children = [line, line + 1], text.strip(), []
    state.push("td_close", "td", -1)
