"""Names what in a text keeps some readers out: links that say nothing, skipped headings, pictures without words."""

import re
from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from faq.errors import RefusedError
from faq.text import inline_rules, markdown

# As a screen reader lists them: links of a page without the words around them
_VAGUE = set(
    "here|click|click here|click on this link|press here|tap here|go here|see here|look here|this|this link|link"
    "|the link|this page|page|more|read more|see more|learn more|find out more|more info|more information|details"
    "|continue|website|aquí|haga clic aquí|haz clic aquí|clic aquí|pulse aquí|este enlace|enlace|más|leer más|ver más"
    "|más información|esta página".split("|")
)
_AROUND = re.compile(r"^\W+|\W+$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+\.\S+/\S*", re.IGNORECASE)
_MOST_SHOWN = 60


def notes(source: str) -> list[str]:
    """Return a sentence for each place in `source` (Markdown), in their order; [] for a text that is too long to read.

    For example "[click here](/a) and ### Hours" after "# Visits" has two: the link does not say where it leads, the
    heading is two levels below the one before it. What is only named may be published; a picture without a
    description is refused by `publishing.rules`.
    """
    try:
        markdown.refuse_too_much(source)
        tokens = _parser().parse(source, {"closed_tags": inline_rules.closed_tags(source)})
    except RefusedError:
        return []
    return [*_of_blocks(tokens)]


@cache
def _parser() -> MarkdownIt:
    parser = markdown.make_parser()
    # The levels are wanted as they were typed
    parser.core.ruler.disable(["tame_headings"])
    return parser


def _of_blocks(tokens: list[Token]) -> Iterator[str]:
    levels = [int(token.tag[1:]) for token in tokens if token.type == "heading_open"]
    # The highest one there is counts as the start
    last = min(levels, default=1) - 1
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            level = int(token.tag[1:])
            if level > last + 1:
                yield _skipped(_words(tokens[index + 1].children or []))
            last = level
        elif token.type == "inline":
            yield from _of_words(token.children or [])


def _of_words(tokens: list[Token]) -> Iterator[str]:
    start = 0
    for index, token in enumerate(tokens):
        if token.type == "link_open":
            start = index + 1
        elif token.type == "link_close":
            yield from _of_link(_words(tokens[start:index]))
        elif token.type == "image" and not markdown.alt_of(token.children or []).strip():
            yield "A picture here needs a description for people who cannot see it. Patients get it only with one."


def _of_link(words: str) -> Iterator[str]:
    if _AROUND.sub("", words).casefold() in _VAGUE:
        yield (
            f"The link “{words}” does not say where it leads. Please put what is there in its place, for example"
            " “How to reset your password”."
        )
    elif _ADDRESS.fullmatch(words.strip()):
        yield (
            f"The link “{_short(words)}” is a bare address, which a screen reader spells out. Please put what is there"
            " in its place."
        )


def _skipped(words: str) -> str:
    return (
        f"The heading “{_short(words)}” is smaller than it should be after what stands before it, so whoever goes from"
        " heading to heading looks for one that is missing. Please press “Heading” in it twice, or make it larger."
    )


def _words(tokens: list[Token]) -> str:
    """The words of a link or heading; of a picture its description, of a fact its name."""
    return " ".join(markdown.alt_of(tokens).split())


def _short(words: str) -> str:
    return words if len(words) <= _MOST_SHOWN else f"{words[:_MOST_SHOWN]}…"
