"""How long a reader's request waits for other writers of the database."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections

from faq.models.faults import UNAVAILABLE

# Milliseconds
_WAIT = 500


@contextmanager
def brief_wait() -> Iterator[None]:
    """Let statements wait for other writers only as long as a reader may, not as long as staff who save."""
    # Looked up once: each look costs as much as the statement
    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    brief, usual = _waits(database.vendor)
    try:
        with database.wrap_database_errors:
            database.connection.execute(brief)
    except UNAVAILABLE:
        # Nothing was sent through it that may have been stored
        database.close()
        raise
    try:
        yield
    finally:
        # A connection that broke is not used again
        with suppress(DatabaseError, InterfaceError), database.wrap_database_errors:
            if database.connection is not None:
                database.connection.execute(usual)


@cache
def _waits(vendor: str) -> tuple[str, str]:
    """Return the statement that makes the wait brief, and the one that makes it what the settings say."""
    if vendor == "postgresql":
        return f"SET lock_timeout = {_WAIT}", "RESET lock_timeout"
    usual = int(settings.DATABASES["default"]["OPTIONS"]["timeout"] * 1000)
    return f"PRAGMA busy_timeout = {_WAIT}", f"PRAGMA busy_timeout = {usual}"
