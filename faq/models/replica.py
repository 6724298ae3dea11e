"""Lets pages for readers be read from a copy of the database, but only while that copy holds what is published now."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.models import Model

from faq.models.faults import UNAVAILABLE

ALIAS = "replica"
# Seconds for which nobody asks a replica again that was away, or did not have the newest edition yet
_PAUSE_AWAY, _PAUSE_BEHIND = 5, 0.5
# Seconds: the usual wait after an edit is much shorter, and worth no line in the log
_LONG_BEHIND = 30
_log = logging.getLogger(__name__)


@dataclass
class _Request:
    """One request that may read from the replica, and where it reads from once it has asked for a row."""

    # Number and token that the database itself gives
    edition: tuple[int, str]
    alias: str = ""


_request: ContextVar[_Request | None] = ContextVar("reads_from_replica", default=None)


def read_while_it_holds(edition: tuple[int, str]) -> None:
    """From here to the end of the `not_read` around it, read rows from the replica if it holds `edition`.

    That is (number, token), as the database itself gives it. The replica is asked with the first row, once.
    """
    _request.set(_Request(edition))


@contextmanager
def not_read() -> Iterator[None]:
    """Within, everything is read from the database itself: what is kept beyond a request, and what is written."""
    before = _request.set(None)
    try:
        yield
    finally:
        _request.reset(before)


def give_up() -> bool:
    """Read the rest of the request from the database itself; whether the replica was read and has failed."""
    request = _request.get()
    if request is None:
        return False
    was_read, request.alias = request.alias == ALIAS, DEFAULT_DB_ALIAS
    if not was_read or not connections[ALIAS].errors_occurred:
        return False
    _state.note_away()
    return True


class Router:
    """Django asks it where to read and write: everything that changes goes to the database itself."""

    def db_for_read(self, model: type[Model], **hints: Model) -> str | None:
        request = _request.get()
        if request is None:
            return self.db_for_write(model, **hints)
        if not request.alias:
            request.alias = ALIAS if _state.holds(request.edition) else DEFAULT_DB_ALIAS
        return request.alias

    def db_for_write(self, model: type[Model], instance: Model | None = None, **_hints: object) -> str | None:
        # Django would go where the row came from
        return DEFAULT_DB_ALIAS if instance is not None and instance._state.db == ALIAS else None

    def allow_relation(self, one: Model, other: Model, **_hints: object) -> bool | None:
        # The same rows in both
        return True if {one._state.db, other._state.db} <= {ALIAS, DEFAULT_DB_ALIAS, None} else None

    def allow_migrate(self, db: str, app_label: str, **_hints: object) -> bool | None:
        return False if db == ALIAS else None


class _State:
    """What this process knows of the replica. Threads may set it at once: at worst one asks too early."""

    def __init__(self) -> None:
        # time.monotonic; until then nobody asks
        self._asked_again_at = 0.0
        self._is_away = False
        # time.monotonic, of the first who did not find the edition there
        self._behind_since: float | None = None
        self._is_told_behind = False

    def holds(self, edition: tuple[int, str]) -> bool:
        """Whether the replica has exactly this edition now. Never raises for a replica that is away."""
        if time.monotonic() < self._asked_again_at:
            return False
        try:
            with connections[ALIAS].cursor() as cursor:
                cursor.execute("SELECT number, token FROM faq_edition WHERE id = 1")
                found = cursor.fetchone()
        # It may not have the table yet
        except Error:
            self.note_away()
            return False
        self._note_answer()
        return self._note_edition(is_held=found == edition)

    def note_away(self) -> None:
        self._asked_again_at = time.monotonic() + _PAUSE_AWAY
        with suppress(*UNAVAILABLE):
            connections[ALIAS].close()
        if not self._is_away:
            self._is_away = True
            _log.warning("The replica does not answer: pages are read from the database itself meanwhile")

    def _note_answer(self) -> None:
        if self._is_away:
            self._is_away = False
            _log.warning("The replica answers again")

    def _note_edition(self, *, is_held: bool) -> bool:
        now = time.monotonic()
        if is_held:
            if self._is_told_behind:
                _log.warning("The replica has caught up: pages are read from it again")
            self._behind_since, self._is_told_behind = None, False
            return True
        self._asked_again_at = now + _PAUSE_BEHIND
        self._behind_since = self._behind_since or now
        if now - self._behind_since > _LONG_BEHIND and not self._is_told_behind:
            self._is_told_behind = True
            _log.warning("The replica has been behind for %s s: pages are read from the database itself", _LONG_BEHIND)
        return False


_state = _State()
