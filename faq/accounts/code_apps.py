"""Codes from an app on somebody's phone: six digits, new every half minute (RFC 6238), each taken once."""

import base64
import re
import secrets
import time

from cryptography.hazmat.primitives.constant_time import bytes_eq
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.contrib.auth.models import User
from django.db import transaction

from faq.errors import RefusedError
from faq.models import CodeApp, sealing
from faq.models.second_steps import about_app_of

# Seconds
WINDOW = 30
# Half minutes that a phone's clock may be slow or fast
_DRIFT = 1
_DIGITS = 6
NOT_THIS_CODE = (
    "That code is not the one that the app shows now. Please type the newest one. If it goes on, set the clock of "
    "your phone to be set by itself."
)


def new_secret() -> str:
    """Return a new secret of 160 bits, as apps take it by hand (base32)."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def link(secret: str, person: User, site_name: str) -> str:
    """Return what the square picture holds that an app reads."""
    return _codes(secret).get_provisioning_uri(person.get_username(), site_name.replace(":", " "))


@transaction.atomic
def add(person: User, secret: str, code: str, now: float | None = None) -> None:
    """Keep `secret` as that of `person`, in place of an older one. Raises `RefusedError` unless `code` is its code."""
    window = _window_of(secret, code, time.time() if now is None else now)
    if window is None:
        raise RefusedError(NOT_THIS_CODE)
    values = {"secret": sealing.seal(secret, about_app_of(person.pk)), "last_window": window}
    CodeApp.objects.filter(person=person).delete()
    CodeApp.objects.create(person=person, **values)


@transaction.atomic
def takes(person: User, code: str, now: float | None = None) -> bool:
    """Whether `code` is what the app of `person` shows; then neither it nor an older one is ever taken again."""
    app = CodeApp.objects.select_for_update().filter(person=person).first()
    secret = app.plain_secret if app else ""
    window = _window_of(secret, code, time.time() if now is None else now) if secret else None
    if app is None or window is None:
        return False
    # Of two who send the same code at the same moment one is taken
    return CodeApp.objects.filter(pk=app.pk, last_window__lt=window).update(last_window=window) == 1


def is_lost(person: User) -> bool:
    """Whether `person` has an app whose secret this site has not: a backup brought it back without a password."""
    app = CodeApp.objects.filter(person=person).first()
    return app is not None and not app.plain_secret


def code_at(secret: str, now: float) -> str:
    """Return the code that an app shows at `now`."""
    return _codes(secret).generate(now).decode()


def _window_of(secret: str, code: str, now: float) -> int | None:
    """Return the half minute whose code was typed, spaces in it or not; None for none near `now`."""
    typed = re.sub(r"\s", "", code)
    if not re.fullmatch(rf"[0-9]{{{_DIGITS}}}", typed):
        return None
    present = int(now // WINDOW)
    near = range(present - _DRIFT, present + _DRIFT + 1)
    return next((each for each in near if bytes_eq(code_at(secret, each * WINDOW).encode(), typed.encode())), None)


def _codes(secret: str) -> TOTP:
    # What every app knows; in a code that is keyed, SHA-1 is not weak
    return TOTP(base64.b32decode(secret), _DIGITS, SHA1(), WINDOW)
