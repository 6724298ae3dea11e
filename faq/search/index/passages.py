"""Cuts the text of an article into passages: what one can read at a glance, and what has a meaning of its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Characters of a passage, about: three or four sentences, or some short steps
_LENGTH = 300
# A paragraph that is longer than this ends its passage
_ENOUGH = 150
# Of one article: bounds the memory that a very long text takes
_MOST = 40
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Passage:
    # Where in the article's parts (short answer, steps, body) it begins
    part: int
    text: str


def cut(parts: Sequence[str]) -> list[Passage]:
    """Return the passages of the parts of an article, in order: whole sentences, each passage about 300 characters.

    Short parts that follow each other share a passage, as the meaning of "Press Save" lies in the steps around it.
    """
    passages: list[Passage] = []
    part, text = 0, ""
    for at, sentence, ends in _sentences(parts):
        if text and len(text) + len(sentence) > _LENGTH:
            passages.append(Passage(part, text))
            text = ""
        part, text = (part, f"{text} {sentence}") if text else (at, sentence)
        if ends and len(text) >= _ENOUGH:
            passages.append(Passage(part, text))
            text = ""
    if text:
        passages.append(Passage(part, text))
    return passages[:_MOST]


def _sentences(parts: Sequence[str]) -> Iterator[tuple[int, str, bool]]:
    """Yield (part, sentence, whether a paragraph ends with it)."""
    for at, part in enumerate(parts):
        for paragraph in filter(None, map(str.strip, part.splitlines())):
            sentences = _SENTENCE_END.split(paragraph)
            for place, sentence in enumerate(sentences, 1):
                yield at, sentence[: 2 * _LENGTH], place == len(sentences)
