"""Lists whose items a reader can tick off, such as what to bring: each item begins with "[ ]"."""

import re
from collections.abc import Iterator

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# What is ticked in the source is not ticked for the next reader
_BOX = re.compile(r"\[[ xX]\](?:[ \t]+|$)")


def mark_checklists(state: StateCore) -> None:
    """Note in each list that it is one to tick off, and take the signs that say so from its words."""
    for at, token in enumerate(state.tokens):
        if token.type != "bullet_list_open":
            continue
        words = list(_first_words(state.tokens, at))
        if not all(first and _BOX.match(first.content) for first in words):
            continue
        token.attrSet("class", "checklist")
        for first in filter(None, words):
            first.content = _BOX.sub("", first.content, count=1)
            first.meta["has_box"] = True


def is_checklist(token: Token) -> bool:
    """Whether the list that `token` opens is one to tick off."""
    return token.attrGet("class") == "checklist"


def add_boxes(state: StateCore) -> None:
    """Put a box before the first words of each item to tick off; a press on the words ticks it, too."""
    for token in state.tokens:
        if token.meta.get("has_box"):
            box = Token("check_box", "input", 0, attrs={"type": "checkbox"})
            words = token.children or []
            token.children = [Token("label_open", "label", 1), box, *words, Token("label_close", "label", -1)]


def _first_words(tokens: list[Token], at: int) -> Iterator[Token | None]:
    """The words that each item of the list that opens at `at` begins with; None where it begins with something else."""
    level = tokens[at].level
    for place in range(at + 1, len(tokens)):
        if tokens[place].level == level:
            return
        if tokens[place].type == "list_item_open" and tokens[place].level == level + 1:
            first = tokens[place + 2] if tokens[place + 1].type == "paragraph_open" else None
            yield first
