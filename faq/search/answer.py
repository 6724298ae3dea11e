"""The answer itself, in the words of its article: what stands above the list where the best match is sure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from faq.search.index.documents import Document
from faq.search.index.passages import cut
from faq.search.query import highlights

# What the likeness of another passage leads that of the first by, to be shown in its place: measured on 24 articles,
# where the first was the right one 22 times and the nearest 15 times
_LEAD = 0.1
# A row is the mean of title, whole and passage: a passage that is nearer by this raises its row by a third of it
_LEAD_OF_ROW = _LEAD / 3
# Steps shown at once, and characters of each part
_MOST_STEPS = 3
_LONGEST = 500
_SENTENCE_END = re.compile(r"[.!?](?=\s)")


@dataclass(frozen=True)
class Line:
    # As the page numbers it; None: not a step
    step: int | None
    html: SafeString


@dataclass(frozen=True)
class Answer:
    """What answers, with the link to its place. `lines` are escaped, with <mark> around the words that match."""

    title: str
    slug: str
    lines: list[Line]
    # Of the whole article
    step_count: int
    # As that of a hit
    query: str = ""

    @classmethod
    def of(cls, document: Document, weights: Mapping[str, float], similarities: Sequence[float]) -> "Answer | None":
        """Return the short answer of `document` or else its first passage; another passage only where it leads clearly.

        `similarities` are those of its rows with what was asked, in their order. None where it has no text to show.
        """
        lines = [Line(step, highlights.mark(text, weights)) for step, text in _texts(document, similarities)]
        return cls(document.title, document.slug, lines, len(document.steps)) if lines else None

    @property
    def url(self) -> str:
        """The address of the very place: of the first step that is shown, or of the article."""
        step = self.lines[0].step
        query = f"?{self.query}" if self.query else ""
        return reverse("faq:article", args=[self.slug]) + query + (f"#step-{step}" if step else "")

    @property
    def has_more_steps(self) -> bool:
        """Whether the article has steps that are not shown here."""
        return self.step_count > sum(line.step is not None for line in self.lines)


def _texts(document: Document, similarities: Sequence[float]) -> list[tuple[int | None, str]]:
    """Return (step or None, text) of each part to show."""
    row = _row(similarities[: len(document.passage_parts)])
    parts = [part for part in document.parts_of_row(row) if document.parts[part]]
    if not parts:
        return []
    first = parts[0]
    if first == 0:
        return [(None, _shortened(document.short_answer)), *_what_it_leads_to(document)]
    if first > len(document.steps):
        return [(None, _shortened(cut(document.parts)[row].text))]
    return _steps(document, [part for part in parts if part <= len(document.steps)])


def _what_it_leads_to(document: Document) -> list[tuple[int | None, str]]:
    """Return what a short answer that says nothing by itself, "You can pay in three ways:", is followed by."""
    if not document.short_answer.rstrip().endswith(":"):
        return []
    if document.steps:
        return _steps(document, range(1, len(document.steps) + 1))
    return [(None, _shortened(document.body))] if document.body else []


def _steps(document: Document, numbers: Sequence[int]) -> list[tuple[int | None, str]]:
    return [(number, _shortened(document.parts[number])) for number in numbers[:_MOST_STEPS]]


def _row(similarities: Sequence[float]) -> int:
    """Return which of the passages is shown: the first, unless another leads it clearly."""
    nearest = max(range(len(similarities)), key=similarities.__getitem__, default=0)
    return nearest if similarities and similarities[nearest] - similarities[0] >= _LEAD_OF_ROW else 0


def _shortened(text: str) -> str:
    """Return `text`, or its sentences that fit; where already the first is too long, its words that fit."""
    text = highlights.without_addresses(text)
    if len(text) <= _LONGEST:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, _LONGEST)]
    end = ends[-1] if ends else text.rfind(" ", 0, _LONGEST) if " " in text[:_LONGEST] else _LONGEST
    return f"{text[:end]} …"
