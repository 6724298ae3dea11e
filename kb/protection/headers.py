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
    """Refuses TRACE and invented methods; tells browsers to lend a page no camera, place or payment.

    What somebody signed in has seen is kept by no browser, unless the page itself says that it may be. No cache keeps
    a fault either: what is not there now may be a moment later.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-store")
        elif response.status_code >= 400:
            response.headers.setdefault("Cache-Control", "no-store")
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware
