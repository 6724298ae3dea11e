"""Whether a search holds a phrase after which the emergency notice stands above everything."""

from collections.abc import Collection, Iterable
from functools import cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from faq.models import UrgentPhrase
from faq.text import words
from faq.text.phrases import contract_cannot

# Words that say how something is, or whose: they may stand within a phrase.
_SHAPING = (
    "bad badly her hers his just keeps left little really right severe sharp some strong sudden suddenly too very"
)
_WITHIN = words.QUESTION_WORDS | set(_SHAPING.split())
_BETWEEN = 1  # other words that may stand within a phrase of several
_READ = 2_000  # characters


def holds_urgent(text: str, phrases: Iterable[Collection[str]], real_words: Collection[str] = ()) -> bool:
    """Whether the words of one of `phrases` stand together in `text`: "pain in my left chest" holds "chest pain".

    Small slips are allowed, a word in two, and a few words between. Whole words only: "keystroke" does not hold
    "stroke", nor does a real word of its own such as "strike".
    """
    typed = contract_cannot(words.tokens(text[:_READ]))
    different = {*typed, *map("".join, pairwise(typed))}

    @cache
    def is_heard(wanted: str) -> bool:
        return any(_same(word, wanted) for word in different)

    plain = map(contract_cannot, phrases)
    likely = (phrase for phrase in plain if "".join(phrase) in different or all(map(is_heard, phrase)))
    return any(_holds(typed, phrase, real_words) for phrase in likely)


def phrases_now() -> list[tuple[str, ...]]:
    """Return the words of every urgent phrase."""
    return [tuple(key.split()) for key in UrgentPhrase.objects.values_list("key", flat=True)]


def _holds(typed: list[str], phrase: list[str], real_words: Collection[str]) -> bool:
    if len(phrase) == 1:
        return any(_same(word, phrase[0], real_words) for word in _joined(typed, phrase))
    telling = [word for word in _joined(typed, phrase) if word in phrase or word not in _WITHIN]
    if "".join(phrase) in telling:
        return True
    width = len(phrase) + _BETWEEN
    # Beside another word of the phrase, a real word is rather a slip.
    return any(_are(telling[at : at + width], phrase) for at in range(len(telling) - len(phrase) + 1))


def _joined(typed: list[str], phrase: list[str]) -> list[str]:
    """Return the words typed, with a word of the phrase in place of the two that it was parted into: "my self"."""
    joined: list[str] = []
    for word in typed:
        if joined and joined[-1] + word in phrase:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _are(window: list[str], phrase: list[str]) -> bool:
    left = list(window)
    for wanted in phrase:
        match = next((word for word in left if _same(word, wanted)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _same(word: str, wanted: str, real_words: Collection[str] = ()) -> bool:
    """The same word in any form, or a slip of the keyboard that keeps the first letter or swaps it with the second."""
    if word[0] != wanted[0] and word[1::-1] != wanted[:2]:
        return False
    if word == wanted or words.stem(word) == words.stem(wanted):
        return True
    slips = 0 if len(wanted) < 4 else 1 if len(wanted) < 9 else 2
    return word not in real_words and 0 < OSA.distance(word, wanted, score_cutoff=slips) <= slips
