"""Finds lines whose first signs Markdown takes for a list, a heading or a quotation, though they are words."""

import re
from collections.abc import Iterator

from markdown_it.token import Token

from faq.text.difference import Difference, Kind
from faq.text.traced import Traced

_NOTES = {"note", "tip", "warning", "important"}
_QUOTED = re.compile(r"[\s>]*")
_FENCE = re.compile(r"\s*(?:```+|~~~+)\s*(.*)")
_DEGREES = re.compile(r"\d+(?:[.,]\d+)?\s*°")
_PLUS = re.compile(r"[$£€¥]?[.,]?\d")
_FOOTNOTE = re.compile(r"[^\s*]\*(?=[\s.,;:!?)]|$)", re.MULTILINE)


def find(traced: Traced) -> Iterator[Difference]:
    """Yield the differences that whole lines make."""
    for at, token in enumerate(traced.blocks):
        if token.map is None:
            continue
        if token.type == "ordered_list_open":
            yield from _changed_numbers(traced, at)
        elif token.type == "bullet_list_open":
            yield from _lost_signs(traced, at)
        elif token.type == "blockquote_open":
            yield from _comparison(traced, token)
        elif token.type == "heading_open" and token.markup.startswith("#"):
            yield from _heading(traced, token, traced.blocks[at + 1].content)
        elif token.type in ("admonition_open", "fence"):
            yield from _lost_head(traced, token)
    yield from _lost_addresses(traced)


def _place(traced: Traced, line: int, sign: str, start: int = 0) -> int:
    """Where in the source the first `sign` of `line` (the first is 0) stands."""
    return traced.starts[line] + traced.lines[line].index(sign, start)


def _items(traced: Traced, at: int) -> list[Token]:
    """The items of the list that opens at `at`, those of lists within it not counted."""
    level = traced.blocks[at].level + 1
    inner = traced.blocks[at + 1 :]
    end = next(place for place, token in enumerate(inner) if token.level < level and token.nesting == -1)
    return [token for token in inner[:end] if token.type == "list_item_open" and token.level == level]


def _words_of(traced: Traced, item: Token) -> str:
    line = traced.lines[(item.map or [0])[0]]
    return line[line.index(item.info + item.markup) + len(item.info + item.markup) :].strip()


def _changed_numbers(traced: Traced, at: int) -> Iterator[Difference]:
    """ "1." three times is shown as 1., 2., 3.; "01." as 1."""
    items = _items(traced, at)
    first = int(traced.blocks[at].attrGet("start") or (items[0].info if items else 1))
    for number, item in enumerate(items, start=first):
        if item.info != str(number):
            signs = tuple(
                _place(traced, (each.map or [0])[0], each.info + each.markup) + len(each.info) for each in items
            )
            words = _words_of(traced, item)
            typed, read = f"{item.info}{item.markup} {words}", f"{number}. {words}"
            yield Difference((item.map or [0])[0] + 1, Kind.CHANGED, typed, read, signs)
            return


def _lost_signs(traced: Traced, at: int) -> Iterator[Difference]:
    """A plus, a minus or the star of a footnote that became the dot of a list."""
    items = _items(traced, at)
    if not items or not _are_signs(traced, items):
        return
    line = (items[0].map or [0])[0]
    typed = f"{items[0].markup} {_words_of(traced, items[0])}"
    signs = tuple(_place(traced, (item.map or [0])[0], item.markup) for item in items)
    yield Difference(line + 1, Kind.DOT, typed, signs=signs)


def _are_signs(traced: Traced, items: list[Token]) -> bool:
    words = [_words_of(traced, item) for item in items]
    if items[0].markup == "*":
        return len(items) == 1 and bool(_FOOTNOTE.search(traced.source))
    pattern = _PLUS if items[0].markup == "+" else _DEGREES
    return all(pattern.match(text) for text in words)


def _comparison(traced: Traced, token: Token) -> Iterator[Difference]:
    """One line with ">" that begins small, or is a way through menus: "> half of them", "> Settings > Privacy"."""
    line, end = token.map or [0, 0]
    if token.level or any(text.lstrip().startswith(">") for text in traced.lines[line + 1 : end]):
        return
    typed = traced.lines[line].strip()
    words = _QUOTED.sub("", typed, count=1)
    if words[:1].islower() or " > " in words or typed.startswith(">>"):
        yield Difference(line + 1, Kind.QUOTATION, typed, signs=(_place(traced, line, ">"),))


def _heading(traced: Traced, token: Token, content: str) -> Iterator[Difference]:
    """ "# of visits: 5" and "# 5 Elm Street" are no headings; the last sign of "## Press 5 #" is meant."""
    line = (token.map or [0])[0]
    text = traced.lines[line].strip()
    if token.markup == "#" and (content[:1].islower() or content[:1].isdigit()):
        yield Difference(line + 1, Kind.HEADING, text, signs=(_place(traced, line, "#"),))
        return
    closing = len(text) - len(text.rstrip("#"))
    if closing and content and not content.endswith("#") and closing != len(token.markup):
        signs = (_place(traced, line, "#" * closing, traced.lines[line].rindex(" ")),)
        yield Difference(line + 1, Kind.CHANGED, text, text.rstrip("# "), signs)


def _lost_head(traced: Traced, token: Token) -> Iterator[Difference]:
    """Words behind "!!!" or "~~~" that are no kind of note and no language of code."""
    line, info = (token.map or [0])[0], token.info.strip()
    head = info.split(" ")[0]
    is_known = (head.lower() in _NOTES and token.markup == "!!!") if token.type != "fence" else " " not in info
    if not is_known:
        typed = traced.lines[line].strip()
        read = "" if token.type == "fence" else info.partition(" ")[2] or info.title()
        place = _place(traced, line, token.markup)
        yield Difference(line + 1, Kind.CHANGED, typed, read, tuple(range(place, place + len(token.markup))))


def _lost_addresses(traced: Traced) -> Iterator[Difference]:
    """Lines as "[Map]: https://a.example" that no link asks for, or that come second: they are shown nowhere."""
    used = {child.meta["label"] for inline in traced.inlines for child in inline.children if "label" in child.meta}
    unused = [reference for label, reference in traced.references.items() if label not in used]
    for reference in [*unused, *traced.repeated_references]:
        line = reference["map"][0]
        yield Difference(line + 1, Kind.GONE, traced.lines[line].strip(), signs=(_place(traced, line, "["),))
