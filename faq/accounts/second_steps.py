"""The second step of signing in: who has one, whom it is asked of, and taking it away from who has lost it."""

from django.contrib.auth.models import User
from django.db import transaction

from faq.accounts import code_apps, recovery_codes, sessions
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
    left = f"used a recovery code, {recovery_codes.left(person)} left"
    AuditEntry.note(person, AuditEntry.Action.SETTING, subject_of(person), detail=left)
    return True


def note(person: User, what: str, *, by: User | None = None) -> None:
    """Let the log tell what `person`, or `by` in their place, did to their second step."""
    AuditEntry.note(by or person, AuditEntry.Action.SETTING, subject_of(person), detail=what)


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
    note(person, f"second step: {what} removed")


@transaction.atomic
def reset(person: User, *, by: User | None) -> bool:
    """Take all of it away from `person`, who has lost it, and sign them out; return whether there was anything."""
    gone = [model.objects.filter(person=person).delete()[0] for model in (CodeApp, Passkey, RecoveryCode)]
    if any(gone):
        AuditEntry.note(by, AuditEntry.Action.SETTING, subject_of(person), detail="second step taken away")
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
