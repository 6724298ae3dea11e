"""Parses Markdown as `markdown.render` does, and says for each piece of it where in the source it stands."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from faq.text import inline_rules, markdown

_STEPS = ["normalize", "block", "refuse_deep_nesting", "mark_checklists", "inline"]


@dataclass(frozen=True)
class Inline:
    """Words with what is between them: a paragraph, an item, a cell; `places` are those of its lines in the source."""

    token: Token
    places: tuple[int | None, ...]
    # In a cell, where the source has a backslash before each "|" of `content`
    has_escaped_pipes: bool = False

    @property
    def content(self) -> str:
        return self.token.content

    @property
    def children(self) -> list[Token]:
        return self.token.children or []

    def line(self, position: int) -> int:
        """The line of the source, the first is 1, in which the sign at `position` of `content` stands."""
        return (self.token.map or [0])[0] + self.content.count("\n", 0, position) + 1

    def offset(self, position: int) -> int | None:
        """Where in the source the sign at `position` of `content` stands, None when that cannot be told."""
        row = self.content.count("\n", 0, position)
        start = self.places[row] if row < len(self.places) else None
        if start is None:
            return None
        begin = self.content.rfind("\n", 0, position) + 1
        return start + position - begin + (self.content.count("|", 0, position) if self.has_escaped_pipes else 0)


@dataclass(frozen=True)
class Traced:
    """A source, taken apart."""

    source: str
    lines: list[str]
    # Where each line begins
    starts: list[int]
    blocks: list[Token]
    # The addresses of links that stand in lines of their own, by label
    references: dict[str, Any]
    # Those whose label has an address already
    repeated_references: list[Any]
    inlines: list[Inline] = field(default_factory=list)


def trace(source: str) -> Traced:
    """Return `source`, without carriage returns, taken apart. Raises `RefusedError` as `markdown.render` does."""
    markdown.refuse_too_much(source)
    env: dict[str, Any] = {"closed_tags": inline_rules.closed_tags(source)}
    lines = source.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    blocks = _parser().parse(source, env)
    traced = Traced(source, lines, starts, blocks, env.get("references", {}), env.get("duplicate_refs", []))
    cursors: dict[int, int] = {}
    for before, token in pairwise(traced.blocks):
        if token.type == "inline" and token.map:
            is_cell = before.type in ("td_open", "th_open")
            traced.inlines.append(_cell(traced, token, cursors) if is_cell else _words(traced, token))
    return traced


def span(token: Token) -> tuple[int, int] | None:
    """Return from where to where an inline `token` stands in the content around it, None for plain words."""
    return token.meta.get("span")


def _words(traced: Traced, token: Token) -> Inline:
    """A paragraph or a heading: signs stand before its lines, and behind those of a heading."""
    first, places = (token.map or [0])[0], []
    for number, content in enumerate(token.content.split("\n"), start=first):
        line = traced.lines[number] if number < len(traced.lines) else ""
        at = line.rfind(content) if line.rstrip().endswith(content.rstrip()) else line.find(content)
        places.append(traced.starts[number] + at if at >= 0 else None)
    return Inline(token, tuple(places))


def _cell(traced: Traced, token: Token, cursors: dict[int, int]) -> Inline:
    """One cell of a row: its words are looked for behind those of the cell before."""
    number, raw = (token.map or [0])[0], token.content.replace("|", "\\|")
    at = traced.lines[number].find(raw, cursors.get(number, 0))
    if at < 0:
        return Inline(token, (None,))
    cursors[number] = at + len(raw)
    return Inline(token, (traced.starts[number] + at,), has_escaped_pipes=raw != token.content)


@cache
def _parser() -> MarkdownIt:
    parser = markdown.make_parser()
    parser.options["store_labels"] = True
    for rule in list(parser.inline.ruler.__rules__):
        parser.inline.ruler.at(rule.name, _noting(rule.fn), {"alt": rule.alt})
    parser.core.ruler.enableOnly(_STEPS)
    return parser


def _noting(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """The same rule, which notes in each token that it makes what it was made of."""

    def noting(state: StateInline, silent: bool) -> bool:
        # What is pending becomes a token of its own, before those of the rule
        start, known = state.pos, len(state.tokens) + bool(state.pending)
        if not rule(state, silent):
            return False
        if not silent:
            _note(state.tokens[known:], start, state.pos)
        return True

    return noting


def _note(tokens: list[Token], start: int, end: int) -> None:
    if all(token.type == "text" for token in tokens):
        # One token for each sign that may open or close emphasis
        for token in tokens:
            token.meta["span"] = (start, start + len(token.content))
            start += len(token.content)
        return
    for token in tokens:
        token.meta.setdefault("span", (start, end))
