"""What every answer carries and every question passes, whatever page it is for."""

from collections.abc import Callable
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponse]
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{power}=()"
        for power in (
            "accelerometer",
            "autoplay",
            "browsing-topics",
            "camera",
            "display-capture",
            "geolocation",
            "gyroscope",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "usb",
        )
    ),
}


def security_headers(answer: Answer) -> Answer:
    """Tells browsers to lend a page no camera, place or payment, and caches what they may keep.

    What somebody signed in has seen is kept by no browser, unless the page itself says that it may be. No cache keeps
    a fault either: what is not there now may be a moment later. Whatever else says nothing is asked for again.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Cache-Control", _keeping(request, response.status_code))
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def _keeping(request: HttpRequest, status: int) -> str:
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return "private, no-store"
    return "no-store" if status >= 400 else "private, no-cache"


def known_methods(answer: Answer) -> Answer:
    """Refuses TRACE and invented methods."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return answer(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)

    return middleware


class ContentPolicy(CSPMiddleware):
    """Sets the Content-Security-Policy as the library does, but builds it once instead of for each answer.

    What a view has changed for its own answer still goes through the library.
    """

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        self._policy = build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the policy on `response`, and return it."""
        is_own = getattr(response, "_csp_exempt", False) or self.get_policy_parts(request, response) != PolicyParts()
        if is_own:
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self._policy)
        return response
