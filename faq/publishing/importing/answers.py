"""Puts an answer that is one piece of Markdown into the parts of an article: short answer, steps, more detail."""

import re
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from faq.errors import RefusedError
from faq.publishing.kinds import Content
from faq.text import inline_rules, markdown

# Characters; the limits of the models
SHORT_ANSWER_LENGTH = 2_000
STEP_LENGTH = 5_000
_MARKER = re.compile(r"\s*\d{1,9}[.)]\s+")
# Such a line is needed by texts above it, so the text must stay in one piece
_REFERENCE = re.compile(r"^ {0,3}\[[^\]]+\]:\s", re.MULTILINE)


@dataclass
class Placed:
    """Parts of an article, and the line of the answer, counted from 0, in which each begins."""

    content: Content
    starts: dict[str, int] = field(default_factory=dict)


def place(text: str) -> Placed:
    """Return the parts that the Markdown `text` makes: a numbered list becomes the steps, if there is one only.

    What stands above it, or else the first paragraph, is the short answer while that fits; the rest is more detail.
    Every word is in one of the parts.
    """
    lines = text.split("\n")
    blocks = _blocks(text)
    lists = [block for block in blocks if block[0].type == "ordered_list_open"]
    if _REFERENCE.search(text) or not blocks:
        return _placed(lines, short=(0, 0), steps=None)
    if len(lists) == 1 and not _is_below_heading(lists[0], blocks) and (steps := _steps(lines, lists[0])):
        start, end = lists[0][0].map or [0, 0]
        return _placed(lines, short=(0, _end_of_short(lines, blocks, start)), steps=(steps, start, end))
    return _placed(lines, short=(0, _end_of_short(lines, blocks, len(lines))), steps=None)


@cache
def _parser() -> MarkdownIt:
    """The parser of the patients' pages, but for what stands within a line, which does not matter here."""
    parser = markdown.make_parser()
    parser.core.ruler.enableOnly(["normalize", "block", "refuse_deep_nesting"])
    return parser


def _blocks(text: str) -> list[list[Token]]:
    """The blocks of the text, each with the tokens in it; [] where it is too much for the parser."""
    try:
        markdown.refuse_too_much(text)
        tokens = _parser().parse(text.replace("\x00", ""), {"closed_tags": inline_rules.closed_tags(text)})
    except RefusedError:
        return []
    blocks: list[list[Token]] = []
    for token in tokens:
        if token.level == 0 and token.nesting >= 0:
            blocks.append([])
        blocks[-1].append(token)
    return blocks


def _end_of_short(lines: list[str], blocks: list[list[Token]], limit: int) -> int:
    """The line behind the short answer: all lines before `limit`, or the first paragraph where those are too much."""
    above = [block for block in blocks if block[0].map and block[0].map[1] <= limit]
    is_plain = all(block[0].type in ("paragraph_open", "bullet_list_open") for block in above)
    if limit < len(lines) and is_plain and len("\n".join(lines[:limit])) <= SHORT_ANSWER_LENGTH:
        return limit
    if not above or above[0][0].type != "paragraph_open":
        return 0
    end = (above[0][0].map or [0, 0])[1]
    return end if len("\n".join(lines[:end])) <= SHORT_ANSWER_LENGTH else 0


def _is_below_heading(block: list[Token], blocks: list[list[Token]]) -> bool:
    """A list below "On a phone" would leave these words behind."""
    start = (block[0].map or [0])[0]
    return any(each[0].type == "heading_open" and (each[0].map or [start])[0] < start for each in blocks)


def _steps(lines: list[str], block: list[Token]) -> list[str]:
    """The items of a numbered list that begins with 1; [] where it is none of steps."""
    items = [token for token in block if token.type == "list_item_open" and token.level == 1]
    if len(items) < 2 or block[0].attrGet("start") not in (None, 1):
        return []
    steps = [_item(lines[slice(*item.map)]) for item in items if item.map]
    return steps if all(0 < len(step) <= STEP_LENGTH for step in steps) else []


def _item(lines: list[str]) -> str:
    marker = _MARKER.match(lines[0])
    width = marker.end() if marker else 0
    rest = [line[min(width, len(line) - len(line.lstrip())) :] for line in lines[1:]]
    return "\n".join([lines[0][width:], *rest]).strip()


def _placed(lines: list[str], *, short: tuple[int, int], steps: tuple[list[str], int, int] | None) -> Placed:
    content: Content = {"short_answer": "\n".join(lines[slice(*short)]).strip("\n")}
    starts = {"short_answer": short[0]} if content["short_answer"] else {}
    rest = lines[short[1] :]
    if steps:
        texts, start, end = steps
        content["steps"] = [{"text": text} for text in texts]
        starts["steps"] = start
        rest = [*lines[short[1] : start], *lines[end:]]
    body = "\n".join(rest).strip("\n")
    if body.strip():
        content["body"] = body
        starts["body"] = short[1] if not steps else steps[2]
    return Placed(content, starts)


def fits(article: Content) -> bool:
    """True where the short answer of `article` may be kept as it is."""
    return len(article.get("short_answer", "")) <= SHORT_ANSWER_LENGTH
