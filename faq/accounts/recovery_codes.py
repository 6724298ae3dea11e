"""Codes on paper for whoever has lost phone and passkeys: shown once, each taken once, kept as hashes."""

import base64
import hashlib
import re
import secrets

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from faq.models import RecoveryCode

HOW_MANY = 8


@transaction.atomic
def renew(person: User) -> list[str]:
    """Return new codes for `person`, such as "abcd-efgh-ijkl-mnop"; those of before are of no use any more."""
    codes = [_new() for _ in range(HOW_MANY)]
    RecoveryCode.objects.filter(person=person).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(person=person, hashed=_hashed(person, code)) for code in codes)
    return codes


def takes(person: User, code: str) -> bool:
    """Whether `code`, with hyphens or without, is one of `person` that was not used; then it is used now."""
    unused = RecoveryCode.objects.filter(person=person, hashed=_hashed(person, code), used_at=None)
    return unused.update(used_at=timezone.now()) == 1


def left(person: User) -> int:
    return RecoveryCode.objects.filter(person=person, used_at=None).count()


def _new() -> str:
    """80 bits, so that no hash of one can be found by trying."""
    letters = base64.b32encode(secrets.token_bytes(10)).decode().lower()
    return "-".join(re.findall("....", letters))


def _hashed(person: User, code: str) -> str:
    plain = re.sub(r"[\s-]", "", code).lower()
    return hashlib.sha256(f"{person.pk} {plain}".encode()).hexdigest()
