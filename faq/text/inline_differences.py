"""Finds signs within a line that Markdown takes away or makes a link of, though they are words."""

import re
from collections.abc import Iterator

from markdown_it.token import Token

from faq.text import links, paths
from faq.text.difference import Difference, Kind
from faq.text.traced import Inline, Traced, span
from faq.values import picture_names

_NUMBER_ONLY = re.compile(r"[\d#*+() .-]+")
_CLOSERS, _OPENERS = ")].,;:!?", "(["
# Letters of one difference; beyond, nobody reads them
_MOST_SHOWN = 300
_AT_WORD = re.compile(r"[^\W_][*_](?![\w*])")
_LEADS = re.compile(r"(?:https?:|mailto:|tel:|/|#|\{\{|%7B%7B)", re.IGNORECASE)
_SCHEME = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
# The start of the next sentence became a part of the address
_GLUED = re.compile(r"https?://(?:[a-z0-9-]+\.)+([A-Z][a-z]+)(?![\w.-])")
_RAW_TAG = re.compile(
    r"</?(?:audio|body|button|canvas|embed|form|frame|head|html|iframe|img|input|link|map|math|meta|noscript|object"
    r"|option|picture|script|select|source|style|svg|template|textarea|track|video)\b[^<>\n]*>?|<!--",
    re.IGNORECASE,
)
# Not understood, for example because of a space in its address
_RAW_PICTURE = re.compile(r"!\[[^\[\]\n]*\](?:\([^()\n]*\)|\[[^\[\]\n]*\])")


def find(traced: Traced) -> Iterator[Difference]:
    """Yield the differences within the lines of `traced`."""
    for inline in traced.inlines:
        yield from _emphasis(inline)
        yield from _tags(inline)
        for token in inline.children:
            if (place := span(token)) is not None:
                yield from _of_token(inline, token, *place)
        yield from _in_words(inline)


def _of_token(inline: Inline, token: Token, start: int, end: int) -> Iterator[Difference]:
    content = inline.content
    if token.type == "code_inline" and (content[start - 1 : start].isalnum() or content[end : end + 1].isalnum()):
        width = len(token.markup)
        yield _changed(inline, start, end, [*range(start, start + width), *range(end - width, end)])
    elif token.info == "escape" and token.content != token.markup and paths.loses_backslash(content, start):
        yield _changed(inline, start, end, [start])
    elif token.type == "hardbreak" and content[start : start + 1] == "\\" and paths.is_path(content, start):
        yield _changed(inline, start, start + 1, [start])
    elif token.type == "link_open":
        yield from _link(inline, token, start, end)
    elif token.type == "image" and picture_names.size_of(str(token.attrGet("src") or "")) is None:
        read = token.content or "picture"
        yield _difference(inline, start, Kind.PICTURE, content[start:end], read, [start + 1])


def _link(inline: Inline, token: Token, start: int, end: int) -> Iterator[Difference]:
    typed, address = inline.content[start:end], str(token.attrGet("href") or "")
    if token.markup == "autolink":
        if not _SCHEME.match(address):
            yield _changed(inline, start, end, [start], read=typed[1:-1])
    elif typed.startswith("[") and not _LEADS.match(links.complete(address)):
        yield _difference(inline, start, Kind.LINK, typed, _shown(inline, start, end), [start])


def _in_words(inline: Inline) -> Iterator[Difference]:
    """What plain words hold: addresses that run into the next sentence, tags and pictures that patients would read."""
    taken = _taken(inline)
    for pattern, kind in ((_GLUED, Kind.LINK), (_RAW_TAG, Kind.RAW_TAG), (_RAW_PICTURE, Kind.RAW_TAG)):
        for match in pattern.finditer(inline.content):
            if match.start() not in taken:
                sign = match.start(1) - 1 if kind is Kind.LINK else match.start()
                yield _difference(inline, match.start(), kind, match[0], "", [sign])


def _tags(inline: Inline) -> Iterator[Difference]:
    """The tags of HTML in each line that were taken out, named once."""
    found: dict[int, list[tuple[int, int]]] = {}
    for token in inline.children:
        if token.type == "html_tag" and (place := span(token)):
            found.setdefault(inline.line(place[0]), []).append(place)
    for places in found.values():
        typed = " ".join(dict.fromkeys(inline.content[start:end] for start, end in places))
        yield _difference(inline, places[0][0], Kind.TAG, typed, "", [start for start, _ in places])


def _emphasis(inline: Inline) -> Iterator[Difference]:
    """Pairs of stars and the like that were meant as signs: "2*x*3", "*72*", "(*) see (*)", "*Name, phone*, mail*"."""
    opened: list[Token] = []
    strays = _strays(inline)
    for token in inline.children:
        if token.type in ("em_open", "strong_open", "s_open"):
            opened.append(token)
        elif token.type in ("em_close", "strong_close", "s_close") and opened:
            before, after = span(opened.pop()), span(token)
            if before and after:
                # The inner one of two stars is the token's own
                yield from _pair(inline, token.markup, before[1], after[0], strays)


def _pair(inline: Inline, markup: str, start: int, end: int, strays: set[str]) -> Iterator[Difference]:
    """The words from `start` to `end` stand between two times `markup`."""
    content, sign = inline.content, markup[0]
    left, right = start - len(markup), end + len(markup)
    outside = content[left - 1 : left] if left else "", content[right : right + 1]
    is_run = sign in outside
    if is_run:
        left, right = _run(content, start, end, sign)
    if len(markup) == 2:
        is_words = max(start - left, right - end) > 3 or any(side.isdigit() for side in outside)
    else:
        is_words = not is_run and (_is_no_emphasis(content[start:end], outside) or sign in strays)
    if is_words:
        yield _changed(inline, left, right, [*range(left, start), *range(end, right)])


def _run(content: str, left: int, right: int, sign: str) -> tuple[int, int]:
    """Where a run of `sign` that ends at `left` begins, and where one that begins at `right` ends."""
    while content[left - 1 : left] == sign:
        left -= 1
    while content[right : right + 1] == sign:
        right += 1
    return left, right


def _is_no_emphasis(words: str, outside: tuple[str, str]) -> bool:
    if any(side.isalnum() for side in outside) or "\n" in words or _NUMBER_ONLY.fullmatch(words):
        return True
    return words[:1] in _CLOSERS or words[-1:] in _OPENERS


def _strays(inline: Inline) -> set[str]:
    """The signs of which one more stands at the end of a word, as that of a footnote does."""
    taken = _taken(inline)
    ends = (match.end() - 1 for match in _AT_WORD.finditer(inline.content))
    return {inline.content[place] for place in ends if place not in taken}


def _taken(inline: Inline) -> set[int]:
    """The places of all signs that are not just words."""
    taken: set[int] = set()
    for token in inline.children:
        place = span(token)
        if place and token.type != "text" and token.markup != "linkify":
            # The second sign of a pair as "**" belongs to the token of the first
            wider = token.type in ("strong_open", "strong_close")
            taken.update(range(place[0] - wider, place[1] + wider))
    return taken


def _changed(inline: Inline, start: int, end: int, signs: list[int], read: str = "") -> Difference:
    """The whole words around what changed, before and after."""
    left, right = paths.word_at(inline.content, start, min(end, start + _MOST_SHOWN))
    taken = set(signs)
    kept = "".join(inline.content[at] for at in range(left, right) if at not in taken)
    return _difference(inline, start, Kind.CHANGED, inline.content[left:right], read or kept, signs)


def _shown(inline: Inline, start: int, end: int) -> str:
    """The words of a link that stands from `start` to `end`."""
    typed = inline.content[start:end]
    return typed[1 : typed.rfind("]")] if "](" not in typed else typed[1 : typed.rfind("](")]


def _difference(inline: Inline, at: int, kind: Kind, typed: str, read: str, signs: list[int]) -> Difference:
    places = tuple(place for sign in signs if (place := inline.offset(sign)) is not None)
    return Difference(inline.line(at), kind, typed, read, places)
