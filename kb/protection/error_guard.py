"""The outermost layer: whatever fails inside it, the reader gets our page and the log a line without typed text."""

import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from kb.protection import headers
from kb.protection.body_limits import force_utf8

Application = Callable[[dict[str, Any], Callable], Iterable[bytes]]
_log = logging.getLogger("kb")


def fault_page() -> Application:
    """Return a WSGI application that answers everything with our page of a fault; it needs nothing but memory."""
    page = render_to_string("500.html").encode()
    headers = _headers(len(page))

    def answer(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        start_response("500 Internal Server Error", headers, sys.exc_info())
        return [page]

    return answer


def guard_errors(application: Application) -> Application:
    """Wrap a WSGI application so that no fault of it reaches the server, which would print what a reader typed."""
    answer_fault = fault_page()

    def answer(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        try:
            force_utf8(environ)
            return GuardedResponse(application(environ, start_response))
        except Exception:
            _log.exception("A request failed outside every page")
            return answer_fault(environ, start_response)

    return answer


class BrokenResponseError(Exception):
    """An answer broke off in its middle; the log has said why."""


class GuardedResponse:
    """An answer on its way: a fault in its middle ends it, with a redacted line in the log."""

    def __init__(self, answer: Iterable[bytes]) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._answer
        except Exception:
            _log.exception("An answer broke off")
            raise BrokenResponseError from None

    def close(self) -> None:
        close = getattr(self._answer, "close", None)
        if close:
            close()


def _headers(length: int) -> list[tuple[str, str]]:
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(length)),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", "; ".join(f"{name} {' '.join(allowed)}" for name, allowed in policy.items())),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", settings.X_FRAME_OPTIONS),
        ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
        ("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY),
        *headers.HEADERS.items(),
        *_https_only(),
    ]


def _https_only() -> list[tuple[str, str]]:
    """As django.middleware.security has it; a site on https says so on every answer."""
    if not settings.SECURE_HSTS_SECONDS:
        return []
    below = "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
    preload = "; preload" if settings.SECURE_HSTS_PRELOAD else ""
    return [("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}{below}{preload}")]
