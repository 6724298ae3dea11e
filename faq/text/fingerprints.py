"""Numbers by which nearly equal texts find each other without being compared with all others."""

from collections.abc import Iterable
from hashlib import blake2b
from itertools import pairwise

from faq.text import words

# So many of the least hashes: two texts that share two thirds of their pairs have one in common in 99 of 100 cases
_COUNT, _BYTES = 4, 8


def of(text: str) -> list[int]:
    """Return the fingerprints of a text, numbers below 2 ** 63; [] where it has no words.

    They are minima of hashes over its pairs of neighbouring words (MinHash, Broder 1997): each is the same for two
    texts with the probability that a pair which either has is in both. Words like "the" and "your" do not count: they
    stand in every text. For example, "Press the blue button." and "Press on your blue button." share all.
    """
    hashes = [_hashes(pair) for pair in _pairs(words.tokens(text))]
    return [min(column) for column in zip(*hashes, strict=True)]


def of_all(texts: Iterable[str]) -> set[int]:
    """Return the fingerprints of all `texts`."""
    return {number for text in texts for number in of(text)}


def exact(text: str) -> int:
    """Return one number for the words of a text in their order, below 2 ** 63."""
    return _number(blake2b(words.normalise(text).encode(errors="replace"), digest_size=_BYTES).digest())


def _pairs(tokens: list[str]) -> set[str]:
    """Pairs of the words that say something; such a word alone, and all words where none says anything."""
    said = [word for word in tokens if word not in words.QUESTION_WORDS] or tokens
    return {f"{one} {other}" for one, other in pairwise(said)} or set(said)


def _hashes(word: str) -> list[int]:
    digest = blake2b(word.encode(errors="replace"), digest_size=_COUNT * _BYTES).digest()
    return [_number(digest[start : start + _BYTES]) for start in range(0, len(digest), _BYTES)]


def _number(digest: bytes) -> int:
    return int.from_bytes(digest, "big") >> 1
