"""What the results page shows of an article: its title and the lines that answer, with the matching words marked."""

import re
import unicodedata
from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from faq.text import words

_EXCERPT = 200  # characters
_BEFORE = 50  # of them before the first matching word
_READ = 4000  # characters of one part that are looked at
_START, _END = "\x02", "\x03"  # stand for <mark> and </mark> until everything is escaped
_WORDS = re.compile(words.WORD)
_APOSTROPHES, _ACCENTS = re.compile("['’‘ʼ]"), re.compile("[\u0300-\u036f]")
_PLAIN = re.compile("([a-zA-Z0-9]+)")
_PLAIN_WITH_APOSTROPHES = re.compile("([a-zA-Z0-9]+(?:'[a-zA-Z0-9]+)*)")


@dataclass(frozen=True)
class Hit:
    """One article found. `*_html` are escaped, with <mark> around the words that match."""

    id: int
    title: str
    title_html: SafeString
    excerpt_html: SafeString
    slug: str
    step: int | None  # the step that answers best, as the page numbers it
    tags: list[tuple[str, str]]  # (slug, name)

    @property
    def url(self) -> str:
        return reverse("faq:article", args=[self.slug])

    @property
    def step_url(self) -> str:
        return f"{self.url}#step-{self.step}" if self.step else self.url


def hit(id: int, page: dict, marked: Mapping[str, float]) -> Hit:
    """Return what is shown of the article; `marked` are the words that match, normalised, with what each is worth."""
    text, held, step = _best_part(page, marked)
    tags = [(slug, name) for slug, name in page["tags"]]
    return Hit(id, page["title"], mark(page["title"], marked), _excerpt(text, held), page["slug"], step, tags)


def mark(text: str, marked: Mapping[str, float]) -> SafeString:
    """Return `text` escaped, with the words that are in `marked` within <mark>."""
    text = text.replace(_START, " ").replace(_END, " ")
    pieces, matching = _plain_matches(text, marked) if text.isascii() else _matches(text, marked)
    for at in matching:
        pieces[at] = f"{_START}{pieces[at]}{_END}"
    html = escape("".join(pieces)).replace(_START, "<mark>").replace(_END, "</mark>")
    return mark_safe(html)  # escaped above, and the two signs stood nowhere else


def _matches(text: str, marked: Container[str]) -> tuple[list[str], list[int]]:
    """Return the text in pieces, every second of them a word, and where those in `marked` stand."""
    pieces = _WORDS.split(text)
    return pieces, [
        at for at in range(1, len(pieces), 2) if words.fold(pieces[at]) in marked or words.is_run_of(pieces[at], marked)
    ]


def _plain_matches(text: str, marked: Container[str]) -> tuple[list[str], list[int]]:
    """The same for a text in ASCII, as most are, in less than half the time."""
    pieces, longest = (_PLAIN_WITH_APOSTROPHES if "'" in text else _PLAIN).split(text), words.LONGEST_WORD
    return pieces, [at for at in range(1, len(pieces), 2) if pieces[at].lower().replace("'", "")[:longest] in marked]


def plain_parts(answer: str, steps: list[str], body: str) -> list[str]:
    """Return the different words of each part of an article, normalised, as the index keeps them."""
    return [" ".join(dict.fromkeys(words.tokens(part[:_READ]))) for part in (answer, *steps, body)]


def _best_part(page: dict, marked: Mapping[str, float]) -> tuple[str, dict[str, float], int | None]:
    """Return the part that holds most of what was asked: its text, the marked words it holds, its step number."""
    held = [{word: marked[word] for word in marked.keys() & plain.split()} for plain in page["plain"]]
    worth = [sum(found.values()) for found in held]
    best = worth.index(max(worth))
    if not worth[best]:
        best = 0 if page["answer"] else 1
    text = (page["answer"], *page["steps"], page["body"])[best]
    return text, held[best], best if 1 <= best <= len(page["steps"]) else None


def _excerpt(text: str, marked: Mapping[str, float]) -> SafeString:
    """Return the stretch of `text` that holds most of the marked words."""
    if len(text) <= _EXCERPT:
        return mark(text, marked)
    start = _start_of_best_stretch(text, marked)
    end = len(text) if len(text) - start <= _EXCERPT + _BEFORE else _space_before(text, start + _EXCERPT)
    return mark_safe(f"{'… ' if start else ''}{mark(text[start:end].strip(), marked)}{' …' if end < len(text) else ''}")


def _start_of_best_stretch(text: str, marked: Mapping[str, float]) -> int:
    width = _EXCERPT - _BEFORE - 20
    found = sorted((at, marked[word]) for word, at in _places(text[:_READ], marked).items())
    best = max((at for at, _ in found), key=lambda place: _worth(found, place, width), default=0)
    return 0 if best <= width else _space_before(text, min(best - _BEFORE, len(text) - _EXCERPT))


def _space_before(text: str, at: int) -> int:
    """Return where a space stands shortly before `at`; else `at`, within a word that is longer than most lines."""
    space = text.rfind(" ", at - _BEFORE, at)
    return space if space >= 0 else at


def _places(text: str, wanted: Collection[str]) -> dict[str, int]:
    """Return about where each of the normalised words `wanted` first stands in the text, as a word of its own."""
    lower = text.lower()
    places = {word: _place(lower, word) for word in wanted}
    if -1 in places.values():
        plain = _without_accents(lower)
        places |= {word: _place(plain, word) for word, at in places.items() if at < 0}
    return {word: at for word, at in places.items() if at >= 0}


def _without_accents(text: str) -> str:
    """Return the text without accents and apostrophes: a few letters shorter, which an excerpt does not mind."""
    text = _APOSTROPHES.sub("", text)
    return text if text.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFKD", text))


def _place(plain: str, word: str) -> int:
    at = plain.find(word)
    if not word.isascii():  # may be of a script that is written without spaces
        return at
    while at >= 0 and (plain[at - 1 : at].isalnum() or plain[at + len(word) : at + len(word) + 1].isalnum()):
        at = plain.find(word, at + 1)
    return at


def _worth(found: list[tuple[int, float]], start: int, width: int) -> float:
    return sum(worth for at, worth in found if start <= at <= start + width)
