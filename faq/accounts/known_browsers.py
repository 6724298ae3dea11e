"""Which people have signed in with a browser before, as a signed note that the browser itself keeps.

It opens nothing. Guesses of passwords by strangers are counted apart from those of a browser that is known, so whoever
guesses at somebody's name does not keep that person out (`sign_in_limits.py`).
"""

import secrets

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

COOKIE = "__Secure-kb-known" if settings.HTTPS else "kb-known"
# Seconds, from the last time that somebody signed in with this browser
MAX_AGE = 180 * 24 * 60 * 60
# Of a browser at a front desk; one more, and the first is forgotten
_MOST_NAMES = 12
_SALT = "faq.known-browsers"


def known_as(note: str, name: str) -> str:
    """Return what tells this browser from others where somebody called `name` signs in, "" where nobody did before."""
    return _read(note).get(_hashed(name), "")


def with_name(note: str, name: str) -> str:
    """Return `note` after somebody called `name` has signed in with this browser."""
    kept = _read(note)
    browser = kept.pop(_hashed(name), "") or secrets.token_urlsafe(12)
    kept[_hashed(name)] = browser
    return signing.dumps(dict(list(kept.items())[-_MOST_NAMES:]), salt=_SALT)


def _read(note: str) -> dict[str, str]:
    """What is forged, damaged or old is empty."""
    try:
        return signing.loads(note, salt=_SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return {}


def _hashed(name: str) -> str:
    """Return what stands for a name in its very letters: whoever reads a shared computer's note learns nobody's."""
    return salted_hmac(_SALT, name, algorithm="sha256").hexdigest()[:16]
