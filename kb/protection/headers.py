"""What every answer carries and every question passes, whatever page it is for."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

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
