"""Asks the clinic's own sign-in provider whether it is there, and who it says it is."""

import json
import urllib.request

from django.conf import settings

from faq.doctor.finding import START, Finding, steps

_PART = "Sign-in provider"
_SECONDS = 5
_LONGEST = 1_000_000


def provider() -> Finding:
    issuer = settings.KB_OIDC_ISSUER
    if not issuer:
        return Finding(_PART)
    address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    try:
        with urllib.request.urlopen(address, timeout=_SECONDS) as answer:
            described = json.loads(answer.read(_LONGEST))
            name = described.get("issuer")
    except (OSError, ValueError, AttributeError) as error:
        problem = f"{address} does not answer as a provider does ({getattr(error, 'reason', error)})."
        mend = "Start the provider, or set KB_OIDC_ISSUER to where it is. Passwords go on working."
        return Finding(_PART, problem, mend)
    if name != issuer:
        mend = steps(f"Set KB_OIDC_ISSUER={name}", START)
        return Finding(_PART, f"It calls itself {name}, not {issuer}.", mend)
    return Finding(_PART)
