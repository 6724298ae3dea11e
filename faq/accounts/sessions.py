"""Where somebody is signed in: begun, noted as used, listed, ended one by one or all at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from faq.accounts import devices
from faq.models import AuditEntry, StaffSession, subject_of
from faq.models.faults import UNAVAILABLE
from faq.models.request_writes import brief_wait

# A page more or less makes no difference to "last used"
_NOTED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class SignedIn:
    """One browser in which somebody is signed in; `reference` names it in a form and opens nothing."""

    reference: str
    device: str
    since: datetime | None
    used_at: datetime
    is_here: bool


def begin(session: SessionBase, user_agent: str) -> None:
    """Note in a `session` in which somebody has just signed in where that was; clear away those that are over."""
    session["device"] = devices.in_words(user_agent)
    session["signed_in_at"] = timezone.now().isoformat()
    StaffSession.objects.filter(expire_date__lt=timezone.now()).delete()


def note_use(session: Any) -> None:
    """Note that the `session` is in use, at most every five minutes; where the database takes nothing, not at all.

    Only one of `kb/protection/sessions.py` knows when it was used.
    """
    if session.used_at is None or timezone.now() - session.used_at < _NOTED_EVERY:
        return
    session.used_at = timezone.now()
    try:
        with brief_wait():
            StaffSession.objects.filter(pk=session.session_key).update(used_at=session.used_at)
    except UNAVAILABLE:
        # The next page notes it
        return


def of(person: User, here: str | None = None) -> list[SignedIn]:
    """Return where `person` is signed in, the last used first; `here` is the key of the session that asks."""
    rows = _rows(person).filter(expire_date__gt=timezone.now()).order_by("-used_at", "pk")
    return [
        SignedIn(
            _reference(row.session_key),
            row.device or devices.UNKNOWN,
            row.signed_in_at,
            row.used_at,
            row.session_key == here,
        )
        for row in rows
    ]


@transaction.atomic
def end(person: User, reference: str, *, by: User) -> int:
    """Sign `person` out of the browser that `reference` names; return how many that were: none when it is over."""
    keys = [row.session_key for row in _rows(person) if constant_time_compare(_reference(row.session_key), reference)]
    return _end(person, _rows(person).filter(pk__in=keys), by)


@transaction.atomic
def end_all(person: User, *, by: User | None, but: str | None = None) -> int:
    """Sign `person` out everywhere but in the session with the key `but`; return in how many browsers that was."""
    return _end(person, _rows(person).exclude(pk=but or ""), by)


def forget_all(person: User, but: str | None = None) -> None:
    """Do as `end_all` does, as a part of something else that the log tells."""
    _rows(person).exclude(pk=but or "").delete()


def _end(person: User, rows: QuerySet[StaffSession], by: User | None) -> int:
    count, _ = rows.delete()
    if count:
        where = "one browser" if count == 1 else f"{count} browsers"
        AuditEntry.note(by, AuditEntry.Action.SETTING, subject_of(person), detail=f"signed out of {where}")
    return count


def _rows(person: User) -> QuerySet[StaffSession]:
    return StaffSession.objects.filter(user=person)


def _reference(key: str) -> str:
    return salted_hmac("faq.sessions", key, algorithm="sha256").hexdigest()[:24]
