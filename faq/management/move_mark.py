"""A table in a database that a move fills: it says how far the move has come, until a site was started on it."""

from typing import Any

from django.db import connection

_TABLE = "kb_move"
FRESH, BEGUN, DONE = "fresh", "begun", "done"


def of(database: Any) -> str | None:
    """Return FRESH, BEGUN or DONE for a database (Django's connection) that a move was begun into, else None."""
    with database.cursor() as cursor:
        if _TABLE not in database.introspection.table_names(cursor):
            return None
        cursor.execute(f"SELECT state FROM {_TABLE}")
        return str(cursor.fetchone()[0])


def make(database: Any) -> None:
    """Say of an empty database that a move into it begins."""
    with database.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {_TABLE} AS SELECT CAST('{FRESH}' AS varchar(10)) AS state")


def put(database: Any, state: str) -> None:
    """Say how far a move into `database` has come."""
    with database.cursor() as cursor:
        cursor.execute(f"UPDATE {_TABLE} SET state = %s", [state])


def is_half_filled() -> bool:
    """Whether this site's own database is one that a move has not filled to the end."""
    return of(connection) not in (None, DONE)


def settle() -> None:
    """Take note that the site is served from its database now, so that no move writes into it any more."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_TABLE}")


def is_there() -> bool:
    """Whether this site's own database was filled by a move and never served from since."""
    return of(connection) is not None
