"""The verbs for search promises: save, delete, and the check that both staff and verbs ask.

Whether a promise is kept, search says (`search/promises.py`); publishing knows nothing of it.
"""

from django.contrib.auth.models import User

from faq.errors import RefusedError
from faq.models import Article, AuditEntry, SearchPromise, subject_of
from faq.publishing.locking import serialized
from faq.text import words
from faq.text.characters import without_hidden

# All are searched for before a change
MOST_PROMISES = 100


@serialized
def save(promise: SearchPromise, *, by: User | None) -> SearchPromise:
    """Write `promise`. Raises `RefusedError` with the reason for a refusal."""
    promise.text = " ".join(without_hidden(promise.text).split())
    check(promise)
    promise.save()
    AuditEntry.note(by, AuditEntry.Action.SETTING, subject_of(promise))
    return promise


@serialized
def delete(promise: SearchPromise, *, by: User | None) -> None:
    """Take `promise` back."""
    AuditEntry.note(by, AuditEntry.Action.REMOVED, subject_of(promise))
    promise.delete()


@serialized
def note_broken(promises: list[SearchPromise], *, by: User | None, article: Article | None = None) -> None:
    """Write down that somebody made a change although it was said to break these promises."""
    for promise in promises:
        detail = "Broken by a change that was made anyway"
        AuditEntry.note(by, AuditEntry.Action.SETTING, subject_of(promise), article=article, detail=detail)


def check(promise: SearchPromise) -> None:
    """Raise `RefusedError`, in a receptionist's words, for a promise without words, or one that was made before.

    With "forgot password" promised for an article, "Password, forgot?" for the same one is not refused: order matters
    to search. "Forgot  password" is the same.
    """
    key = words.normalise(promise.text)
    if not key:
        raise RefusedError("Please write words that a patient may type.")
    others = SearchPromise.objects.exclude(pk=promise.pk)
    if others.count() >= MOST_PROMISES:
        raise RefusedError(f"There are {MOST_PROMISES} promises already. Please delete one that nobody needs first.")
    texts = others.filter(article=promise.article).values_list("text", flat=True)
    if any(words.normalise(text) == key for text in texts):
        raise RefusedError(f"“{promise.text}” is promised for this article already.")
