"""The words that mean the same which come with the site, arranged so that a query is widened by those that help.

They are meant for any clinic, so they take part only where they can find something: a phrase leads to another one only
while articles hold exactly that one.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from faq.search.query.compounds import AreTogether, joined, terms_of
from faq.search.query.vocabulary import Vocabulary
from faq.text import words
from faq.text.built_in_synonyms import BuiltInGroup
from faq.text.phrases import names_a_subject, singular_key


@dataclass(frozen=True)
class Meaning:
    """A phrase that is searched too: the terms that it may be written as, and its words."""

    terms: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """A phrase of a query, from word `start` to before word `end`, with what means the same."""

    start: int
    end: int
    meanings: tuple[Meaning, ...]
    # Whether articles hold the phrase itself
    is_held: bool


@dataclass(frozen=True)
class BuiltIn:
    # Key of a phrase -> what means the same; nothing for a phrase in which a word means something else
    meanings: Mapping[str, tuple[Meaning, ...]]
    # Keys of the phrases that articles hold themselves
    held: frozenset[str]
    # Words that are known because of these phrases, held by an article or not
    phrase_words: frozenset[str]
    # Words in the longest phrase
    longest: int

    def matches(self, query_words: Sequence[str]) -> list[Match]:
        """Return the phrases of a query for which something means the same, in order.

        The longest phrase counts: of "video visit cost" it is "video visit", and "visit" leads nowhere then.
        """
        keys = list(map(singular_key, query_words))
        found: list[Match] = []
        at = 0
        while at < len(keys):
            ends = range(min(at + self.longest, len(keys)), at, -1)
            end = next((end for end in ends if "".join(keys[at:end]) in self.meanings), at + 1)
            key = "".join(keys[at:end])
            if meanings := self.meanings.get(key):
                found.append(Match(at, end, meanings, key in self.held))
            at = end
        return found


NO_BUILT_IN = BuiltIn({}, frozenset(), frozenset(), 0)


@dataclass(frozen=True)
class _Phrase:
    text: str
    tokens: tuple[str, ...]
    key: str
    stems: frozenset[str]


# Of what is kept in the files, never of what somebody typed
@cache
def _phrase(text: str) -> _Phrase:
    return _Phrase(text, tuple(words.tokens(text)), singular_key(text), frozenset(words.stems(text)))


def arrange(
    groups: Iterable[BuiltInGroup],
    vocabulary: Vocabulary,
    are_together: AreTogether,
    *,
    own: Collection[frozenset[str]] = (),
    real_words: Container[str] = (),
) -> BuiltIn:
    """Return `groups` arranged for the articles that `vocabulary` and `are_together` tell of.

    With articles that hold "restroom" and no "toilet", the group "restroom, toilet, washroom" leads from "toilet" and
    "washroom" to "restroom", and from there to nothing. `own` are the keys of each group that staff keep: where one
    holds two of the phrases, only that group says whether they mean the same.
    """
    meanings: dict[str, tuple[Meaning, ...]] = {}
    held: set[str] = set()
    sources: list[_Phrase] = []
    exceptions: list[_Phrase] = []
    for group in groups:
        found = {phrase: _meaning(phrase, vocabulary, are_together) for phrase in map(_phrase, group.all_phrases)}
        held.update(phrase.key for phrase, meaning in found.items() if meaning)
        leads_to = {phrase: meaning for phrase, meaning in found.items() if meaning and phrase.text in group.phrases}
        for source in found:
            others = [meaning for phrase, meaning in leads_to.items() if not _is_covered(source, phrase, own)]
            if others:
                meanings[source.key] = tuple(dict.fromkeys((*meanings.get(source.key, ()), *others)))
                sources.append(source)
        exceptions += map(_phrase, group.exceptions)
    known = frozenset(word for source in sources for word in _words_to_know(source, real_words))
    longest = max((len(phrase.tokens) for phrase in (*sources, *exceptions)), default=0)
    return BuiltIn(
        {**dict.fromkeys((each.key for each in exceptions), ()), **meanings}, frozenset(held), known, longest
    )


def _is_covered(source: _Phrase, phrase: _Phrase, own: Iterable[frozenset[str]]) -> bool:
    """Whether a search for `source` finds `phrase` anyway ("portal" and "patient portal"), or staff say whether."""
    is_within = source.stems <= phrase.stems or phrase.stems <= source.stems
    return is_within or any({source.key, phrase.key} <= keys for keys in own)


def _words_to_know(source: _Phrase, real_words: Container[str]) -> Iterator[str]:
    """Yield the words of `source` that must not be taken for slips; the real words of a longer phrase never are."""
    return (word for word in source.tokens if len(source.tokens) == 1 or word not in real_words)


def _meaning(phrase: _Phrase, vocabulary: Vocabulary, are_together: AreTogether) -> Meaning | None:
    """Return how a phrase is searched; None where no article holds it."""
    units = joined(phrase.tokens, vocabulary, are_together)
    subject = [unit for unit in units if unit not in words.QUESTION_WORDS]
    if not names_a_subject(phrase.text) or not all(map(vocabulary.count, subject)):
        return None
    if len(units) == 1:
        return Meaning(tuple(terms_of(units[0])), tuple(units))
    parts = [part for unit in units for part in unit.split("-")]
    return Meaning((" ".join(map(words.stem, parts)),), tuple(units)) if are_together(parts) else None
