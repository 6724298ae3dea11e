"""Puts articles in order: how well the words match, and how near the meaning comes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from faq.search import meaning
from faq.search.query import Query

if TYPE_CHECKING:
    from faq.search.index import Reading

_BY_WORDS = 200  # articles taken from the engine
_BY_MEANING = 100  # articles taken by meaning alone
_MEANING_WEIGHT = 2.0  # of the weight of words; measured on three sets of real questions


@dataclass(frozen=True)
class Ranking:
    ids: list[int]  # best first
    is_close: bool  # whether the best is likely to be an answer, not only the nearest there is


def rank(query: Query, reading: "Reading", *, tag: str = "") -> Ranking:
    """Return the articles that `query` finds."""
    by_words = reading.words.best(query.terms, tag=tag, limit=_BY_WORDS)
    model = meaning.model() if len(reading.vectors) else None
    if model is None or not query.asked:
        return _by_words_alone(by_words, query)
    vector = model.encode(query.sentence)
    near = reading.vectors.nearest(vector, _BY_MEANING)
    if tag:
        near = [id for id in near if tag in reading.tags.get(id, ())]
    likeness = reading.vectors.likeness(vector, {*by_words, *near})
    return _fused(by_words, likeness, query)


def _by_words_alone(by_words: dict[int, float], query: Query) -> Ranking:
    return Ranking(sorted(by_words, key=lambda id: (-by_words[id], id)), query.known > 0)


def _fused(by_words: dict[int, float], likeness: dict[int, float], query: Query) -> Ranking:
    top_words = max(by_words.values(), default=0.0) or 1.0
    top_meaning = max(likeness.values(), default=0.0)
    if top_meaning <= 0:
        return _by_words_alone(by_words, query)
    scores = {}
    for id in {*by_words, *likeness}:
        word_share = by_words.get(id, 0.0) / top_words
        meaning_share = likeness[id] / top_meaning if id in likeness else word_share  # its vectors are not made yet
        scores[id] = word_share + _MEANING_WEIGHT * meaning_share
    ids = sorted(scores, key=lambda id: (-scores[id], id))
    return Ranking(ids, True)
