"""Puts articles in order: how well the words match, and how near the meaning comes."""

from dataclasses import dataclass

import numpy as np

from faq.search.index import embedding
from faq.search.index.view import Reading
from faq.search.query.parse import Query

_BY_WORDS = 200  # articles taken from the engine
_BY_MEANING = 100  # articles taken by meaning alone, and from the engine where there are many
_MANY = 20_000  # articles: beyond, "how do I" is in so many that scoring it would take most of the time
_MEANING_WEIGHT = 2.0  # of the weight of words; this and what follows was measured on three sets of real questions
_KNOWN_WEIGHT = 0.3  # of the share of words that articles hold, when judging how close the best comes
_CLOSE = 0.55  # below, the best is only the nearest there is
_NOTHING = 0.18  # below, and without one known word, nothing is found
_TAIL, _TAIL_OF_WORDS = 0.3, 0.1  # of the best score: what scores less is not shown


@dataclass(frozen=True)
class Ranking:
    ids: list[int]  # best first
    is_close: bool  # whether the best is likely to be an answer, not only the nearest there is


def rank(query: Query, reading: Reading) -> Ranking:
    """Return the articles that `query` finds."""
    terms, limit = (query.telling, _BY_MEANING) if len(reading.tags) > _MANY else (query.terms, _BY_WORDS)
    by_words = reading.words.best(terms or query.terms, limit=limit)
    vector = _vector(query, reading)
    if vector is None:
        return _by_words_alone(by_words, query)
    near = reading.vectors.nearest(vector, _BY_MEANING, also=by_words)
    return _fused(by_words, near, query)


def _vector(query: Query, reading: Reading) -> np.ndarray | None:
    """Return what `query` means; None without a model, or in a script that the model cannot read."""
    model = embedding.model() if len(reading.vectors) else None
    can_read = any(word.isascii() for word in query.asked)
    return model.encode(query.sentence) if model and can_read else None


def _by_words_alone(by_words: dict[int, float], query: Query) -> Ranking:
    return Ranking(_without_tail(by_words, _TAIL_OF_WORDS), query.known > 0)


def _fused(by_words: dict[int, float], likeness: dict[int, float], query: Query) -> Ranking:
    top_words = max(by_words.values(), default=0.0) or 1.0
    top_meaning = max(likeness.values(), default=0.0)
    if top_meaning <= _NOTHING and not query.known:
        return Ranking([], False)
    scores = {id: score / top_words for id, score in by_words.items()}
    lacking = scores.keys() - likeness.keys()  # no vectors yet: their words stand for what they mean
    scores |= {id: scores[id] * (1 + _MEANING_WEIGHT) for id in lacking}
    weight = _MEANING_WEIGHT / max(top_meaning, _NOTHING)
    scores |= {id: scores.get(id, 0.0) + weight * near for id, near in likeness.items()}
    is_close = top_meaning + _KNOWN_WEIGHT * query.known_share >= _CLOSE
    return Ranking(_without_tail(scores, _TAIL), is_close)


def _without_tail(scores: dict[int, float], share: float) -> list[int]:
    """Return the ids best first, without those that score less than `share` of the best."""
    least = share * max(scores.values(), default=0.0)
    return [id for _, id in sorted((-score, id) for id, score in scores.items() if score >= least)]
