"""Phrases after which the emergency notice stands above everything, and the verbs that keep them."""

from collections.abc import Collection

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from rapidfuzz.distance import OSA

from faq.models import AuditEntry, Edition, UrgentPhrase
from faq.text import words


def holds_urgent(typed: list[str], phrases: list[tuple[str, ...]], real_words: Collection[str] = ()) -> bool:
    """Whether the words of one of `phrases` stand together in `typed`: "pain in my chest" holds "chest pain".

    Small slips are allowed, and words such as "in my" between. Whole words only: "keystroke" does not hold "stroke",
    nor does a real word of its own such as "strike".
    """
    return any(_holds(typed, phrase, real_words) for phrase in phrases)


def phrases_now() -> list[tuple[str, ...]]:
    """Return the words of every urgent phrase."""
    return [tuple(key.split()) for key in UrgentPhrase.objects.values_list("key", flat=True)]


# What a new site begins with: signs on which health services ask people to call at once. Its owner changes the list.
FIRST = (
    "chest pain",
    "heart attack",
    "stroke",
    "cannot breathe",
    "trouble breathing",
    "severe bleeding",
    "unconscious",
    "seizure",
    "overdose",
    "suicide",
    "kill myself",
)


def add_first() -> int:
    """Keep the `FIRST` phrases where there are none, and return how many were added."""
    if UrgentPhrase.objects.exists():
        return 0
    return len([save(UrgentPhrase(phrase=phrase), by=None) for phrase in FIRST])


@transaction.atomic
def save(urgent: UrgentPhrase, *, by: AbstractBaseUser | None) -> UrgentPhrase:
    """Write `urgent`; the next search knows it. Raises ValidationError with the reason for a refusal."""
    urgent.phrase = " ".join(urgent.phrase.split())
    urgent.key = words.normalise(urgent.phrase)
    check(urgent)
    urgent.save()
    Edition.move()
    AuditEntry.note(by, AuditEntry.Action.SETTING, f"the urgent phrase “{urgent.phrase}”")
    return urgent


@transaction.atomic
def delete(urgent: UrgentPhrase, *, by: AbstractBaseUser | None) -> None:
    """Forget `urgent`."""
    AuditEntry.note(by, AuditEntry.Action.REMOVED, f"the urgent phrase “{urgent.phrase}”")
    urgent.delete()
    Edition.move()


def check(urgent: UrgentPhrase) -> None:
    """Raise ValidationError, in the owner's words, for a phrase that says nothing or is there already."""
    key = words.normalise(urgent.phrase)
    if not any(word not in words.QUESTION_WORDS and len(word) > 1 for word in key.split()):
        raise ValidationError(f"“{urgent.phrase}” would match everything. Please use words that tell of an emergency.")
    if UrgentPhrase.objects.filter(key=key).exclude(pk=urgent.pk).exists():
        raise ValidationError(f"“{urgent.phrase}” is in the list already.")


def _holds(typed: list[str], phrase: tuple[str, ...], real_words: Collection[str]) -> bool:
    telling = [word for word in typed if word in phrase or word not in words.QUESTION_WORDS]
    if len(phrase) > 1 and "".join(phrase) in telling:
        return True
    exact = real_words if len(phrase) == 1 else ()  # beside another word of the phrase it is rather a slip
    windows = (telling[at : at + len(phrase)] for at in range(len(telling) - len(phrase) + 1))
    return any(_are(window, phrase, exact) for window in windows)


def _are(window: list[str], phrase: tuple[str, ...], real_words: Collection[str]) -> bool:
    left = list(window)
    for wanted in phrase:
        match = next((word for word in left if _same(word, wanted, real_words)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _same(word: str, wanted: str, real_words: Collection[str]) -> bool:
    """The same word in any form, or a slip of the keyboard that keeps the first letter."""
    if word == wanted or words.stem(word) == words.stem(wanted):
        return True
    slips = 0 if len(wanted) < 4 else 1 if len(wanted) < 8 else 2
    if not slips or word[0] != wanted[0] or word in real_words:
        return False
    return OSA.distance(word, wanted, score_cutoff=slips) <= slips
