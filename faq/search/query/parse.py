"""Turns what was typed into what is asked: words with weights, synonyms, repairs."""

import math
from collections.abc import Collection
from dataclasses import dataclass, field

from faq.search.query.synonyms import NO_SYNONYMS, Synonyms
from faq.search.query.vocabulary import Vocabulary
from faq.text import words

_QUESTION_WEIGHT = 0.3
_QUESTION_STEMS = frozenset(map(words.stem, words.QUESTION_WORDS))
_LATER_REPAIR = 0.5  # of the first one's weight
_REAL_WORD = 0.5  # an English word that no article holds is probably not a slip
_SYNONYM = 0.8
_COMPLETION, _COMPLETIONS = 0.7, 5  # weight and number of the words that an unfinished word may become
_MOST_REPAIRS = 12  # words repaired in one query: bounds the work that nonsense can cause


@dataclass
class Query:
    text: str  # as typed, cut to the limit
    # Its words, repaired, and what means the same as they: the meaning is read from them.
    asked: list[str] = field(default_factory=list)
    repaired_text: str = ""  # its words, repaired: what is said to have been searched
    terms: dict[str, float] = field(default_factory=dict)  # stem -> weight
    repaired: dict[str, str] = field(default_factory=dict)  # typed word -> the word searched instead
    known: int = 0  # words about the subject that articles hold
    unknown: int = 0  # words about the subject that nothing is known of

    @property
    def sentence(self) -> str:
        return " ".join(self.asked)

    @property
    def telling(self) -> dict[str, float]:
        """The terms without those that only shape the question."""
        return {stem: weight for stem, weight in self.terms.items() if stem not in _QUESTION_STEMS}

    @property
    def known_share(self) -> float:
        return self.known / max(1, self.known + self.unknown)

    def marked(self, vocabulary: Vocabulary, articles: int) -> dict[str, float]:
        """Return every word that matches this query, in any of its forms, with its worth: the rarer, the more."""
        worth = {}
        for stem, weight in self.terms.items():
            for word in vocabulary.forms.get(stem, ()):
                if word not in words.QUESTION_WORDS or not self.known:
                    worth[word] = weight * math.log1p(articles / (1 + vocabulary.counts[word]))
        return worth

    def add(self, word: str, weight: float) -> None:
        stem = words.stem(word)
        self.terms[stem] = self.terms.get(stem, 0.0) + weight


def read(
    text: str,
    vocabulary: Vocabulary,
    *,
    synonyms: Synonyms = NO_SYNONYMS,
    real_words: Collection[str] = (),
    exact: bool = False,
    is_typing: bool = False,
) -> Query:
    """Return what `text` asks.

    Words in `real_words` are never said to be slips. `exact` repairs nothing. `is_typing`: the last
    word may be unfinished.
    """
    query = Query(text[: words.LONGEST_TEXT])
    typed = words.query_tokens(text)
    unfinished = typed.pop() if is_typing and typed and not text[-1].isspace() else ""
    for word in typed:
        _take(query, word, vocabulary, real_words, exact)
    if unfinished and not _complete(query, unfinished, vocabulary):
        _take(query, unfinished, vocabulary, real_words, exact)
    _join(query, typed, vocabulary)
    query.repaired_text = query.sentence
    _widen(query, synonyms)
    return query


def _take(query: Query, word: str, vocabulary: Vocabulary, real_words: Collection[str], exact: bool) -> None:
    if word in words.QUESTION_WORDS:
        query.add(word, _QUESTION_WEIGHT)
        query.asked.append(word)
    elif vocabulary.knows(word):
        query.add(word, 1.0)
        query.asked.append(word)
        query.known += 1
    elif exact or not _repair(query, word, vocabulary, word in real_words):
        query.asked.append(word)
        query.unknown += 1


def _complete(query: Query, word: str, vocabulary: Vocabulary) -> bool:
    """Search the words that `word` may become; whether there are any."""
    longer = [found for found in vocabulary.starting(word, _COMPLETIONS) if found != word]
    if word in words.QUESTION_WORDS or not longer:
        return False
    for found in longer:
        query.add(found, _COMPLETION)
    if is_whole := vocabulary.knows(word):
        query.add(word, 1.0)
    query.asked.append(word if is_whole else longer[0])
    query.known += 1
    return True


def _repair(query: Query, word: str, vocabulary: Vocabulary, is_real: bool) -> bool:
    """Search the likeliest known words instead of `word`; whether it is taken for one of them."""
    if len(query.repaired) >= _MOST_REPAIRS:
        return False
    candidates = vocabulary.repairs(word)
    for place, candidate in enumerate(candidates):
        query.add(candidate, (_REAL_WORD if is_real else 1.0) * (1.0 if place == 0 else _LATER_REPAIR))
    if is_real or not candidates:
        return False
    query.repaired[word] = candidates[0]
    query.asked.append(candidates[0])
    query.known += 1
    return True


def _join(query: Query, typed: list[str], vocabulary: Vocabulary) -> None:
    """Let "log in" find "login" and "login" find "log in"."""
    for first, second in zip(typed, typed[1:], strict=False):
        if len(first + second) <= words.LONGEST_WORD and first + second in vocabulary.counts:
            query.add(first + second, 1.0)
    for word in typed:
        if word not in vocabulary.counts and (halves := vocabulary.halves(word)):
            for half in halves:
                query.add(half, _QUESTION_WEIGHT if half in words.QUESTION_WORDS else 1.0)


def _widen(query: Query, synonyms: Synonyms) -> None:
    """Search what means the same as any phrase of the query, and let the meaning know it too."""
    asked, stems = list(query.asked), [words.stem(word) for word in query.asked]
    for start in range(len(asked)):
        for end in range(start + 1, min(start + synonyms.longest, len(asked)) + 1):
            for phrase in synonyms.meanings.get(" ".join(stems[start:end]), ()):
                query.asked += [word for word in phrase.split() if word not in query.asked]
                for word in phrase.split():
                    query.add(word, _SYNONYM * (_QUESTION_WEIGHT if word in words.QUESTION_WORDS else 1.0))
