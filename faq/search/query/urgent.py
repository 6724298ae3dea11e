"""Which of the clinic's urgent phrases stand in what was typed."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from faq.models import UrgentPhrase
from faq.text import words
from faq.text.phrases import contract_cannot, stem_key
from faq.text.spellings import american

# Words that say how something is, or whose: any number of them may stand within a phrase.
_MODIFIERS = (
    "bad badly her hers his just keeps left little really right severe sharp some strong sudden suddenly too very"
)
_IGNORED = words.QUESTION_WORDS | set(_MODIFIERS.split())
# Other words that may stand within a phrase of several
_MOST_BETWEEN = 1
# Of a text that are looked at
MOST_CHARACTERS = 2_000


@dataclass(frozen=True)
class OwnPhrases:
    """What the clinic keeps, as normalised words: urgent ones, and those that never show the notice."""

    urgent: tuple[tuple[str, ...], ...] = ()
    never: tuple[tuple[str, ...], ...] = ()

    def never_said_by(self, text: str) -> str:
        """Return the phrase that never shows the notice and that `text` is, word by word; "" if there is none."""
        typed = stem_key(text) if self.never else ""
        return next((kept for kept in map(" ".join, self.never) if stem_key(kept) == typed), "")


def urgent_phrases_in(
    text: str, phrases: Iterable[tuple[str, ...]], real_words: Container[str] = ()
) -> list[tuple[str, ...]]:
    """Return those of `phrases` whose words stand together in `text`.

    With the phrases ("chest", "pain") and ("stroke",) these hold one:

    - "PAINS in my chest": any form and order of the words, question words between them
    - "pain in his left chest", "chest really bad pain": words that say how or whose between them
    - "chest burning pain": one other word between them
    - "chets pian", "chestpain": slips (see `_is_same`), and two words written as one

    and these do not:

    - "chest", "pain": a phrase counts with all its words
    - "chest x-ray and back pain": more than one other word between them
    - "keystroke": whole words only
    - "strike" where `real_words` has it: a word of its own is no slip of a phrase of one word. Beside another word
      of its phrase it may be one, so "chest paint" is urgent.
    """
    typed = _plain(words.tokens(text[:MOST_CHARACTERS]))
    candidates = {*typed, *map("".join, pairwise(typed))}

    @cache
    def occurs(wanted: str) -> bool:
        return any(_is_same(word, wanted) for word in candidates)

    def is_in(phrase: list[str]) -> bool:
        is_likely = "".join(phrase) in candidates or all(map(occurs, phrase))
        return is_likely and _contains(typed, phrase, real_words)

    return [phrase for phrase in phrases if is_in(_plain(phrase))]


def _plain(tokens: Iterable[str]) -> list[str]:
    """Return normalised words with one form of "cannot" and one spelling: "haemorrhage" -> "hemorrhage"."""
    return list(map(american, contract_cannot(tokens)))


def load_phrases() -> OwnPhrases:
    """Return every phrase that the clinic keeps."""
    rows = UrgentPhrase.objects.values_list("key", "is_harmless")
    return OwnPhrases(
        urgent=tuple(tuple(key.split()) for key, is_harmless in rows if not is_harmless),
        never=tuple(tuple(key.split()) for key, is_harmless in rows if is_harmless),
    )


def _contains(typed: list[str], phrase: list[str], real_words: Container[str]) -> bool:
    if len(phrase) == 1:
        return any(_is_same(word, phrase[0], real_words) for word in join_parted(typed, phrase))
    content = [word for word in join_parted(typed, phrase) if word in phrase or word not in _IGNORED]
    if "".join(phrase) in content:
        return True
    width = len(phrase) + _MOST_BETWEEN
    return any(_has_all(content[at : at + width], phrase) for at in range(len(content) - len(phrase) + 1))


def join_parted(typed: Iterable[str], known: Container[str], *, least: int = 1) -> list[str]:
    """Return the words typed, with a word of `known` in place of two that make it: "my", "self" -> "myself".

    Words of `known` with fewer letters than `least` are left parted.
    """
    joined: list[str] = []
    for word in typed:
        whole = joined[-1] + word if joined else ""
        if len(whole) >= least and whole in known:
            joined[-1] = whole
        else:
            joined.append(word)
    return joined


def _has_all(window: list[str], phrase: list[str]) -> bool:
    left = list(window)
    for wanted in phrase:
        match = next((word for word in left if _is_same(word, wanted)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _is_same(word: str, wanted: str, real_words: Container[str] = ()) -> bool:
    """Whether `word` is `wanted` in any form, or a slip of the keyboard for it.

    A slip keeps the first letter or swaps it with the second. Words of up to three letters allow none, up to eight
    letters one, longer ones two: "pian" and "apin" are slips of "pain", "plan" in `real_words` is not.
    """
    if word[0] != wanted[0] and word[1::-1] != wanted[:2]:
        return False
    if word == wanted or words.stem(word) == words.stem(wanted):
        return True
    slips = 0 if len(wanted) < 4 else 1 if len(wanted) < 9 else 2
    return word not in real_words and 0 < OSA.distance(word, wanted, score_cutoff=slips) <= slips
