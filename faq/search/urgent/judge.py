"""Whether a search is about an emergency, and why: by the clinic's phrases, and by its meaning."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from faq.search.query.parse import Query
from faq.search.query.real_words import real_words
from faq.search.query.urgent import OwnPhrases, urgent_phrases_in
from faq.search.urgent.likeness import Likeness, likeness
from faq.search.urgent.reading import clauses, vector_of
from faq.text import words
from faq.text.phrases import stem_key

# Likeness from which a text is urgent by itself; and with a phrase in it of one word ("stroke"), or of several
_URGENT, _URGENT_WITH_WORD, _URGENT_WITH_PHRASE = 0.15, -0.1, -0.4
# Likeness from which one clause makes a long message urgent, and below which the whole message is not read by clauses
_URGENT_CLAUSE, _CLEARLY_HARMLESS = 0.36, -0.2
# Cosine to a phrase that never shows the notice, from which it means the same
_SAME = 0.8


class Reason(StrEnum):
    PHRASE = "phrase"
    MEANING = "meaning"
    NEVER = "never"
    HARMLESS = "harmless"
    NONE = "none"


@dataclass(frozen=True)
class Verdict:
    """`phrase` is what decided: an urgent phrase, the nearest emergency, or one that never shows the notice."""

    is_urgent: bool
    reason: Reason
    phrase: str = ""
    # What is harmless and nearer
    harmless: str = ""


def judge(text: str, own: OwnPhrases, query: Query | None = None, vector: np.ndarray | None = None) -> Verdict:
    """Return whether `text` is about an emergency. `vector` is what search made of `query`, so that none is made twice.

    With the phrases "chest pain" and "stroke":

    - "chest pain since noon": urgent, the phrase stands there. Without a model nothing but this is asked.
    - "my chest hurts": urgent, near to an emergency and not to anything harmless.
    - "stroke": urgent, nothing but the phrase.
    - "stroke rehab": not urgent. A single word counts only where the rest of the text is not clearly harmless.

    A phrase that never shows the notice decides first: where the text is that phrase, or means the same.
    """
    if never := own.never_said_by(text):
        return Verdict(False, Reason.NEVER, never)
    held = sorted(urgent_phrases_in(text, own.urgent, real_words()), key=len, reverse=True)
    found = vector_of(text, query, vector)
    like = likeness(found, own) if found is not None else None
    if like and like.to_never >= max(_SAME, like.to_urgent):
        return Verdict(False, Reason.NEVER, like.never)
    if phrase := next((phrase for phrase in held if _is_urgent_by(phrase, text, like)), None):
        return Verdict(True, Reason.PHRASE, " ".join(phrase))
    if like and like.score >= _URGENT:
        return Verdict(True, Reason.MEANING, like.urgent)
    if like is None:
        return Verdict(False, Reason.NONE)
    is_read_whole = len(text) <= words.LONGEST_TEXT
    may_hide_one = like.score >= _CLEARLY_HARMLESS or not is_read_whole
    if may_hide_one and (said := _urgent_clause(text, own)):
        return Verdict(True, Reason.MEANING, said)
    return Verdict(False, Reason.HARMLESS if held else Reason.NONE, like.urgent, like.harmless)


def _is_only(phrase: tuple[str, ...], text: str) -> bool:
    """Whether `text` says nothing but `phrase`: "is it a stroke?"."""
    telling = [word for word in words.tokens(text) if word not in words.QUESTION_WORDS]
    return stem_key("".join(telling)) == stem_key("".join(phrase))


def _urgent_clause(text: str, own: OwnPhrases) -> str:
    """Return the emergency that one clause of a long message is near to, or ""."""
    for clause in clauses(text):
        vector = vector_of(clause)
        like = likeness(vector, own) if vector is not None else None
        if like and like.score >= _URGENT_CLAUSE and like.to_never < _SAME:
            return like.urgent
    return ""


def _is_urgent_by(phrase: tuple[str, ...], text: str, like: Likeness | None) -> bool:
    """Whether a phrase that stands in `text` makes it urgent: not where all of it is clearly about something else."""
    # Of a longer one the model has read the beginning only
    if like is None or len(text) > words.LONGEST_TEXT or _is_only(phrase, text):
        return True
    return like.score >= (_URGENT_WITH_WORD if len(phrase) == 1 else _URGENT_WITH_PHRASE)
