"""The answer itself, in the words of its article: what stands above the list where the best match is sure."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from faq.search.index.documents import Document
from faq.search.index.passages import cut
from faq.search.query import highlights, reader_choice
from faq.text.reader_questions import query_of

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
    # As the page that opens numbers it; None: not a step
    step: int | None
    html: SafeString
    # The same step on the page with every step
    anchor_step: int | None = None


@dataclass(frozen=True)
class Answer:
    """What answers, with the link to its place. `lines` are escaped, with <mark> around the words that match."""

    title: str
    slug: str
    lines: list[Line]
    # Of the whole article, for whom the search names
    step_count: int
    # As those of a hit
    query: str = ""
    choice: str = ""

    @classmethod
    def of(
        cls, document: Document, weights: Mapping[str, float], similarities: Sequence[float], *, text: str = ""
    ) -> "Answer | None":
        """Return the short answer of `document` or else its first passage; another passage only where it leads clearly.

        `similarities` are those of its rows with what was asked, in their order; `text` is what was typed, which may
        name for whom. None where it has no text to show, or only steps for others.
        """
        choice = reader_choice.chosen(text, document.questions)
        seen = document.steps_for(choice)
        lines = [
            Line(seen.index(step) + 1 if step else None, highlights.mark(words, weights), step)
            for step, words in _texts(document, similarities, seen)
        ]
        return cls(document.title, document.slug, lines, len(seen), choice=query_of(choice)) if lines else None

    @property
    def url(self) -> str:
        """The address of the very place: of the first step that is shown, or of the article."""
        step = self.lines[0].anchor_step
        query = "&".join(filter(None, [self.choice, self.query]))
        place = f"#step-{step}" if step else ""
        return reverse("faq:article", args=[self.slug]) + (f"?{query}" if query else "") + place

    @property
    def has_more_steps(self) -> bool:
        """Whether the article has steps that are not shown here."""
        return self.step_count > sum(line.step is not None for line in self.lines)


def _texts(document: Document, similarities: Sequence[float], seen: Collection[int]) -> list[tuple[int | None, str]]:
    """Return (step or None, text) of each part to show; of steps only those in `seen`."""
    row = _row(similarities[: len(document.passage_parts)])
    parts = [part for part in document.parts_of_row(row) if document.parts[part]]
    if not parts:
        return []
    first = parts[0]
    if first == 0:
        return [(None, _shortened(document.short_answer)), *_what_it_leads_to(document, seen)]
    if document.attached_at(first):
        # The name of a file or a video answers nothing
        return []
    if first > len(document.steps):
        return [(None, _shortened(cut(document.own_parts)[row].text))]
    return _steps(document, [part for part in parts if part in seen])


def _what_it_leads_to(document: Document, seen: Collection[int]) -> list[tuple[int | None, str]]:
    """Return what a short answer that says nothing by itself, "You can pay in three ways:", is followed by."""
    if not document.short_answer.rstrip().endswith(":"):
        return []
    if document.steps:
        return _steps(document, sorted(seen))
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
