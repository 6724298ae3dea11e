"""What every answer carries and every question passes, whatever page it is for."""

from collections.abc import Callable
from ipaddress import ip_address

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


UNKNOWN_ADDRESS = "0.0.0.0"


def trust_nearest_proxy(answer: Answer) -> Answer:
    """Takes the reader's address from the nearest proxy, so that limits do not count everybody as one.

    Only the last address is believed: the ones before it are whatever the browser wrote. What is no address, or this
    machine's own, counts as one unknown client.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        said = request.META.get("HTTP_X_FORWARDED_FOR")
        if said is not None:
            request.META["REMOTE_ADDR"] = _address(said.rpartition(",")[2].strip())
        return answer(request)

    return middleware


def _address(said: str) -> str:
    if said.startswith("["):  # [2001:db8::1]:443
        said = said[1:].partition("]")[0]
    elif said.count(":") == 1:  # 203.0.113.9:443
        said = said.partition(":")[0]
    try:
        address = ip_address(said)
    except ValueError:
        return UNKNOWN_ADDRESS
    address = getattr(address, "ipv4_mapped", None) or address  # ::ffff:127.0.0.1 is this machine too
    return UNKNOWN_ADDRESS if address.is_loopback else str(address)
