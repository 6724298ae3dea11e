"""Links by which somebody chooses a password: in a mail, for a while, of use once."""

import logging
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import EmailMessage
from django.db import connections, transaction
from django.db.models import Q
from django.utils.http import base36_to_int

from faq.accounts import sessions, sign_in_limits
from faq.models import AuditEntry, ProviderIdentity, subject_of

# Seconds
_HOUR, _WEEK = 60 * 60, 7 * 24 * 60 * 60
# Asked for and not sent yet, in this process
_MOST_WAITING = 50
_waiting = BoundedSemaphore(_MOST_WAITING)
_log = logging.getLogger(__name__)


class _Links(PasswordResetTokenGenerator):
    """Django's own: a link ends with the password, the address and the last sign-in that it was made for."""

    def __init__(self, kind: str, seconds: int) -> None:
        super().__init__()
        self.key_salt, self.kind, self.seconds = f"faq.password-links.{kind}", kind, seconds

    def is_for(self, person: User, token: str) -> bool:
        if not self.check_token(person, token):
            return False
        made_at = base36_to_int(token.partition("-")[0])
        return self._num_seconds(self._now()) - made_at <= self.seconds


INVITATION, FORGOTTEN = _Links("invitation", _WEEK), _Links("forgotten", _HOUR)


def person_of(number: int, token: str) -> User | None:
    """Return who may choose a password by the link that ends so; None once it was used, is too old or was made up."""
    # Accounts above all roles are of this machine alone
    person = User.objects.filter(pk=number, is_active=True, is_staff=True, is_superuser=False).first()
    return person if person and any(kind.is_for(person, token) for kind in (INVITATION, FORGOTTEN)) else None


@transaction.atomic
def choose(number: int, token: str, password: str) -> User | None:
    """Let `password`, checked already, be that of whom the link is for; return them, None as `person_of` does.

    They are signed out everywhere; their second step stays. Of two who use one link at the same moment one does.
    """
    list(User.objects.select_for_update().filter(pk=number))
    person = person_of(number, token)
    if person is None:
        return None
    person.set_password(password)
    person.save(update_fields=["password"])
    sessions.forget_all(person)
    AuditEntry.note(person, AuditEntry.Action.SETTING, subject_of(person), detail="new password, by a link in a mail")
    return person


def invite(person: User, mail: EmailMessage, *, by: User) -> bool:
    """Send `mail`, which holds the link; return whether that worked."""
    if not _is_sent(mail):
        return False
    sent = "a link to choose a password sent by mail"
    AuditEntry.note(by, AuditEntry.Action.SETTING, subject_of(person), detail=sent)
    return True


def can_be_invited(person: User) -> bool:
    """Whether a link to choose a password can be sent to `person`, and would work."""
    is_elsewhere = not person.has_usable_password() and ProviderIdentity.objects.filter(person=person).exists()
    return bool(can_be_sent() and person.email and person.is_active and not (person.is_superuser or is_elsewhere))


def send_to_forgetful(typed: str, mail_to: Any) -> None:
    """Send everybody whose user name or e-mail address was `typed` the mail that `mail_to(person)` makes, later.

    Nobody can tell from the answer or its time whether there is such a person: all of it is done afterwards.
    """
    if not _waiting.acquire(blocking=False):
        _log.error("Too many ask for a new password at once: one was not answered")
        return
    _sender().submit(_send_to_forgetful, typed, mail_to)


def forgetful(typed: str) -> list[User]:
    """Return whom a link goes to now: people with a password here and an address; takes one of each one's few mails."""
    named = Q(username=typed) | Q(email__iexact=typed)
    found = User.objects.filter(named, is_active=True, is_staff=True, is_superuser=False).exclude(email="")
    elsewhere = set(ProviderIdentity.objects.values_list("person", flat=True))
    able = [each for each in found if each.has_usable_password() or each.pk not in elsewhere]
    return [each for each in able if sign_in_limits.take_mail(each.pk)]


def _send_to_forgetful(typed: str, mail_to: Any) -> None:
    try:
        for person in forgetful(typed):
            _is_sent(mail_to(person))
    except Exception:
        _log.exception("Mails with links for new passwords could not be sent")
    finally:
        connections.close_all()
        _waiting.release()


@lru_cache
def _sender() -> ThreadPoolExecutor:
    """One for each process, made when it is first needed: processes that part take no threads along."""
    return ThreadPoolExecutor(1)


def _is_sent(mail: EmailMessage) -> bool:
    try:
        return bool(mail.send())
    except Exception:
        # Each way of sending has faults of its own
        _log.exception("A mail could not be sent")
        return False


def can_be_sent() -> bool:
    """Whether this site sends mail at all, and knows its own address for the links in it."""
    return bool(settings.KB_SENDS_MAIL)
