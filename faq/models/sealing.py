"""Encrypts what must be read again and is nobody's business at rest, with a key made from the site's secret key."""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.crypto import salted_hmac

_NONCE = 12


def seal(text: str, about: str) -> str:
    """Return `text` encrypted; only `unsealed` with the same `about` ("the code app of 7") reads it."""
    nonce = secrets.token_bytes(_NONCE)
    return base64.b64encode(nonce + _cipher().encrypt(nonce, text.encode(), about.encode())).decode()


def unsealed(sealed: str, about: str) -> str:
    """Return the text of `seal`, "" for anything else: it was made with another secret key, or for something else."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        return _cipher().decrypt(raw[:_NONCE], raw[_NONCE:], about.encode()).decode()
    except (InvalidTag, ValueError):
        return ""


def _cipher() -> AESGCM:
    return AESGCM(salted_hmac("faq.sealing", "", settings.SECRET_KEY, algorithm="sha256").digest())
