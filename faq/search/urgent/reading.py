"""What was typed, as the model is to read it to tell emergencies."""

import re
from functools import cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq.search.index import embedding
from faq.search.query.parse import Query
from faq.search.query.real_words import real_words
from faq.search.query.urgent import MOST_CHARACTERS, join_parted
from faq.search.urgent import lists
from faq.text import words
from faq.text.spellings import american, americanise

_SHORTEST = 4
# From so many letters on, two slips are mended
_LONG = 9
# Letters of a word that may be typed as two
_LEAST_JOINED = 6
# Words from which a message is long, and words of a clause
_LONG_MESSAGE, _LEAST_WORDS = 14, 3
# Of the telling words of a clause, that are words of emergencies
_LEAST_SHARE = 0.6
_MOST_CLAUSES = 2
_BETWEEN = re.compile(r"[.,;:!?\n]|\b(?:and|but|because|so|y|pero|porque)\b", re.IGNORECASE)


def vector_of(text: str, query: Query | None = None, vector: np.ndarray | None = None) -> np.ndarray | None:
    """Return the vector of `text`; None without a model, or in a script that the model cannot read.

    `vector` is what the search made of `query`, and is used again where search read the same words, or where no word of
    an emergency stands in the text. Otherwise search read words of articles into it: "bledding" became "feeding", and
    "dolor de pecho" is no Spanish to it.
    """
    read = read_as(text)
    if query is not None and vector is not None and (read == query.sentence or not _names_an_emergency(read)):
        return vector
    model = embedding.model()
    can_read = any(word.isascii() for word in read.split())
    return model.embed(read) if model and can_read else None


def clauses(text: str) -> list[str]:
    """Return the parts of a long message that speak most of an emergency, two at most, as the model is to read them.

    A message of many words means a little of everything it says: "I have a visit on Tuesday, but since this morning my
    chest hurts, and is there parking" is recognised by its second part.
    """
    whole = text[:MOST_CHARACTERS]
    if len(words.tokens(whole)) < _LONG_MESSAGE:
        return []
    parts = [words.tokens(part) for part in _BETWEEN.split(whole)]
    shares = [(share, part) for part in parts if len(part) >= _LEAST_WORDS and (share := _share(part)) >= _LEAST_SHARE]
    best = sorted(shares, key=lambda found: found[0], reverse=True)[:_MOST_CLAUSES]
    return [" ".join(part) for _, part in best]


def _share(part: list[str]) -> float:
    """Return which share of the telling words are words of emergencies."""
    telling = [word for word in part if word not in words.QUESTION_WORDS]
    return len([word for word in telling if word in lists.urgent_words()]) / max(len(telling), _LEAST_WORDS)


def read_as(text: str) -> str:
    """Return the words of `text` with slips mended to words of the lists: "my chset hurts" -> "my chest hurts"."""
    return americanise(
        " ".join(join_parted(map(_mended, words.query_tokens(text)), lists.urgent_words(), least=_LEAST_JOINED))
    )


def _names_an_emergency(read: str) -> bool:
    return not lists.urgent_words().isdisjoint(read.split())


def _mended(word: str) -> str:
    """Return the likeliest word of the lists for one that is no word: of the nearest, the commonest."""
    if len(word) < _SHORTEST or word in words.QUESTION_WORDS or word in lists.vocabulary():
        return word
    if word in real_words() or american(word) in lists.vocabulary():
        return word
    slips = 1 if len(word) < _LONG else 2
    found = process.extract(word, _long_words(), scorer=OSA.distance, score_cutoff=slips, limit=8)
    likely = [
        (distance, -lists.vocabulary()[other], other)
        for other, distance, _ in found
        if other[0] == word[0] or other[1::-1] == word[:2]
    ]
    return min(likely)[-1] if likely else word


@cache
def _long_words() -> list[str]:
    return [word for word in lists.vocabulary() if len(word) >= _SHORTEST]
