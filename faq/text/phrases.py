"""When two phrases that staff keep for search are one and the same to a search."""

from collections.abc import Iterable

from faq.text import words


def stem_key(phrase: str) -> str:
    """Return the stems of the words of `phrase`, in order: "Entry tokens" and "entry token" have one key."""
    return " ".join(words.stems(phrase))


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
