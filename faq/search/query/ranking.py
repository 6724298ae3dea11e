"""Puts articles in order: how well their words match, and how similar their meaning is."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from faq.search.query.parse import Query

# Of the weight of words; this and what follows was measured on five sets of real questions
_SIMILARITY_WEIGHT = 3.0
# Of the share of the words asked about that the best article holds, when judging how close it comes
_HELD_WEIGHT = 0.15
# Below, the best is only the nearest there is
_CLOSE = 0.41
# Of the best similarity: what is at least as near is about the same
_NEARLY = 0.8
# Similarity and twice its lead: from here on the best is the answer (of six sets, on the worst 96 times in 100)
_SURE = 1.03
# Below, and without one known word, nothing is found
_NOTHING = 0.18
# Of the best score: what scores less is not shown
_TAIL, _TAIL_OF_ONE_WORD, _TAIL_OF_WORDS = 0.3, 0.55, 0.1


@dataclass(frozen=True)
class Matches:
    """The articles that may answer a query, by id."""

    # By their words
    scores: Mapping[int, float]
    # By their meaning, -1 to 1; None: only words were compared
    similarities: Mapping[int, float] | None
    # Whose title holds every word about the subject
    titled: Collection[int] = ()
    # Whose text holds every word about the subject
    holding_all: Collection[int] = ()
    # Of an article, how many of the words about the subject it holds
    held_count: Callable[[int], int] = lambda id: 0
    # Whether the rarest word about the subject stands in few articles: a name, a medicine
    has_rare_word: bool = False
    # Of an article: which of the rows that stand for its meaning is nearest
    nearest_rows: Callable[[Collection[int]], Mapping[int, int]] = lambda ids: {}
    # Of an article: how near each of those rows is, in their order
    row_similarities: Callable[[int], Sequence[float]] = lambda id: ()
    # What the query means; None: only words were compared
    vector: np.ndarray | None = None


@dataclass(frozen=True)
class Ranking:
    # Best first
    ids: list[int]
    # Whether the best is likely to be an answer, not only the nearest there is
    is_close: bool
    # Those of `ids` that are about the subject themselves; the others only may help
    close_ids: frozenset[int] = frozenset()
    # Whether the best is so much nearer than the next that its answer can be shown at once
    is_sure: bool = False


def rank(query: Query, matches: Matches) -> Ranking:
    """Return the articles of `matches` that are worth showing for `query`, best first.

    The share of the best score by words and three times the share of the best similarity are added. With the scores
    {1: 8.0, 2: 4.0} and the similarities {1: 0.3, 2: 0.6, 3: 0.1} article 2 comes first with 0.5 + 3.0, then article 1
    with 1.0 + 1.5; article 3 with 0.0 + 0.5 has less than 0.3 of the best and is not shown. After a single known word
    about the subject more of the tail is left out: what shares neither that word nor much of its meaning.
    """
    if matches.similarities is None:
        ids = _without_tail(matches.scores, _TAIL_OF_WORDS)
        return Ranking(ids, query.known_count > 0, _about(matches, ids) if query.known_count else frozenset())
    best_similarity = max(matches.similarities.values(), default=0.0)
    if best_similarity <= _NOTHING and not query.known_count:
        return Ranking([], False)
    scores = _fused(matches.scores, matches.similarities, best_similarity)
    is_of_one_word = query.known_count == 1 and not query.unknown_count and not query.corrections
    ids = _without_tail(scores, _TAIL)
    if is_of_one_word:
        near = {*_without_tail(scores, _TAIL_OF_ONE_WORD), *matches.scores}
        ids = [id for id in ids if id in near]
    is_close = bool(ids) and _is_close(query, matches, ids, best_similarity)
    if not is_close:
        return Ranking(ids, False)
    is_sure = not query.is_negated and _is_sure(matches, ids[0])
    return Ranking(ids, True, _about(matches, ids), is_sure)


def _fused(by_words: Mapping[int, float], similarities: Mapping[int, float], best: float) -> dict[int, float]:
    best_score = max(by_words.values(), default=0.0) or 1.0
    scores = {id: score / best_score for id, score in by_words.items()}
    # Their words stand for what they mean until then
    without_vectors = scores.keys() - similarities.keys()
    scores |= {id: scores[id] * (1 + _SIMILARITY_WEIGHT) for id in without_vectors}
    weight = _SIMILARITY_WEIGHT / max(best, _NOTHING)
    return scores | {id: scores.get(id, 0.0) + weight * similarity for id, similarity in similarities.items()}


def _is_close(query: Query, matches: Matches, ids: list[int], best_similarity: float) -> bool:
    """Whether the best is likely to be an answer: by its meaning, and by how many of the words it holds.

    However little the model thinks of it, close is a title that holds every word about the subject ("love" and "Who is
    Dr Løve?"), and a text that holds all of them where one is rare ("x-ray").
    """
    if not set(matches.titled).isdisjoint(ids):
        return True
    count = query.known_count + query.unknown_count
    held = matches.held_count(ids[0]) / count if count else 0.0
    if held == 1 and matches.has_rare_word:
        return True
    return best_similarity + _HELD_WEIGHT * held >= _CLOSE


def _about(matches: Matches, ids: list[int]) -> frozenset[int]:
    """Return the best of `ids`, and those that hold every word about the subject or mean nearly the same."""
    similarities = matches.similarities or {}
    least = max(_CLOSE, _NEARLY * max(similarities.values(), default=0.0))
    near = {id for id in ids if similarities.get(id, -1.0) >= least}
    return frozenset({*ids[:1], *near, *set(matches.holding_all).intersection(ids)})


def _is_sure(matches: Matches, best: int) -> bool:
    """Whether the answer of the article `best` can be shown at once: near, and well ahead of every other.

    Never where there is none to compare it with, or one whose meaning is not learned yet.
    """
    similarities = matches.similarities or {}
    others = [similarity for id, similarity in similarities.items() if id != best]
    if not others or best not in similarities or not matches.scores.keys() <= similarities.keys():
        return False
    return similarities[best] + 2 * (similarities[best] - max(others)) >= _SURE


def _without_tail(scores: Mapping[int, float], share: float) -> list[int]:
    """Return the ids best first, without those that score less than `share` of the best."""
    least = share * max(scores.values(), default=0.0)
    return [id for _, id in sorted((-score, id) for id, score in scores.items() if score >= least)]
