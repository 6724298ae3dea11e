"""The clinic's own sign-in provider (OpenID Connect): asks it who somebody is, and believes only what it has signed."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from faq.errors import RefusedError

# Seconds: of one question to the provider, and how far its clock may be off
_PATIENCE, _TOLERANCE = 5, 120
# Only what its private key signs: never "none", never the secret that we hold, too
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


def is_there() -> bool:
    return bool(settings.KB_OIDC_ISSUER)


def name() -> str:
    """Return what the clinic's provider is called, "" where there is none."""
    return settings.KB_OIDC_NAME if is_there() else ""


def way_there(request: HttpRequest, address: str) -> HttpResponse:
    """Lead the browser to the provider, which leads it back to `address`; what it must bring is kept in the session.

    Raises `RefusedError` when the provider does not answer.
    """
    return _asked(lambda: _client().authorize_redirect(request, address))


def claims_of(request: HttpRequest) -> Mapping[str, Any]:
    """Return what the provider says of the person whom it has led back here, by `request`.

    It is signed by the provider, for this site, now, and in answer to what this browser asked, once. Raises
    `RefusedError` for anything else, with one sentence.
    """
    options = {
        "iss": {"essential": True, "values": [settings.KB_OIDC_ISSUER]},
        "aud": {"essential": True, "values": [settings.KB_OIDC_CLIENT_ID]},
        "sub": {"essential": True},
    }
    token = _asked(lambda: _client().authorize_access_token(request, claims_options=options, leeway=_TOLERANCE))
    if not token.get("userinfo"):
        raise RefusedError(_not_believed())
    return token["userinfo"]


def sign_out_address() -> str:
    """Return where somebody signs out of the provider as well, "" where it has no such page or does not answer."""
    try:
        return str(_asked(lambda: _client().server_metadata.get("end_session_endpoint", "")))
    except RefusedError:
        return ""


def _asked(ask: Any) -> Any:
    """Return what `ask` finds out from the provider, its own description of itself read before."""
    # Here, because loading them takes half a second, which a site without a provider need not spend
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    try:
        _describe()
        return ask()
    except RequestException as fault:
        raise RefusedError(
            f"{name()} does not answer just now. Please try again in a few minutes, or sign in with your password here."
        ) from fault
    except AuthlibBaseError as fault:
        if fault.error == "access_denied":
            raise RefusedError(f"You did not sign in at {name()}. Please try again when you are ready.") from fault
        raise RefusedError(_not_believed()) from fault
    except (JoseError, ValueError, TypeError, LookupError, AttributeError, RuntimeError) as fault:
        # Whatever an answer holds that none of a provider should
        raise RefusedError(_not_believed()) from fault


def _not_believed() -> str:
    return f"What {name()} answered could not be believed. Please begin again with the button below."


def _describe() -> None:
    """Read what the provider says of itself, once; hold it to its name and to safe signatures."""
    client = _client()
    try:
        client.load_server_metadata()
        if client.server_metadata.get("issuer") != settings.KB_OIDC_ISSUER:
            raise ValueError("it calls itself otherwise")
        offered = client.server_metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        client.server_metadata["id_token_signing_alg_values_supported"] = [x for x in offered if x in _ALGORITHMS]
    except Exception:
        # Asked again the next time
        _made.cache_clear()
        raise


def _client() -> Any:
    return _made(settings.KB_OIDC_ISSUER, settings.KB_OIDC_CLIENT_ID, settings.KB_OIDC_CLIENT_SECRET)


@lru_cache(maxsize=1)
def _made(issuer: str, client_id: str, client_secret: str) -> Any:
    from authlib.integrations.django_client import OAuth

    return OAuth().register(
        "staff",
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": _PATIENCE,
        },
    )
