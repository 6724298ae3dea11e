"""What every answer carries and every question passes, whatever page it is for."""

from collections.abc import Callable

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


def careful_headers(answer: Answer) -> Answer:
    """Refuses TRACE and invented methods; tells browsers to lend a page no camera, place or payment."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def behind_a_proxy(answer: Answer) -> Answer:
    """Takes the reader's address from the nearest proxy, so that log-in limits do not count everybody as one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        nearest = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if nearest:
            request.META["REMOTE_ADDR"] = nearest
        return answer(request)

    return middleware
