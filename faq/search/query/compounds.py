"""One word, two words, a hyphen: which of the words typed are one word, so that every spelling asks the same."""

from collections.abc import Callable, Sequence

from faq.search.query.vocabulary import Vocabulary
from faq.text import words

# Whether some article holds these words side by side, in this order
AreTogether = Callable[[Sequence[str]], bool]

# Question words that end a compound: log in, walk in, add on
_PARTICLES = frozenset({"in", "on"})
_MOST_PARTS = 3
# Of one word, the places looked at where it may be cut
_MOST_CUTS = 3


def joined(typed: Sequence[str], vocabulary: Vocabulary, are_together: AreTogether) -> list[str]:
    """Return the words typed, those that make one word as one, and those that articles write apart, apart.

    A compound is written with hyphens in what is returned: "co-pay" asks for "copay", "co-pay" and "co pay".

    - Articles hold "co-pay": "copay", "co-pay" and "co pay" are all ["co-pay"].
    - Articles hold "login", and "log in" too: "login" and "log in" are both ["log-in"].
    - Articles hold "log in" alone: "login" is ["log", "in"], as "log in" is.
    - Articles hold "new-patient", "new" and "patient": these stay two words, in every spelling.
    """
    found: list[str] = []
    at = 0
    while at < len(typed):
        width, units = _at(typed, at, vocabulary, are_together)
        found += units
        at += width
    return found


def terms_of(word: str) -> list[str]:
    """Return the terms that any spelling of a word may be: ["copay", "co pay"] of "co-pay"."""
    stem = words.stem(word.replace("-", ""))
    return [stem, " ".join(map(words.stem, word.split("-")))] if "-" in word else [stem]


def _at(typed: Sequence[str], at: int, vocabulary: Vocabulary, are_together: AreTogether) -> tuple[int, list[str]]:
    """Return how many of the words from `at` on belong together, and what they are."""
    for width in range(min(_MOST_PARTS, len(typed) - at), 1, -1):
        if compound := _of_parts(typed[at : at + width], vocabulary, are_together):
            return width, [compound]
    return 1, _of_word(typed[at], vocabulary, are_together)


def _of_parts(parts: Sequence[str], vocabulary: Vocabulary, are_together: AreTogether) -> str:
    """Return the compound that words typed apart are; "" where they stay words of their own."""
    word = "".join(parts)
    if not vocabulary.knows(word) or len(word) > words.LONGEST_WORD:
        return ""
    if hyphenated := vocabulary.hyphenated.get(words.stem(word)):
        return "-".join(hyphenated) if _is_one_word(hyphenated, vocabulary) else ""
    if len(parts) > 2 or not _may_be_parts(*parts):
        return ""
    return "-".join(parts) if are_together(parts) else word


def _of_word(word: str, vocabulary: Vocabulary, are_together: AreTogether) -> list[str]:
    """Return a word typed as one as articles write it."""
    if word in words.QUESTION_WORDS:
        return [word]
    if hyphenated := vocabulary.hyphenated.get(words.stem(word)):
        return ["-".join(hyphenated)] if _is_one_word(hyphenated, vocabulary) else list(hyphenated)
    cuts = [cut for cut in vocabulary.cuts(word) if _may_be_parts(*cut)][:_MOST_CUTS]
    parts = next((cut for cut in cuts if are_together(cut)), None)
    if parts is None:
        return [word]
    return ["-".join(parts)] if vocabulary.knows(word) else list(parts)


def _may_be_parts(first: str, second: str) -> bool:
    return first not in words.QUESTION_WORDS and (second not in words.QUESTION_WORDS or second in _PARTICLES)


def _is_one_word(parts: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether words that articles join by hyphens are one word, not two that meet: "co-pay", but not "new-patient".

    They are when articles write them as one, too, when one of the parts is hardly a word ("x-ray", "check-up",
    "log-in"), or when one of them stands nowhere else.
    """
    if "".join(parts) in vocabulary.written_as_one or any(map(_is_hardly_a_word, parts)):
        return True
    times = vocabulary.counts["".join(parts)]
    return any(vocabulary.counts.get(part, 0) <= times for part in parts if part not in words.QUESTION_WORDS)


def _is_hardly_a_word(part: str) -> bool:
    return len(part) < 3 and (part not in words.QUESTION_WORDS or part in _PARTICLES)
