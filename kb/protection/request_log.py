"""Gives each request a number of its own, which stands in the log and in the answer, and names slow ones in the log."""

import logging
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kb.metrics import Requests

Answer = Callable[[HttpRequest], HttpResponse]
_log = logging.getLogger("kb.requests")
_id: ContextVar[str] = ContextVar("request_id", default="")


def current_id() -> str:
    """Return the number of the request that this thread answers, or "" outside of one."""
    return _id.get()


def log_requests(answer: Answer) -> Answer:
    """Name each request by a random number: what a client or proxy sends as such could hold anything.

    An answer that took KB_SLOW_MS milliseconds or longer is a line in the log, with its route and without its address.
    Where KB_METRICS_TOKEN is set, each is counted.
    """
    requests = Requests() if settings.KB_METRICS_TOKEN else None

    def middleware(request: HttpRequest) -> HttpResponse:
        _id.set(secrets.token_hex(8))
        began = time.perf_counter()
        response = answer(request)
        seconds = time.perf_counter() - began
        took = round(1000 * seconds)
        if requests:
            requests.note(request, response.status_code, seconds)
        if took >= settings.KB_SLOW_MS:
            facts = {"request": request, "event": "slow", "status_code": response.status_code, "ms": took}
            _log.warning("slow", extra=facts)
        response["X-Request-Id"] = current_id()
        return response

    return middleware
