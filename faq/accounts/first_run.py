"""The accounts that a new site begins with: one for each role."""

import secrets
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from faq.accounts import roles
from faq.models import Article, AuditEntry

# None that looks like another one
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class NewAccount(NamedTuple):
    """An account just made, as its person must be told once: only a hash of the password is kept."""

    name: str
    password: str
    description: str


def is_untouched() -> bool:
    """Whether nobody has worked here yet; what a clinic has deleted must not come back."""
    return not (Article.objects.exists() or AuditEntry.objects.exists() or has_accounts())


def has_accounts() -> bool:
    return get_user_model().objects.exists()


@transaction.atomic
def create_accounts() -> list[NewAccount]:
    """Create an editor, a manager and an owner, named so, each with a random password; return them all.

    Whoever approves what others wrote is a person that a clinic adds, where it wants one.
    """
    roles.ensure_roles()
    return [_create_account(role, roles.ROLES[role]) for role in (roles.EDITOR, roles.MANAGER, roles.OWNER)]


def _create_account(role: str, description: str) -> NewAccount:
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    user = get_user_model().objects.create_user(role.lower(), password=password, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return NewAccount(user.get_username(), password, description)
