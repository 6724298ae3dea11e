"""How a request writes what nobody is to wait for: briefly, and so that one can find out later if it was stored."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, OperationalError, connections, transaction

from faq.models.faults import UNAVAILABLE

# Milliseconds
_WAIT = 500
# Milliseconds after which PostgreSQL rolls back a transaction whose commit never arrives: its locks bar others
_IDLE = 10_000
_SET_UP = (
    "SELECT set_config('lock_timeout', %s, true), set_config('idle_in_transaction_session_timeout', %s, true), "
    "pg_current_xact_id()::text"
)
# An id that was not given out yet comes from a server whose last moments were lost: what it stored is lost too
_STATUS = "SELECT CASE WHEN %s::xid8 > pg_current_xact_id() THEN 'aborted' ELSE pg_xact_status(%s::xid8) END"


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


class InDoubtError(OperationalError):
    """PostgreSQL went away with a commit; `was_stored` asks about `transaction_id` later."""

    def __init__(self, transaction_id: str) -> None:
        super().__init__(f"PostgreSQL went away with the commit of transaction {transaction_id}.")
        self.transaction_id = transaction_id


@contextmanager
def brief_commit() -> Iterator[None]:
    """Store what is done within it as one, waiting for others as `brief_wait` does.

    Raises InDoubtError where it may be stored, and of whatever else is raised nothing is stored. On PostgreSQL the
    transaction's id is asked for first, and stays known when the answer to the commit never comes. SQLite has no
    connection to lose: there, and within a transaction of somebody else, each statement counts by itself.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "postgresql" or database.in_atomic_block:
        with brief_wait():
            yield
        return
    transaction_id = ""
    try:
        with transaction.atomic():
            with database.cursor() as cursor:
                cursor.execute(_SET_UP, [str(_WAIT), str(_IDLE)])
                begun = cursor.fetchone()[-1]
            yield
            transaction_id = begun
    except UNAVAILABLE as fault:
        # Before the commit was sent there is nothing to be in doubt about
        if not transaction_id:
            raise
        raise InDoubtError(transaction_id) from fault


def was_stored(transaction_id: str) -> bool | None:
    """Whether the transaction of an `InDoubtError` was stored; None where the database cannot tell any more.

    Raises OperationalError while it is still under way. Has to be asked within a transaction.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "postgresql":
        return None
    with database.cursor() as cursor:
        cursor.execute(_STATUS, [transaction_id, transaction_id])
        state = cursor.fetchone()[0]
    if state == "in progress":
        raise OperationalError(f"Transaction {transaction_id} is still under way.")
    return None if state is None else state == "committed"
