"""When two phrases that staff keep for search are one and the same to a search."""

from collections.abc import Iterable

from faq.text import words
from faq.text.spellings import american


def stem_key(phrase: str) -> str:
    """Return the stems of the words of `phrase`, in order: "Entry tokens" and "entry token" have one key."""
    return " ".join(words.stems(phrase))


def singular_key(phrase: str) -> str:
    """Return what a phrase shares with its plural and its spellings: "flu-shots" and "flu shot" are both "flushot".

    Narrower than its stems, which are the same for "medication" and "medical", and for "provider" and "provide".
    """
    return "".join(map(_singular, map(american, words.tokens(phrase))))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def unordered_key(phrase: str) -> list[str]:
    """Return the stems of the words of `phrase` in alphabetical order: "pain, chest" has the key of "chest pains"."""
    return sorted(map(words.stem, contract_cannot(words.tokens(phrase))))


def contract_cannot(tokens: Iterable[str]) -> list[str]:
    """Return normalised words with one form of "cannot": ["i", "can", "not", "see"] becomes ["i", "cant", "see"]."""
    text = f" {' '.join(tokens)} "
    return text.replace(" can not ", " cant ").replace(" cannot ", " cant ").split()


def names_a_subject(phrase: str) -> bool:
    """Whether `phrase` says what it is about: "how do I" and "x" would match nearly every search."""
    return any(word not in words.QUESTION_WORDS and len(word) > 1 for word in words.tokens(phrase))
