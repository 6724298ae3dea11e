"""The verbs for phrases after which a patient sees the emergency notice, or never does: save, delete, first ones."""

from django.contrib.auth.models import User

from faq.errors import RefusedError
from faq.models import AuditEntry, Edition, UrgentPhrase, subject_of
from faq.publishing.locking import serialized
from faq.text import words
from faq.text.characters import without_hidden
from faq.text.phrases import names_a_subject, unordered_key

# What a new site begins with: signs on which health services ask people to call at once. Its owner changes the list.
FIRST = (
    "chest pain",
    "heart attack",
    "stroke",
    "cannot breathe",
    "trouble breathing",
    "difficulty breathing",
    "short of breath",
    "not breathing",
    "severe bleeding",
    "unconscious",
    "seizure",
    "overdose",
    "suicide",
    "kill myself",
)


# Each is compared with what every patient types
_MOST_PHRASES = 500


def add_first() -> int:
    """Keep the `FIRST` phrases where there are none, and return how many were added."""
    if UrgentPhrase.objects.exists():
        return 0
    return len([save(UrgentPhrase(phrase=phrase), by=None) for phrase in FIRST])


@serialized
def save(urgent: UrgentPhrase, *, by: User | None) -> UrgentPhrase:
    """Write `urgent`; the next search knows it. Raises `RefusedError` with the reason for a refusal."""
    urgent.phrase = " ".join(without_hidden(urgent.phrase).split())
    urgent.key = words.normalise(urgent.phrase)
    check(urgent)
    urgent.save()
    Edition.move()
    AuditEntry.note(by, AuditEntry.Action.SETTING, subject_of(urgent))
    return urgent


@serialized
def delete(urgent: UrgentPhrase, *, by: User | None) -> None:
    """Remove `urgent`; the next search no longer knows it."""
    AuditEntry.note(by, AuditEntry.Action.REMOVED, subject_of(urgent))
    urgent.delete()
    Edition.move()


def check(urgent: UrgentPhrase) -> None:
    """Raise `RefusedError`, in the owner's words, for a phrase that says nothing or is there already.

    With "chest pain" kept, "what if" is refused because it says nothing, and "Pains, chest" because it is the same
    phrase: the form and the order of its words do not matter. "Pain in my chest" has more words and is another phrase.
    """
    if not names_a_subject(urgent.phrase):
        raise RefusedError(f"“{urgent.phrase}” would match everything. Please use words that tell of an emergency.")
    others = UrgentPhrase.objects.exclude(pk=urgent.pk)
    if len(others) >= _MOST_PHRASES:
        raise RefusedError(f"There are {_MOST_PHRASES} phrases already. Please delete one that nobody needs first.")
    for other in others:
        if unordered_key(other.key) == unordered_key(urgent.phrase):
            raise RefusedError(f"“{urgent.phrase}” is in the list already, as “{other.phrase}”.")
