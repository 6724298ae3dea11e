"""What the results page shows of an article: its title and the lines that answer, with the matching words marked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from faq.text import words

_EXCERPT = 200  # characters
_BEFORE = 50  # of them before the first matching word
_PLAIN_WORD = re.compile("[a-z0-9]+")


@dataclass(frozen=True)
class Hit:
    """One article found. `*_html` are escaped, with <mark> around the words that match."""

    id: int
    title: str
    title_html: SafeString
    excerpt_html: SafeString
    url: str
    step: int | None  # the step that answers best, as the page numbers it
    tags: list[tuple[str, str]]  # (slug, name)

    @property
    def step_url(self) -> str:
        return f"{self.url}#step-{self.step}" if self.step else self.url


def hit(id: int, page: dict, marked: Mapping[str, float]) -> Hit:
    """Return what is shown of the article; `marked` are the words that match, normalised, with what each is worth."""
    text, step = _best_part(page, marked)
    return Hit(
        id,
        page["title"],
        mark(page["title"], marked),
        _excerpt(text, marked),
        reverse("faq:article", args=[page["slug"]]),
        step,
        [(slug, name) for slug, name in page["tags"]],
    )


def mark(text: str, marked: Mapping[str, float]) -> SafeString:
    """Return `text` escaped, with the words that are in `marked` within <mark>."""
    pairs, at = [], 0
    for start, end, word in words.spans(text):
        if start >= at and word in marked:
            pairs.append((text[at:start], text[start:end]))
            at = end
    return format_html_join("", "{}<mark>{}</mark>", pairs) + escape(text[at:])


def _best_part(page: dict, marked: Mapping[str, float]) -> tuple[str, int | None]:
    """Return the text that answers: the step that holds most of what was asked, unless answer or detail hold more."""
    steps = [(text, number) for number, text in enumerate(page["steps"], 1)]
    parts = [part for part in [(page["answer"], None), *steps, (page["body"], None)] if part[0]] or [("", None)]
    worth = [sum(map(marked.__getitem__, _present(text, marked))) for text, _ in parts]
    return parts[worth.index(max(worth))]


def _present(text: str, marked: Mapping[str, float]) -> set[str]:
    """Return which of the marked words are in `text`: without their places, which takes a tenth of the time."""
    if text.isascii():
        return marked.keys() & _PLAIN_WORD.findall(text.lower().replace("'", ""))
    return marked.keys() & words.tokens(text)


def _excerpt(text: str, marked: Mapping[str, float]) -> SafeString:
    """Return the stretch of `text` that holds most of the marked words."""
    if len(text) <= _EXCERPT:
        return mark(text, marked)
    start = _start_of_best_stretch(text, marked)
    end = text.rfind(" ", start, start + _EXCERPT)
    end = end if end > start else start + _EXCERPT
    return format_html("{}{}{}", "… " if start else "", mark(text[start:end], marked), " …" if end < len(text) else "")


def _start_of_best_stretch(text: str, marked: Mapping[str, float]) -> int:
    lower = text.lower()
    places = {word: lower.find(word) for word in _present(text, marked)}
    found = sorted((at, marked[word]) for word, at in places.items() if at >= 0)

    def within(place: int) -> float:
        return sum(worth for at, worth in found if place <= at <= place + _EXCERPT - _BEFORE - 20)

    best = max((at for at, _ in found), key=within, default=0)
    return 0 if best <= _EXCERPT - _BEFORE else text.rfind(" ", 0, best - _BEFORE) + 1
