"""All articles in the order of the alphabet, in groups by their first letter."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.text import Truncator

from faq.models import Article, Fact
from faq.models.article_lists import ArticleQuerySet
from faq.search.query import highlights
from faq.text import facts as fact_text
from faq.text import markdown

# For what begins with a digit, and with no letter at all
_DIGITS, _OTHERS = "0–9", "…"
# Characters
_LONGEST_ANSWER = 140


@dataclass(frozen=True)
class Row:
    """One article of the list."""

    url: str
    title: str
    # Its short answer in one line, escaped; may be empty
    answer: SafeString


@dataclass(frozen=True)
class AToZ:
    # Of all articles, in the order of the alphabet
    ids: list[int]
    # Of each of them
    letters: list[str]

    def pages_of_letters(self, page_size: int) -> list[tuple[str, int]]:
        """Return (letter, number of the page it begins on) of every letter that an article begins with."""
        firsts = {letter: place for place, letter in reversed(list(enumerate(self.letters)))}
        return [(letter, 1 + firsts[letter] // page_size) for letter in dict.fromkeys(self.letters)]


def letter_of(title: str) -> str:
    """Return the letter under which `title` stands: "É" under "E", "¿Cómo" under "C", "24 hours" under "0–9"."""
    first = next((char for char in unicodedata.normalize("NFKC", title) if _counts(char)), "")
    if not first or first.isdigit():
        return _DIGITS if first else _OTHERS
    # The letter without its accents; a Korean syllable stays whole
    is_korean = unicodedata.name(first, "").startswith("HANGUL")
    return (first if is_korean else unicodedata.normalize("NFKD", first)).upper()[:1]


def _counts(char: str) -> bool:
    """Whether a word begins with it: not an apostrophe that is written as a letter."""
    return char.isalnum() and unicodedata.category(char) != "Lm"


def index(published: ArticleQuerySet) -> AToZ:
    """Return all of `published`, in the order of the alphabet whatever the database's is; numbers come first."""
    rows = sorted((_sort_key(title), id, letter_of(title)) for id, title in published.values_list("pk", "live__title"))
    return AToZ([id for _, id, _ in rows], [letter for *_, letter in rows])


def groups(page: Iterable[int], index: AToZ) -> list[tuple[str, list[Row]]]:
    """Return (letter, rows) of one page of article numbers."""
    ids = list(page)
    found = Article.objects.published().select_related("live").in_bulk(ids)
    facts = Fact.by_name()
    letters = dict(zip(index.ids, index.letters, strict=True))
    shown = [id for id in ids if id in found]
    by_letter = groupby(shown, lambda id: letters[id])
    return [(letter, [_row(found[id], facts) for id in group]) for letter, group in by_letter]


def _sort_key(title: str) -> tuple[Sequence[object], str]:
    letter = letter_of(title)
    plain = "".join(char for char in unicodedata.normalize("NFKD", title).casefold() if char.isalnum() or char == " ")
    return (letter == _OTHERS, letter != _DIGITS, letter), plain.strip()


def _row(article: Article, facts: dict[str, Fact]) -> Row:
    html = fact_text.fill(article.live.html.get("short_answer", ""), facts)
    answer = Truncator(highlights.without_addresses(markdown.to_text(html))).chars(_LONGEST_ANSWER)
    return Row(article.get_absolute_url(), article.live.title, highlights.mark(answer, {}))
