"""Whom the provider speaks of: bound once by a confirmed e-mail address, then by what never changes."""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from faq.accounts import people
from faq.errors import RefusedError
from faq.models import AuditEntry, Edition, ProviderIdentity, subject_of

_SWITCHED_OFF = "This sign-in has been switched off. Please ask the owner of the site."
_LONGEST_SUBJECT, _LONGEST_ADDRESS = 255, 254


@transaction.atomic
def person_of(claims: Mapping[str, Any]) -> User:
    """Return the person whom `claims`, believed already, speak of. Raises `RefusedError` with the way out."""
    # Of two first sign-ins at the same moment the second finds what the first has bound
    Edition.lock()
    issuer, subject = settings.KB_OIDC_ISSUER, str(claims.get("sub") or "")
    if not subject or len(subject) > _LONGEST_SUBJECT:
        raise RefusedError(f"{_name()} did not say who you are. Please tell whoever runs this site.")
    bound = ProviderIdentity.objects.select_related("person").filter(issuer=issuer, subject=subject).first()
    if bound:
        return _still_here(bound.person)
    email = _confirmed_address(claims)
    person = _still_here(_with_address(email) or _new(claims, email))
    if ProviderIdentity.objects.filter(person=person).exists():
        raise RefusedError(
            f"Somebody else at {_name()} signs in as the person with the address {email}. Please ask the "
            "owner of the site to look at it."
        )
    ProviderIdentity.objects.create(person=person, issuer=issuer, subject=subject)
    now = f"signs in with {_name()} from now on"
    AuditEntry.note(person, AuditEntry.Action.SETTING, subject_of(person), detail=now)
    return person


def _name() -> str:
    return settings.KB_OIDC_NAME


def _still_here(person: User) -> User:
    if not (person.is_active and person.is_staff):
        raise RefusedError(_SWITCHED_OFF)
    return person


def _confirmed_address(claims: Mapping[str, Any]) -> str:
    email, is_confirmed = claims.get("email"), claims.get("email_verified")
    if not isinstance(email, str) or "@" not in email or len(email) > _LONGEST_ADDRESS or not email.isprintable():
        raise RefusedError(f"{_name()} did not tell your e-mail address. Please tell whoever runs this site.")
    is_trusted = settings.KB_OIDC_TRUSTS_EMAIL and is_confirmed is None
    if is_confirmed not in (True, "true") and not is_trusted:
        raise RefusedError(
            f"{_name()} has not confirmed your e-mail address {email}. Please confirm it there, then try again."
        )
    return email


def _with_address(email: str) -> User | None:
    """Accounts above all roles are of this machine alone: no provider opens them."""
    alike = User.objects.filter(email__iexact=email, is_staff=True, is_superuser=False)
    # PostgreSQL also takes a letter without its dot, or a long s, for the plain one
    found = [person for person in alike if person.email.lower() == email.lower()]
    if len(found) > 1:
        raise RefusedError(f"Several people here have the address {email}. Please ask the owner of the site.")
    return found[0] if found else None


def _new(claims: Mapping[str, Any], email: str) -> User:
    """Add somebody whom no owner has added, where the settings of the site say that such people come in."""
    role = _role_of(claims, email)
    if not role:
        raise RefusedError(f"Nobody here has the address {email}. Please ask the owner of the site to add you.")
    person = User(username=_free_name(email), email=email, is_active=True)
    person.first_name, person.last_name = (str(claims.get(each) or "")[:150] for each in ("given_name", "family_name"))
    person.set_unusable_password()
    return people.save(person, role=role, by=None)


def _role_of(claims: Mapping[str, Any], email: str) -> str:
    domain, groups = email.rpartition("@")[2].lower(), claims.get("groups")
    for kind, what, role in settings.KB_OIDC_NEW_PEOPLE:
        if what == domain if kind == "domain" else isinstance(groups, list) and what in groups:
            return role
    return ""


def _free_name(email: str) -> str:
    plain = re.sub(r"[^\w.+-]", "", email.partition("@")[0])[:100] or "person"
    taken = set(User.objects.filter(username__startswith=plain).values_list("username", flat=True))
    return next(each for each in [plain, *(f"{plain}{number}" for number in range(2, 10_000))] if each not in taken)
