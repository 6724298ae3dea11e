"""The words of English and of medicine: a word that is one of them is no slip of another."""

import gzip
import string
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from rapidfuzz.distance import OSA

from faq.text import words

# Letters: bounds the work that nonsense can cause
_LONGEST = 20
_FOLDER = Path(__file__).parent.parent / "words"


class RealWords:
    """All words, and those that everybody uses: the words that a slip is most often a slip of."""

    def __init__(self, real: Iterable[str], common: Iterable[str] = (), names: Iterable[str] = ()) -> None:
        """All are normalised, of the letters a to z; `names` are those of the words that people are called."""
        self._real, self._common, self._names = _Letters(real), frozenset(common), frozenset(names)

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and word in self._real

    def may_be_written(self, word: str) -> bool:
        """Whether `word`, in what a patient typed, tells nothing about them: it is a word, and nobody's name."""
        return word in self._real and word not in self._names

    def likelier(self, word: str, found: str = "") -> list[str]:
        """Return the common words of which `word` is likelier a slip than of `found`, a word of articles; "" for none.

        "saterday" is one slip from "saturday" and two from "same-day"; "resut" lacks one letter of "result" and has
        another than "reset", which happens more seldom. First letters are seldom slips. Question words come first.
        """
        slips = OSA.distance(word, found)
        has_another_letter = len(word) == len(found) and sorted(word) != sorted(found)
        if len(word) > _LONGEST or slips == 1 and not has_another_letter:
            return []
        near = chain(_lettered(word), _relettered(word) if slips > 1 else ())
        known = dict.fromkeys(other for other in near if other in self._common)
        return sorted(known, key=lambda other: other not in words.QUESTION_WORDS)


class _Letters:
    """A set of words in the memory of their letters: a tenth of what a set of strings takes."""

    def __init__(self, all: Iterable[str]) -> None:
        groups: dict[str, list[str]] = defaultdict(list)
        for word in all:
            groups[word[:2]].append(word)
        # First two letters -> the words that begin with them, each between two line ends
        self._groups = {start: ("\n" + "\n".join(group) + "\n").encode() for start, group in groups.items()}

    def __contains__(self, word: str) -> bool:
        return f"\n{word}\n".encode() in self._groups.get(word[:2], b"")


def _lettered(word: str) -> Iterator[str]:
    """Yield what `word` may be when a letter after the first is missing, too many, or a place too early."""
    for at in range(1, len(word) + 1):
        start, end = word[:at], word[at:]
        yield from (start + letter + end for letter in string.ascii_lowercase)
        if end:
            yield start + end[1:]
        if len(end) > 1:
            yield start + end[1] + end[0] + end[2:]


def _relettered(word: str) -> Iterator[str]:
    """Yield what `word` may be when a letter after the first is another."""
    for at in range(1, len(word)):
        yield from (word[:at] + letter + word[at + 1 :] for letter in string.ascii_lowercase)


NO_REAL_WORDS = RealWords(())


@cache
def real_words() -> RealWords:
    """Return the words of `search/words/`, read once by each process."""
    return RealWords(_read("words.txt.gz"), _read("common.txt.gz"), _read("names.txt.gz"))


def _read(name: str) -> list[str]:
    return gzip.decompress((_FOLDER / name).read_bytes()).decode().split()
