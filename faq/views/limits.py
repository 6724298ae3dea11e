"""Keeps one client from asking too much; who asked is counted in memory only, and only for a minute."""

from collections.abc import Callable
from functools import wraps

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from faq.values import client_address

# Seconds, from a client's first request
WINDOW = 60
HALF_AN_HOUR = 30 * 60


def client_of(request: HttpRequest) -> str:
    """Return who asks, as text to count by; IPv6 addresses of one household are one client."""
    return client_address.client_of(_address(request))


def known_client_of(request: HttpRequest) -> str:
    """Return who asks, as `client_of` does; "" where all readers would be one, so that nobody is taken for another.

    So it is behind a proxy that does not say who asks, and at a local socket.
    """
    return client_of(request) if client_address.tells_clients_apart(_address(request)) else ""


def is_first_in_half_an_hour(request: HttpRequest, what: str) -> bool:
    """Whether this client did not do `what` in the last half hour; remembered in memory only, under a keyed hash.

    Where nobody can tell who asks, each is the first.
    """
    client = known_client_of(request)
    return not client or is_first(client, what, HALF_AN_HOUR)


def is_first(client: str, what: str, seconds: int) -> bool:
    """Whether `client` (see `known_client_of`) did not do `what` in the last `seconds`, as above."""
    return caches["limits"].count(f"{what} by {client}", seconds) == 1


def at_most(times: int) -> Callable:
    """Answer a client's requests to the view up to `times` a minute, then ask it to wait.

    This machine's own requests are not counted: behind a proxy that does not say who asks, all readers would be one.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        name = f"{view.__module__}.{view.__qualname__}"

        @wraps(view)
        def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if _is_elsewhere(request) and _count(name, client_of(request)) > times:
                return _please_wait(request)
            return view(request, *args, **kwargs)

        return answer

    return decorate


def _count(view_name: str, client: str) -> int:
    return caches["limits"].count(f"requests of {view_name} by {client}", WINDOW)


def _please_wait(request: HttpRequest) -> HttpResponse:
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(WINDOW)
    response["Cache-Control"] = "no-store"
    return response


def _is_elsewhere(request: HttpRequest) -> bool:
    # A local socket has no address.
    return bool(_address(request)) and not client_address.is_loopback(_address(request))


def _address(request: HttpRequest) -> str:
    return request.META.get("REMOTE_ADDR", "")


def trust_nearest_proxy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Take the client's address from the nearest proxy, so that limits do not count everybody as one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR")
        if forwarded is not None:
            request.META["REMOTE_ADDR"] = client_address.nearest_forwarded(forwarded)
        return get_response(request)

    return middleware
