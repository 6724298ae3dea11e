"""Does what is due by the clock before anything is answered, so that every page, list and search is right at once.

So it is the first that asks the database, and answers readers where that is away.
"""

import logging
import time
from collections.abc import Callable
from threading import Lock

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from faq.models import Edition
from faq.models.faults import UNAVAILABLE
from faq.models.request_writes import brief_wait
from faq.publishing import due

# (number, token, moves_at)
EditionRow = tuple[int, str, int | None]
# Seconds for which no reader waits after one has waited in vain, and for which a fault of ours is not tried again
_PAUSE, _LONG_PAUSE = 1, 60
# Seconds for which a database that is away is not asked again, at most
_LONGEST_AWAY = 5
# Says that this process lives, whatever the database does
_ALIVE = "/healthz"
# What watches over the site is told by these pages; staff by `admin/not_saved.py`, with their words
_ANSWER_THEMSELVES = (_ALIVE, "/readyz", "/metrics", "/admin/")
# Seconds after which a search engine, or a web server in front, may ask again
_RETRY_AFTER = "30"
_log = logging.getLogger(__name__)
_busy_until = 0.0


class _Database:
    """Asks the database what is published; of one that is away only one thread at a time finds out when it is back.

    A server that is silent keeps whoever asks waiting for seconds: without this, soon all threads.
    """

    def __init__(self) -> None:
        self._is_away = False
        self._not_before = 0.0
        self._turn = Lock()

    def edition(self) -> EditionRow | None:
        """Return what `edition` returns; None where the database cannot be asked, or was away just now."""
        if not self._is_away:
            return self._ask()
        if time.monotonic() < self._not_before or not self._turn.acquire(blocking=False):
            return None
        try:
            return self._ask()
        finally:
            self._turn.release()

    def _ask(self) -> EditionRow | None:
        began = time.monotonic()
        try:
            row = edition()
        except UNAVAILABLE as fault:
            if not self._is_away:
                _log.error(
                    "The database does not answer (%s): readers are told to try again later", type(fault).__name__
                )
            ended = time.monotonic()
            # As long as it was waited for in vain: at most half of the time is spent so
            self._is_away, self._not_before = True, ended + min(ended - began, _LONGEST_AWAY)
            return None
        if self._is_away:
            _log.warning("The database answers again")
        self._is_away = False
        return row


_database = _Database()


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set `request.edition` to what is published at this moment; None where the database cannot be asked.

    Whoever only reads then gets a page that needs no database, and 503.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        request.edition = None if request.path_info == _ALIVE else _database.edition()
        is_reader = request.method in ("GET", "HEAD") and not request.path_info.startswith(_ANSWER_THEMSELVES)
        return _away() if request.edition is None and is_reader else get_response(request)

    return answer


def _away() -> HttpResponse:
    response = HttpResponse(render_to_string("500.html"), status=503, headers={"Retry-After": _RETRY_AFTER})
    # Django would write a line for each
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


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
