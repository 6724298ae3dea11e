"""Saving the people who may sign in, each with one role, so that somebody is always left who may do everything."""

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import Q, QuerySet

from faq.accounts import sessions
from faq.accounts.roles import APPROVES, OWNER, ROLES
from faq.errors import RefusedError
from faq.models import AuditEntry, Clinic, Edition, changes_between, subject_of

_FIELDS = ("first_name", "last_name", "username", "email", "is_active", "is_staff")
_WORDS = ("first_name", "last_name", "username", "email")
NAME_TAKEN = "Somebody has this user name already. Please choose another one."


def check(person: User, *, role: str) -> None:
    """Raise `RefusedError` when nobody would be left who may do everything, were `person` kept with `role`.

    Also when somebody else has the user name, and when fewer than two people could approve although the clinic asks
    for approval.
    """
    if get_user_model().objects.filter(username=person.username).exclude(pk=person.pk).exists():
        raise RefusedError(NAME_TAKEN)
    _refuse_without_approvers(person, role)
    may_do_everything = person.is_active and (role == OWNER or person.is_superuser)
    # Whoever has chosen no password yet could not come in, should nobody else be left
    others = owners().exclude(pk=person.pk).exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    if not may_do_everything and not others.exists():
        raise RefusedError("Somebody must be able to do everything. Please make another person an owner first.")


@transaction.atomic
def save(person: User, *, role: str, by: User | None, password: str = "") -> User:
    """Save `person`, new or changed, as staff with exactly the role named `role`; return it.

    `password` becomes the new one unless it is empty; it is not checked here. `by` is who did it, for the audit log.
    Raises `RefusedError`, and changes nothing, when nobody would be left who may do everything, or when somebody else
    has the user name.
    """
    # Whoever switches approval on counts the people under the same lock
    Edition.lock()
    groups = {group.name: group for group in Group.objects.select_for_update().filter(name__in=ROLES)}
    check(person, role=role)
    detail = _detail(person, role, password)
    if password:
        person.set_password(password)
    elif person._state.adding:
        # Chosen by the person, by a link in a mail
        person.set_unusable_password()
    person.is_staff = True
    # A sign-in or a new password of the person's own, between reading and writing, stays
    person.save(update_fields=None if person._state.adding else [*_FIELDS, *(["password"] if password else [])])
    person.groups.set([groups[role]])
    if password or not person.is_active:
        # They would be of no use until the person may sign in again, and then be there once more
        sessions.forget_all(person)
    AuditEntry.note(by, AuditEntry.Action.SETTING, subject_of(person), detail=detail)
    return person


def owners() -> QuerySet[User]:
    """Return everybody who may sign in and do everything: the role Owner, and accounts made on the machine itself."""
    everything = Q(groups__name=OWNER) | Q(is_superuser=True)
    return get_user_model().objects.filter(everything, is_active=True, is_staff=True).distinct()


def readers_of_reports() -> QuerySet[User]:
    """Return everybody who may sign in and read the reports, by user name."""
    readers = get_user_model().objects.with_perm(
        "faq.view_reports", backend="django.contrib.auth.backends.ModelBackend"
    )
    return readers.filter(is_staff=True).order_by("username").distinct()


def role_of(person: User) -> str:
    """Return the name of the role that `person` has, "" for none; an account made on the machine itself is an owner."""
    if person.is_superuser:
        return OWNER
    return next((group.name for group in person.groups.all() if group.name in ROLES), "")


def _refuse_without_approvers(person: User, role: str) -> None:
    if person.is_active and (role in APPROVES or person.is_superuser) or not Clinic.load().asks_approval:
        return
    able = Q(groups__name__in=APPROVES) | Q(is_superuser=True)
    others = get_user_model().objects.filter(able, is_active=True, is_staff=True).exclude(pk=person.pk).distinct()
    if others.count() < 2 and others.model.objects.filter(able, pk=person.pk, is_active=True).exists():
        raise RefusedError(
            "Two people must be able to approve articles, as nobody approves their own. Please give another person the "
            "role Approver or Owner first, or take the tick at approval away in the clinic's details."
        )


def _detail(person: User, role: str, password: str) -> str:
    """Return what a new person may do, or what is changed of one who was there: rights first."""
    given = ["new password"] if password else []
    before = get_user_model().objects.filter(pk=person.pk).first()
    if before is None:
        return ", ".join([role if person.is_active else f"{role}, may not sign in", *given])
    former = role_of(before)
    said = [f"{former or 'no role'}, now {role}"] if former != role else []
    if before.is_active != person.is_active:
        said.append("may sign in again" if person.is_active else "may not sign in any more")
    return "; ".join(filter(None, [*said, *given, changes_between(before, person, _WORDS)]))[:500]
