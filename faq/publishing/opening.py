"""Opens a new site: its first questions, and one sign-in for each role."""

import secrets
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from faq.models import Article, AuditEntry, roles
from faq.publishing import exchange

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another one


class SignIn(NamedTuple):
    """What its owner must be told once; the password is kept nowhere."""

    name: str
    password: str
    meaning: str


def is_untouched() -> bool:
    """Whether nobody has worked here yet; what a clinic has deleted must not come back."""
    return not (Article.objects.exists() or AuditEntry.objects.exists() or has_sign_ins())


def has_sign_ins() -> bool:
    return get_user_model().objects.exists()


@transaction.atomic
def load_questions() -> int:
    """Publishes the clinic's first questions, all or none, and returns how many there are."""
    return exchange.load_seed()


@transaction.atomic
def make_sign_ins() -> list[SignIn]:
    """Makes one sign-in for each role, named like it, with a password of its own."""
    roles.ensure_roles()
    return [_make_sign_in(role, meaning) for role, meaning in roles.ROLES.items()]


def _make_sign_in(role: str, meaning: str) -> SignIn:
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    user = get_user_model().objects.create_user(role.lower(), password=password, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return SignIn(user.get_username(), password, meaning)
