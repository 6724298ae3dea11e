"""The second step of signing in: who has one, whom it is asked of, and taking it away from who has lost it."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from faq.accounts import code_apps, passkeys, recovery_codes, sessions
from faq.accounts.passkeys import Site
from faq.errors import RefusedError
from faq.models import AuditEntry, CodeApp, Edition, Passkey, RecoveryCode, SignInRules, StaffSession, subject_of

_RULES = "the rules of signing in"


def has_one(person: User) -> bool:
    return CodeApp.objects.filter(person=person).exists() or Passkey.objects.filter(person=person).exists()


def must_set_up(person: User) -> bool:
    """Whether `person` may do nothing before they have a second step."""
    return SignInRules.load().asks_second_step and not has_one(person)


@transaction.atomic
def takes_code(person: User, code: str) -> bool:
    """Whether `code` is what the app of `person` shows, or one of the codes on paper, which the log then tells."""
    if code_apps.takes(person, code):
        return True
    if not recovery_codes.takes(person, code):
        return False
    _note(person, f"used a recovery code, {recovery_codes.left(person)} left", by=person)
    return True


@transaction.atomic
def add_app(person: User, secret: str, code: str) -> None:
    """Keep an app for codes, and tell the log; see `code_apps.add`."""
    code_apps.add(person, secret, code)
    _note(person, "second step: an app for codes added", by=person)


@transaction.atomic
def add_passkey(person: User, site: Site, state: Any, answer: str, device: str) -> None:
    """Keep a passkey, and tell the log; see `passkeys.add`."""
    passkeys.add(person, site, state, answer, device)
    _note(person, f"second step: a passkey added ({device})", by=person)


@transaction.atomic
def renew_recovery_codes(person: User) -> list[str]:
    """Return new codes for paper, and tell the log; those of before are of no use any more."""
    _note(person, "new recovery codes", by=person)
    return recovery_codes.renew(person)


def _note(person: User, what: str, *, by: User | None) -> None:
    AuditEntry.note(by, AuditEntry.Action.SETTING, subject_of(person), detail=what)


@transaction.atomic
def remove(person: User, kept: CodeApp | Passkey, what: str) -> None:
    """Remove one of those that `person` has, and with the last one the codes on paper.

    Raises `RefusedError` for the last one where everybody needs one.
    """
    User.objects.select_for_update().get(pk=person.pk)
    kept.delete()
    if not has_one(person):
        if SignInRules.load().asks_second_step:
            raise RefusedError("Everybody here needs a second step. Please add another one before you remove this.")
        RecoveryCode.objects.filter(person=person).delete()
    _note(person, f"second step: {what} removed", by=person)


@transaction.atomic
def reset(person: User, *, by: User | None) -> bool:
    """Take all of it away from `person`, who has lost it, and sign them out; return whether there was anything."""
    gone = [model.objects.filter(person=person).delete()[0] for model in (CodeApp, Passkey, RecoveryCode)]
    if any(gone):
        _note(person, "second step taken away", by=by)
        sessions.forget_all(person)
    return any(gone)


@transaction.atomic
def ask_everybody(*, by: User) -> None:
    """Ask everybody for a second step; whoever has none is signed out, and led to one when they sign in again.

    Raises `RefusedError` while `by` has none: nobody shall ask others for what they could not do themselves.
    """
    Edition.lock()
    if not has_one(by):
        raise RefusedError("Please add a second step to your own sign-in first. Then you can ask everybody for one.")
    SignInRules.objects.update_or_create(pk=1, defaults={"asks_second_step": True})
    able = [*CodeApp.objects.values_list("person", flat=True), *Passkey.objects.values_list("person", flat=True)]
    StaffSession.objects.exclude(user=None).exclude(user__in=able).delete()
    AuditEntry.note(by, AuditEntry.Action.SETTING, _RULES, detail="everybody needs a second step")


@transaction.atomic
def leave_to_each(*, by: User) -> None:
    """Ask only those who have set one up."""
    SignInRules.objects.update_or_create(pk=1, defaults={"asks_second_step": False})
    AuditEntry.note(by, AuditEntry.Action.SETTING, _RULES, detail="a second step is left to each person")
