"""Marks the words of a text that match a query, and cuts out the stretch that holds most of them."""

import re
import unicodedata
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe

from faq.text import direction, words

# Characters
_EXCERPT = 200
# Of them before the first matching word
_BEFORE = 50
# Of the weight of words in the passage that is nearest by meaning: what holds more is shown instead
_CLEARLY_MORE = 2.0
# Characters of one part that are looked at
_MOST_CHARACTERS = 4000
# Stand for <mark> and </mark> until everything is escaped
_START, _END = "\x02", "\x03"
_WORDS = re.compile(words.WORD)
_JOINS = re.compile(rf"\s+|[{words.HYPHENS}]")
_APOSTROPHES, _ACCENTS = re.compile("['’‘ʼ]"), re.compile("[\u0300-\u036f]")
_WEB_ADDRESS = re.compile(r"(?:https?://(?:www\.)?|www\.)([^\s/?#:]+)(?:[/?#:][^\s]*[^\s.,;)!?])?")
_ASCII_WORDS = re.compile("([a-zA-Z0-9]+)")
_ASCII_WORDS_WITH_APOSTROPHES = re.compile("([a-zA-Z0-9]+(?:'[a-zA-Z0-9]+)*)")


def mark(text: str, highlights: Mapping[str, float]) -> SafeString:
    """Return `text` escaped, with the words that are in `highlights` within <mark>.

    "co pay" in `highlights` marks both where they stand side by side, also in "co-pay".
    """
    marked = "".join(f"{_START}{piece}{_END}" if is_marked else piece for piece, is_marked in pieces(text, highlights))
    html = escape(marked).replace(_START, "<mark>").replace(_END, "</mark>")
    # Escaped above, and the two signs stood nowhere else
    return mark_safe(html if text.isascii() else direction.isolate_numbers(html))


def pieces(text: str, highlights: Mapping[str, float]) -> Iterator[tuple[str, bool]]:
    """Yield the stretches of `text`, each with whether it is of words in `highlights`: "my ", "password"."""
    text = text.replace(_START, " ").replace(_END, " ")
    found, highlighted = _ascii_pieces(text, highlights) if text.isascii() else _pieces(text, highlights)
    runs = [key.split() for key in highlights if " " in key]
    marked = {*highlighted, *_side_by_side(found, runs)}
    for is_marked, stretch in groupby((at for at, piece in enumerate(found) if piece), marked.__contains__):
        yield "".join(found[at] for at in stretch), is_marked


def _side_by_side(pieces: Sequence[str], runs: Iterable[Sequence[str]]) -> Iterator[int]:
    """Yield where in the pieces the words of each run stand, with only spaces or a hyphen between them."""
    runs = list(runs)
    folded = list(map(words.fold, pieces[1::2])) if runs else []
    for run in runs:
        for first in _starts(folded, run):
            places = range(1 + 2 * first, 1 + 2 * (first + len(run)), 2)
            if all(_JOINS.fullmatch(pieces[place - 1]) for place in places[1:]):
                yield from places


def _starts(folded: Sequence[str], run: Sequence[str]) -> Iterator[int]:
    return (at for at, word in enumerate(folded) if word == run[0] and list(folded[at : at + len(run)]) == list(run))


def _pieces(text: str, highlights: Container[str]) -> tuple[list[str], list[int]]:
    """Return the text in pieces, every second of them a word, and where those in `highlights` stand."""
    pieces = _WORDS.split(text)
    return pieces, [at for at in range(1, len(pieces), 2) if _is_highlighted(pieces[at], highlights)]


def _is_highlighted(word: str, highlights: Container[str]) -> bool:
    return words.fold(word) in highlights or words.is_run_of(word, highlights)


def _ascii_pieces(text: str, highlights: Container[str]) -> tuple[list[str], list[int]]:
    """The same for a text in ASCII, as most are, in less than half the time."""
    pieces = (_ASCII_WORDS_WITH_APOSTROPHES if "'" in text else _ASCII_WORDS).split(text)
    longest, places = words.LONGEST_WORD, range(1, len(pieces), 2)
    return pieces, [at for at in places if pieces[at].lower().replace("'", "")[:longest] in highlights]


def different_words(part: str) -> str:
    """Return each word of a part of an article once, normalised and separated by spaces: what `best_part` looks in."""
    return " ".join(dict.fromkeys(words.tokens(part[:_MOST_CHARACTERS])))


def best_part(
    parts_words: Sequence[str], highlights: Mapping[str, float], *, prefer: Collection[int] = ()
) -> tuple[int, dict[str, float]]:
    """Return which of the parts answers best, and the highlights it holds; the first with text where none holds any.

    With the highlights {"reset": 1.0, "password": 0.5} and the parts "ask us", "your password", "reset it", it is the
    part 2, which holds {"reset": 1.0}. With `prefer`, the parts that are nearest by meaning, the one of them that holds
    most is taken, unless another part holds at least twice as much.
    """
    found = [{word: highlights[word] for word in highlights.keys() & part.split()} for part in parts_words]
    for run in (key for key in highlights if " " in key):
        for part, held in zip(parts_words, found, strict=True):
            if set(run.split()) <= set(part.split()):
                held[run] = highlights[run]
    weights = [sum(each.values()) for each in found]
    best = weights.index(max(weights))
    first = next((part for part, held in enumerate(parts_words) if held), 0)
    near = max(prefer, key=lambda part: weights[part], default=best if weights[best] else first)
    if not weights[best] or (prefer and weights[best] < _CLEARLY_MORE * weights[near]):
        best = near
    return best, found[best]


def without_addresses(text: str) -> str:
    """Return `text` with web addresses cut to the name of their site: "portal.example.org"."""
    return _WEB_ADDRESS.sub(r"\1", text) if "//" in text or "www." in text else text


def excerpt(text: str, highlights: Mapping[str, float]) -> SafeString:
    """Return the stretch of `text` that holds most of the highlights; web addresses are cut to the names of sites."""
    text = without_addresses(text)
    if len(text) <= _EXCERPT:
        return mark(text, highlights)
    start = _start_of_best_stretch(text, highlights)
    end = len(text) if len(text) - start <= _EXCERPT + _BEFORE else _space_before(text, start + _EXCERPT)
    return mark_safe(
        f"{'… ' if start else ''}{mark(text[start:end].strip(), highlights)}{' …' if end < len(text) else ''}"
    )


def _start_of_best_stretch(text: str, highlights: Mapping[str, float]) -> int:
    width = _EXCERPT - _BEFORE - 20
    found = sorted((at, highlights[word]) for word, at in _places(text[:_MOST_CHARACTERS], highlights).items())
    best = max((at for at, _ in found), key=lambda place: _weight(found, place, width), default=0)
    return 0 if best <= width else _space_before(text, min(best - _BEFORE, len(text) - _EXCERPT))


def _space_before(text: str, at: int) -> int:
    """Return where a space stands shortly before `at`; else `at`, within a word that is longer than most lines."""
    space = text.rfind(" ", at - _BEFORE, at)
    return space if space >= 0 else at


def _places(text: str, wanted: Collection[str]) -> dict[str, int]:
    """Return about where each of the normalised words `wanted` first stands in the text, as a word of its own."""
    lower = text.lower()
    places = {word: _place(lower, word) for word in wanted}
    # With accents or apostrophes; a few letters shorter, which an excerpt does not mind
    plain = _without_accents(lower) if -1 in places.values() else ""
    places |= {word: _place(plain, word) for word, at in places.items() if at < 0}
    if not text.isascii() and -1 in places.values():
        # With letters that are typed as two others
        places |= _places_of_spans(text, {word for word, at in places.items() if at < 0})
    return {word: at for word, at in places.items() if at >= 0}


def _without_accents(text: str) -> str:
    text = _APOSTROPHES.sub("", text)
    return text if text.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFKD", text))


def _places_of_spans(text: str, wanted: Collection[str]) -> dict[str, int]:
    spans = list(words.spans(text))
    folded = [word for *_, word in spans]
    starts = {key: next(_starts(folded, key.split()), None) for key in wanted}
    return {key: spans[at][0] for key, at in starts.items() if at is not None}


def _place(plain: str, word: str) -> int:
    if " " in word:
        # The two halves of a word that is also written as one, side by side
        found = re.search(rf"\b{r'[^a-z0-9]+'.join(map(re.escape, word.split()))}\b", plain)
        return found.start() if found else -1
    at = plain.find(word)
    # May be of a script that is written without spaces
    if not word.isascii():
        return at
    while at >= 0 and (plain[at - 1 : at].isalnum() or plain[at + len(word) : at + len(word) + 1].isalnum()):
        at = plain.find(word, at + 1)
    return at


def _weight(found: list[tuple[int, float]], start: int, width: int) -> float:
    return sum(weight for at, weight in found if start <= at <= start + width)
