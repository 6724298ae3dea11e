"""Passkeys (WebAuthn): a device signs a question of ours after a look at a fingerprint, a face or a PIN."""

import base64
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from faq.errors import RefusedError
from faq.models import Passkey

_MOST = 20
# Letters of an answer; real ones have some hundred
_LONGEST_ANSWER = 20_000
NOT_TAKEN = "That did not work. Please try again, or take another way below."


@dataclass(frozen=True)
class Site:
    """The site as browsers know it: its origin ("https://help.example.org") and what it is called."""

    origin: str
    name: str

    @property
    def address(self) -> str:
        """The name that passkeys are bound to."""
        return urlsplit(self.origin).hostname or ""

    @property
    def has_name(self) -> bool:
        """Whether the site is reached by a name: passkeys cannot be bound to a number."""
        return not re.fullmatch(r"[0-9.]+|.*:.*", self.address)


def begin_adding(person: User, site: Site) -> tuple[str, dict[str, Any]]:
    """Return the question for the browser, as JSON, and what `add` needs to know of it."""
    options, state = _server(site).register_begin(
        PublicKeyCredentialUserEntity(
            # Says to the device whose it is; no name, which may change
            id=f"kb-{person.pk}".encode(),
            name=person.get_username(),
            display_name=person.get_full_name() or person.get_username(),
        ),
        [_credential(each) for each in _of(person, site)],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return json.dumps(dict(options.public_key)), state


@transaction.atomic
def add(person: User, site: Site, state: Any, answer: str, device: str) -> Passkey:
    """Keep the passkey that the browser has made. Raises `RefusedError` for any other answer."""
    if Passkey.objects.filter(person=person).count() >= _MOST:
        raise RefusedError("You have many passkeys already. Please remove one that you do not use first.")
    try:
        made = _server(site).register_complete(state, _read(answer))
    # Whatever a forged answer holds
    except Exception as fault:
        raise RefusedError(NOT_TAKEN) from fault
    if made.credential_data is None:
        raise RefusedError(NOT_TAKEN)
    credential = base64.b64encode(bytes(made.credential_data)).decode()
    values = {"credential": credential, "sign_count": made.counter, "address": site.address, "device": device}
    return Passkey.objects.create(person=person, **values)


def begin_using(person: User, site: Site) -> tuple[str, dict[str, Any]] | None:
    """Return the question for the browser and what `takes` needs of it; None where no passkey works at this site."""
    kept = [_credential(each) for each in _of(person, site)]
    if not kept:
        return None
    options, state = _server(site).authenticate_begin(kept, user_verification=UserVerificationRequirement.REQUIRED)
    return json.dumps(dict(options.public_key)), state


@transaction.atomic
def takes(person: User, site: Site, state: Any, answer: str) -> bool:
    """Whether a passkey of `person` has signed the question of `state`, which must not be asked again."""
    rows = list(_of(person, site).select_for_update())
    try:
        sent = AuthenticationResponse.from_dict(_read(answer))
        used = _server(site).authenticate_complete(state, [_credential(each) for each in rows], sent)
    # Whatever a forged answer holds
    except Exception:
        return False
    row = next(each for each in rows if _credential(each).credential_id == used.credential_id)
    count = sent.response.authenticator_data.counter
    if (count or row.sign_count) and count <= row.sign_count:
        # A copy of the device, which is behind
        return False
    row.sign_count, row.used_at = count, timezone.now()
    row.save(update_fields=["sign_count", "used_at"])
    return True


def addresses_of(person: User) -> set[str]:
    """Return the sites that passkeys of `person` were made for."""
    return set(Passkey.objects.filter(person=person).values_list("address", flat=True))


def _server(site: Site) -> Fido2Server:
    entity = PublicKeyCredentialRpEntity(id=site.address, name=site.name)
    return Fido2Server(entity, verify_origin=lambda origin: origin == site.origin)


def _of(person: User, site: Site) -> Any:
    return Passkey.objects.filter(person=person, address=site.address)


def _credential(row: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(base64.b64decode(row.credential))


def _read(answer: str) -> Any:
    if len(answer) > _LONGEST_ANSWER:
        raise ValueError("longer than any answer of a browser")
    return json.loads(answer)
