"""Gives each block of a text the direction in which its own words are read, and long numbers theirs."""

import re
import unicodedata

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001eeff]")
# A phone number, a date, a card: seven digits or more, with little between them
_LONG_NUMBER = re.compile(r"[+(]{0,2}\d(?:[ \u00a0().+/-]{0,2}\d){6,}")
_TAG = re.compile(r"(<[^<>]*>)")
BLOCKS = {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "table", "th", "td", "div"}


def set_directions(state: StateCore) -> None:
    """Say the direction of each block that is read otherwise than what stands around it, which begins left to right.

    The first letter that has a direction decides, as with dir="auto" in HTML: a list goes with its first item. A text
    without a letter that is read from right to left stays as it is.
    """
    if not _RIGHT_TO_LEFT.search(state.src):
        return
    around: list[Token] = []
    decided: dict[int, str] = {}
    for token in state.tokens:
        if token.nesting == 1:
            around.append(token)
        elif token.nesting == -1:
            around.pop()
        elif token.type == "inline" and (direction := _direction_of(token)):
            for block in around:
                decided.setdefault(id(block), direction)
    _write(state.tokens, decided)


def isolate_numbers(html: str) -> str:
    """Return safe `html` with each long number among words from right to left within <bdi dir="ltr">.

    Without it a browser shows the groups of "(555) 010-2030" behind Arabic words in the order 2030, 010, 555.
    """
    if not _RIGHT_TO_LEFT.search(html):
        return html
    parts = _TAG.split(html)
    # Every other part is a tag
    parts[::2] = [_LONG_NUMBER.sub(r'<bdi dir="ltr">\g<0></bdi>', part) for part in parts[::2]]
    return "".join(parts)


def _direction_of(token: Token) -> str:
    for inner in token.children or []:
        for char in inner.content if inner.type in ("text", "code_inline") else "":
            kind = unicodedata.bidirectional(char)
            if kind in ("L", "R", "AL"):
                return "ltr" if kind == "L" else "rtl"
    return ""


def _write(tokens: list[Token], decided: dict[int, str]) -> None:
    directions = ["ltr"]
    for token in tokens:
        if token.nesting == -1:
            directions.pop()
        elif token.nesting == 1:
            direction = decided.get(id(token), directions[-1])
            is_shown = token.tag in BLOCKS and not token.hidden
            if direction != directions[-1] and is_shown:
                token.attrSet("dir", direction)
            directions.append(direction if is_shown else directions[-1])
