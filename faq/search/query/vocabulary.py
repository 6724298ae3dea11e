"""The words that articles really use, and which of them a misspelt word may stand for."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq.text import words

# Letters of a word that is corrected at all, and of one that may hold two slips
_SHORTEST, _LONG = 3, 6
_CANDIDATES = 3


class Vocabulary:
    """Words with the number of articles that hold them; `extra` are words of synonyms, held by an article or not.

    "co-pay" among them is a word that articles write with a hyphen: it is known as "copay".
    """

    def __init__(self, counts: Mapping[str, int], extra: Iterable[str] = ()) -> None:
        self._as_written = counts
        self.counts = {**dict.fromkeys(extra, 0), **{word: n for word, n in counts.items() if "-" not in word}}
        self.written_as_one = frozenset(self.counts)
        # Stem of a word that articles write with hyphens -> its parts, as most articles have them
        self.hyphenated: dict[str, tuple[str, ...]] = {}
        for word, count in sorted(counts.items(), key=lambda each: (each[1], each[0])):
            if "-" in word:
                whole = word.replace("-", "")
                self.counts[whole] = max(count, self.counts.get(whole, 0))
                self.hyphenated[words.stem(whole)] = tuple(word.split("-"))
        # Stem -> its words
        self.forms: dict[str, list[str]] = defaultdict(list)
        for word in self.counts:
            self.forms[words.stem(word)].append(word)
        self._by_start, self._by_end = defaultdict(list), defaultdict(list)
        for word in self.counts:
            if len(word) >= _SHORTEST and word.isalpha() and word not in words.QUESTION_WORDS:
                self._by_start[word[0], len(word)].append(word)
                self._by_end[word[-2:], len(word)].append(word)
        self._sorted = sorted(self.counts)

    def with_other_extra(self, extra: Iterable[str]) -> "Vocabulary":
        """Return the same words of articles with other words of synonyms."""
        return Vocabulary(self._as_written, extra)

    def knows(self, word: str) -> bool:
        """Whether an article holds the word or another form of it."""
        return words.stem(word) in self.forms

    def count(self, word: str) -> int:
        """Return how many articles hold the word in its most used form; "co-pay" as "copay"."""
        return max((self.counts[form] for form in self.forms.get(words.stem(word.replace("-", "")), ())), default=0)

    def as_written(self, word: str) -> str:
        """Return a known word with its hyphens: "copay" -> "co-pay"."""
        return "-".join(self.hyphenated.get(words.stem(word), (word,)))

    def corrections(self, word: str) -> list[str]:
        """Return up to three known words that `word` may be a slip of, the likeliest first.

        Nearest by optimal string alignment (one slip up to five letters, two above), then first letter, then use:
        with "rest" in seven articles and "reset" in four, "rset" may stand for "rest" or for "reset", in this order.
        No word stands for a question word, and one of three letters only for a word that has a letter more ("knw"):
        these were the repairs that were wrong most often.
        """
        if len(word) < _SHORTEST or not word.isalpha():
            return []
        slips = 1 if len(word) < _LONG else 2
        if len(word) == _SHORTEST:
            return self._with_a_letter_more(word)
        near = self._within(word, slips, self._by_start, {word[0], word[1]})
        near = near or self._within(word, slips, self._by_end, {word[-2:]})
        near.sort(key=lambda found: (found[1], found[0][0] != word[0], -self.counts[found[0]], found[0]))
        different: dict[str, str] = {}
        for found, *_ in near:
            # One of each stem, the likeliest
            different.setdefault(words.stem(found), found)
        return list(different.values())[:_CANDIDATES]

    def _with_a_letter_more(self, word: str) -> list[str]:
        if any(len(other) == 4 and OSA.distance(word, other, score_cutoff=1) == 1 for other in words.QUESTION_WORDS):
            return []
        group = self._by_start.get((word[0], len(word) + 1), ())
        near = [found for found in group if OSA.distance(word, found, score_cutoff=1) == 1]
        return sorted(near, key=lambda found: (-self.counts[found], found))[:1]

    def completions(self, prefix: str, limit: int) -> list[str]:
        """Return the most used words that start with `prefix`."""
        at = bisect_left(self._sorted, prefix)
        end = bisect_left(self._sorted, prefix + "\U0010ffff")
        return sorted(self._sorted[at:end], key=lambda word: (-self.counts[word], word))[:limit]

    def halves(self, word: str) -> tuple[str, str] | None:
        """Return the two known words that `word` is written together of: "signin" -> ("sign", "in")."""
        return next((cut for cut in self.cuts(word) if min(map(len, cut)) > 1), None)

    def cuts(self, word: str) -> list[tuple[str, str]]:
        """Return all pairs of known words that `word` may be written together of, the most used first."""
        cuts = [(word[:at], word[at:]) for at in range(1, len(word))]
        known = [cut for cut in cuts if cut[0] in self.counts and cut[1] in self.counts]
        return sorted(known, key=lambda cut: -min(self.counts[cut[0]], self.counts[cut[1]]))

    def _within(self, word: str, slips: int, groups: Mapping, keys: Iterable) -> list[tuple[str, int, int]]:
        found = []
        for length in range(len(word) - slips, len(word) + slips + 1):
            for key in keys:
                if group := groups.get((key, length)):
                    found += process.extract(word, group, scorer=OSA.distance, score_cutoff=slips, limit=None)
        return found
