"""Puts articles in order: how well their words match, and how similar their meaning is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from faq.search.query.parse import Query

# Of the weight of words; this and what follows was measured on three sets of real questions
_SIMILARITY_WEIGHT = 2.0
# Of the share of words that articles hold, when judging how close the best comes
_KNOWN_WEIGHT = 0.3
# Below, the best is only the nearest there is
_CLOSE = 0.55
# Below, and without one known word, nothing is found
_NOTHING = 0.18
# Of the best score: what scores less is not shown
_TAIL, _TAIL_OF_WORDS = 0.3, 0.1


@dataclass(frozen=True)
class Matches:
    """The articles that may answer a query, by id."""

    # By their words
    scores: Mapping[int, float]
    # By their meaning, -1 to 1; None: only words were compared
    similarities: Mapping[int, float] | None
    # Whose title holds every word about the subject
    titled: Collection[int] = ()


@dataclass(frozen=True)
class Ranking:
    # Best first
    ids: list[int]
    # Whether the best is likely to be an answer, not only the nearest there is
    is_close: bool


def rank(query: Query, matches: Matches) -> Ranking:
    """Return the articles of `matches` that are worth showing for `query`, best first.

    The share of the best score by words and twice the share of the best similarity are added. With the scores
    {1: 8.0, 2: 4.0} and the similarities {1: 0.3, 2: 0.6, 3: 0.1} article 2 comes first with 0.5 + 2.0, then article 1
    with 1.0 + 1.0; article 3 with 0.0 + 0.33 has less than 0.3 of the best and is not shown.

    A title that holds every word about the subject is close, however little the model thinks of it: "love" and the
    title "Who is Dr Løve?".
    """
    if matches.similarities is None:
        return Ranking(_without_tail(matches.scores, _TAIL_OF_WORDS), query.known_count > 0)
    ranking = _fuse(query, matches.scores, matches.similarities)
    return replace(ranking, is_close=ranking.is_close or not set(matches.titled).isdisjoint(ranking.ids))


def _fuse(query: Query, by_words: Mapping[int, float], similarities: Mapping[int, float]) -> Ranking:
    best_score = max(by_words.values(), default=0.0) or 1.0
    best_similarity = max(similarities.values(), default=0.0)
    if best_similarity <= _NOTHING and not query.known_count:
        return Ranking([], False)
    scores = {id: score / best_score for id, score in by_words.items()}
    # Their words stand for what they mean until then
    without_vectors = scores.keys() - similarities.keys()
    scores |= {id: scores[id] * (1 + _SIMILARITY_WEIGHT) for id in without_vectors}
    weight = _SIMILARITY_WEIGHT / max(best_similarity, _NOTHING)
    scores |= {id: scores.get(id, 0.0) + weight * similarity for id, similarity in similarities.items()}
    is_close = best_similarity + _KNOWN_WEIGHT * query.known_share >= _CLOSE
    return Ranking(_without_tail(scores, _TAIL), is_close)


def _without_tail(scores: Mapping[int, float], share: float) -> list[int]:
    """Return the ids best first, without those that score less than `share` of the best."""
    least = share * max(scores.values(), default=0.0)
    return [id for _, id in sorted((-score, id) for id, score in scores.items() if score >= least)]
