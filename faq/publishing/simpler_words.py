"""The verbs for hard words and what the clinic says instead: save, delete. They change nothing that patients read."""

from django.contrib.auth.models import User

from faq.errors import RefusedError
from faq.models import AuditEntry, SimplerWord, subject_of
from faq.publishing.locking import serialized
from faq.text import words
from faq.text.characters import without_hidden

# Each text of an article is looked through for all of them
_MOST = 500


@serialized
def save(word: SimplerWord, *, by: User | None) -> SimplerWord:
    """Write `word`. Raises `RefusedError` by `check`."""
    check(word)
    word.save()
    AuditEntry.note(by, AuditEntry.Action.SETTING, subject_of(word), detail=f"say instead: {word.simpler}")
    return word


@serialized
def delete(word: SimplerWord, *, by: User | None) -> None:
    """Remove `word`: it is offered to nobody any more."""
    AuditEntry.note(by, AuditEntry.Action.REMOVED, subject_of(word))
    word.delete()


def check(word: SimplerWord) -> None:
    """Tidy `word`; raise `RefusedError` where it says nothing, says the same twice, or is there already."""
    word.hard, word.simpler = (" ".join(without_hidden(each).split()) for each in (word.hard, word.simpler))
    word.key = words.normalise(word.hard)
    if not word.key or not words.normalise(word.simpler):
        raise RefusedError("Please write both words with letters, for example: administer, and give.")
    if word.key == words.normalise(word.simpler):
        raise RefusedError("Both are the same word. Please write what you say instead.")
    others = SimplerWord.objects.exclude(pk=word.pk)
    if others.filter(key=word.key).exists():
        raise RefusedError(f"“{word.hard}” is in the list already.")
    if others.count() >= _MOST:
        raise RefusedError(f"There are {_MOST} words already. Please delete one that nobody needs first.")


def pairs() -> list[tuple[str, str]]:
    """Return (hard word, what to say instead) of all, the longest first, so that a phrase goes before its words."""
    found = SimplerWord.objects.values_list("hard", "simpler")
    return sorted(found, key=lambda pair: (-len(pair[0]), pair[0]))
