"""Turns what was typed into a query: words with weights, spelling corrections, synonyms."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, product

from faq.search.query.built_in import NO_BUILT_IN, BuiltIn, Match
from faq.search.query.compounds import AreTogether, joined, terms_of
from faq.search.query.real_words import NO_REAL_WORDS, RealWords
from faq.search.query.slips import Slip, read
from faq.search.query.synonyms import NO_SYNONYMS, Synonyms
from faq.search.query.vocabulary import Vocabulary
from faq.text import words
from faq.text.spellings import americanise

_QUESTION_WEIGHT = 0.3
_QUESTION_STEMS = frozenset(map(words.stem, words.QUESTION_WORDS))
# Words of a message that tells before it asks: those that shape questions say nothing of its subject
_LONG = 12
# Of the weight of the first
_LATER_CORRECTION = 0.5
# Of what may be meant by a word that is probably no slip of it
_UNLIKELY = 0.5
_SYNONYM = 0.8
# Weight and number of the words that an unfinished word may become
_COMPLETION, _COMPLETIONS = 0.7, 5
# Words of one query that are looked at as slips: bounds the work that nonsense can cause
_MOST_CORRECTIONS = 12


@dataclass
class Query:
    # As typed, cut to the limit
    text: str
    # Corrected, with the words of synonyms at the end
    query_words: list[str] = field(default_factory=list)
    # Its words, corrected: what is said to have been searched
    corrected_text: str = ""
    # Stem -> weight
    terms: dict[str, float] = field(default_factory=dict)
    # Typed word -> the word searched instead
    corrections: dict[str, str] = field(default_factory=dict)
    # For each word about the subject that articles hold, the terms of which any one stands for it
    subject: list[tuple[str, ...]] = field(default_factory=list)
    # Words about the subject that articles hold
    known_count: int = 0
    # Articles that hold the rarest of them
    rarest: int = 0
    # Words about the subject that nothing is known of
    unknown_count: int = 0
    # Other word that no article holds -> the word that stands for it when meanings are compared
    meant: dict[str, str] = field(default_factory=dict)
    # Terms of what was probably not meant
    unlikely: set[str] = field(default_factory=set)

    @property
    def sentence(self) -> str:
        """What the embedding is made of, spelt as the texts of articles are."""
        return americanise(" ".join(self.meant.get(word, word) for word in self.query_words))

    @property
    def is_negated(self) -> bool:
        """Whether it says that something is not so, or does not work."""
        return not words.NEGATIONS.isdisjoint(self.query_words)

    @property
    def content_terms(self) -> dict[str, float]:
        """The terms without those that only shape the question."""
        return {stem: weight for stem, weight in self.terms.items() if stem not in _QUESTION_STEMS}

    def highlights(self, vocabulary: Vocabulary, article_count: int) -> dict[str, float]:
        """Return every word that matches this query, in any of its forms, with its weight: the rarer, the more.

        Not those that only shape the question ("doing" for "what do I need"), where others are known, and not those
        that are searched although something else was probably meant: "ago" for the Spanish "pago".
        """
        weights: dict[str, float] = {}
        for stem, weight in self.terms.items():
            if stem in self.unlikely or stem in _QUESTION_STEMS and self.known_count:
                continue
            if " " in stem:
                weights |= dict.fromkeys(_runs(stem, vocabulary), weight * math.log1p(article_count))
            for word in vocabulary.forms.get(stem, ()):
                weights[word] = weight * math.log1p(article_count / (1 + vocabulary.counts[word]))
        return weights

    def add(self, word: str, weight: float) -> None:
        """Search a word; a compound ("co-pay") in all its spellings."""
        for term in terms_of(word):
            self.terms[term] = self.terms.get(term, 0.0) + weight


def _runs(term: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the words side by side that a term of several stems stands for: "log in", "logged in"."""
    return map(" ".join, product(*(vocabulary.forms.get(stem, ()) for stem in term.split())))


def parse(
    text: str,
    vocabulary: Vocabulary,
    *,
    are_together: AreTogether = lambda parts: False,
    synonyms: Synonyms = NO_SYNONYMS,
    built_in: BuiltIn = NO_BUILT_IN,
    real_words: RealWords = NO_REAL_WORDS,
    exact: bool = False,
    is_typing: bool = False,
) -> Query:
    """Return the query that `text` asks for. Any text is welcome; none raises.

    With articles that hold "reset", "portal" and "password", and the synonym "MyChart, portal":

    >>> query = parse("How do I reset my mychart pasword?", vocabulary, synonyms=synonyms)
    >>> query.corrections, query.corrected_text
    ({"pasword": "password"}, "how do i reset my mychart password")
    >>> query.terms  # question words weigh 0.3, what means the same 0.8
    {"how": 0.3, "do": 0.3, "i": 0.3, "reset": 1.0, "my": 0.3, "mychart": 1.0, "password": 1.0, "portal": 0.8}

    A word in `real_words` that no article holds ("passport") is searched as its nearest words too, at half weight,
    but never called a slip. `built_in` are the synonyms that come with the site. `exact` corrects nothing. `is_typing`:
    the last word may be unfinished ("passw"). `are_together` tells which words stand side by side in articles: it
    decides what is one word (see `joined`).
    """
    query = Query(text[: words.LONGEST_TEXT])
    typed = words.query_tokens(text)
    unfinished = typed.pop() if is_typing and typed and not text[-1].isspace() else ""
    if unfinished and not _completions(unfinished, vocabulary):
        typed, unfinished = [*typed, unfinished], ""
    for word in joined(typed, vocabulary, are_together):
        _add_word(query, word, vocabulary, real_words, exact)
    if unfinished:
        _complete(query, unfinished, vocabulary)
    if len(query.query_words) > _LONG:
        query.terms = query.content_terms or query.terms
    query.corrected_text = " ".join(query.query_words)
    phrases = built_in.matches([query.meant.get(word, word) for word in query.query_words])
    _add_synonyms(query, synonyms, vocabulary, are_together)
    _add_built_in(query, phrases)
    return query


def _add_word(query: Query, word: str, vocabulary: Vocabulary, real_words: RealWords, exact: bool) -> None:
    if word in words.QUESTION_WORDS:
        query.add(word, _QUESTION_WEIGHT)
        query.query_words.append(word)
    elif "-" in word or vocabulary.knows(word):
        query.add(word, 1.0)
        query.query_words.append(word)
        _know(query, [word], vocabulary)
    else:
        is_looked_at = not exact and len(query.corrections) + len(query.meant) < _MOST_CORRECTIONS
        _correct(query, word, read(word, vocabulary, real_words) if is_looked_at else Slip(word), vocabulary)
    if word not in words.QUESTION_WORDS and "-" not in word and not vocabulary.knows(word):
        _add_halves(query, word, vocabulary)


def _know(query: Query, alternatives: Sequence[str], vocabulary: Vocabulary) -> None:
    """Note that articles hold a word about the subject, as any one of `alternatives`."""
    count = sum(map(vocabulary.count, alternatives))
    query.rarest = min(query.rarest, count) if query.known_count else count
    query.known_count += 1
    query.subject.append(tuple(chain.from_iterable(map(terms_of, alternatives))))


def _completions(word: str, vocabulary: Vocabulary) -> list[str]:
    """Return the longer words that an unfinished word may become."""
    if word in words.QUESTION_WORDS:
        return []
    longer = [found for found in vocabulary.completions(word, _COMPLETIONS) if found != word]
    return list(map(vocabulary.as_written, longer))


def _complete(query: Query, word: str, vocabulary: Vocabulary) -> None:
    """Search the words that `word` may become, and itself where it is a word."""
    longer = _completions(word, vocabulary)
    for found in longer:
        query.add(found, _COMPLETION)
    if is_whole := vocabulary.knows(word):
        query.add(word, 1.0)
    query.query_words.append(word if is_whole else longer[0])
    _know(query, [word, *longer] if is_whole else longer, vocabulary)


def _correct(query: Query, word: str, slip: Slip, vocabulary: Vocabulary) -> None:
    """Search what `word`, which no article holds, may have been meant as."""
    weight = 1.0 if slip.is_likely else _UNLIKELY
    for place, candidate in enumerate(slip.candidates):
        if not slip.is_likely:
            query.unlikely.update(term for term in terms_of(candidate) if term not in query.terms)
        query.add(candidate, weight * (1.0 if place == 0 else _LATER_CORRECTION))
    (query.corrections if slip.is_said else query.meant)[word] = slip.meant
    query.query_words.append(slip.meant if slip.is_said else word)
    if slip.is_likely:
        _know(query, slip.candidates, vocabulary)
    else:
        query.unknown_count += 1


def _add_halves(query: Query, word: str, vocabulary: Vocabulary) -> None:
    """Let "signinpage" find what holds "signin" or "page"."""
    for half in vocabulary.halves(word) or ():
        query.add(half, _QUESTION_WEIGHT if half in words.QUESTION_WORDS else 1.0)


def _add_synonyms(query: Query, synonyms: Synonyms, vocabulary: Vocabulary, are_together: AreTogether) -> None:
    """Search what means the same as any phrase of the query, by its words and by its meaning."""
    stems = [terms_of(word)[0] for word in query.query_words]
    for start in range(len(stems)):
        for end in range(start + 1, min(start + synonyms.longest, len(stems)) + 1):
            for phrase in synonyms.meanings.get("".join(stems[start:end]), ()):
                meant = joined(phrase.split(), vocabulary, are_together)
                query.query_words += [word for word in meant if word not in query.query_words]
                for word in meant:
                    query.add(word, _SYNONYM * (_QUESTION_WEIGHT if word in words.QUESTION_WORDS else 1.0))


def _add_built_in(query: Query, phrases: Sequence[Match]) -> None:
    """Search what means the same as a phrase of the query, which stands for it where articles do not hold the phrase.

    A title "Where is the restroom?" then holds every word of "toilet". The model, too, reads the words of articles
    ("appointment" for "appt"); where articles hold the phrase, reading others beside it was measured to find less.
    """
    for phrase in reversed(phrases):
        terms = [term for meaning in phrase.meanings for term in meaning.terms]
        for term in terms:
            query.terms.setdefault(term, _SYNONYM)
        if phrase.is_held:
            continue
        typed = query.query_words[phrase.start : phrase.end]
        query.query_words[phrase.start : phrase.end] = phrase.meanings[0].words
        if len(typed) == 1:
            alone = tuple(terms_of(typed[0]))
            query.subject = [(*group, *terms) if group == alone else group for group in query.subject]
