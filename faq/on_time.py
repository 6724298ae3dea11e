"""Does what is due by the clock before anything is answered, so that every page, list and search is right at once."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from faq.models import Edition
from faq.models.faults import UNAVAILABLE
from faq.models.request_writes import brief_wait
from faq.publishing import due

# (number, token, moves_at)
EditionRow = tuple[int, str, int | None]
# Seconds for which no reader waits after one has waited in vain, and for which a fault of ours is not tried again
_PAUSE, _LONG_PAUSE = 1, 60
_log = logging.getLogger(__name__)
_busy_until = 0.0


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set `request.edition` to what is published at this moment; None where the database cannot be asked."""

    def answer(request: HttpRequest) -> HttpResponse:
        try:
            request.edition = edition()
        except UNAVAILABLE:
            # A page that needs the database says so itself
            request.edition = None
        return get_response(request)

    return answer


def edition() -> EditionRow:
    """Return what is published now, after everything that is due went live or off the site.

    While the database takes no writes, readers see for that long what was published before. Raises its faults where it
    cannot be read.
    """
    row = Edition.read()
    if row[2] is None or timezone.now().timestamp() < row[2] or time.monotonic() < _busy_until:
        return row
    try:
        with brief_wait():
            due.apply()
    except UNAVAILABLE as fault:
        _pause(_PAUSE)
        _log.warning("What is due cannot be published or taken off the site now (%s)", type(fault).__name__)
    except Exception:
        # Readers get their pages all the same
        _pause(_LONG_PAUSE)
        _log.exception("What is due could not be published or taken off the site")
    return Edition.read()


def _pause(seconds: int) -> None:
    global _busy_until
    _busy_until = time.monotonic() + seconds
