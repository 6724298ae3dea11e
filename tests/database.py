"""Puts the database of the tests into the states in which it takes nothing: locked, full, read-only, away."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import OperationalError, connection

from tests.services import free_port


@contextmanager
def locked() -> Iterator[None]:
    """Another program holds the write lock; whoever reads is not disturbed."""
    other = connection.copy()
    with other.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("BEGIN IMMEDIATE")
        else:
            tables = ", ".join(f'"{name}"' for name in connection.introspection.table_names())
            cursor.execute(f"BEGIN; LOCK TABLE {tables} IN EXCLUSIVE MODE")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
            other.close()


@contextmanager
def read_only() -> Iterator[None]:
    """The database may be read and not written."""
    on, off = {
        "sqlite": ("PRAGMA query_only = 1", "PRAGMA query_only = 0"),
        "postgresql": ("SET default_transaction_read_only = on", "RESET default_transaction_read_only"),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(on)
        try:
            yield
        finally:
            cursor.execute(off)


@contextmanager
def away() -> Iterator[None]:
    """Nobody answers where the database was."""
    settings = connection.settings_dict
    kept = {name: settings[name] for name in ("NAME", "HOST", "PORT")}
    connection.close()
    settings.update({"NAME": Path("/proc/away")} if connection.vendor == "sqlite" else {"PORT": str(free_port())})
    try:
        yield
    finally:
        connection.close()
        settings.update(kept)


@contextmanager
def full() -> Iterator[None]:
    """The disk has no room left. SQLite only: PostgreSQL offers no such limit."""
    with connection.cursor() as cursor:
        # What is free within the file is given back first
        cursor.execute("VACUUM")
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")


# What a statement raises then
LOCKED = OperationalError("database is locked")
STATES: dict[str, Callable] = {"locked": locked, "read-only": read_only, "away": away}


def wait_briefly() -> None:
    """Let this connection wait for a lock no longer than a test should."""
    statement = {"sqlite": "PRAGMA busy_timeout = 20", "postgresql": "SET lock_timeout = 20"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(statement)


def failing_for(table: str, *words: str) -> Callable:
    """A database that fails at statements for `table` that begin with one of `words`."""

    def run(execute: Callable, sql: str, *more: object) -> object:
        if table in sql and sql.startswith(words):
            raise LOCKED
        return execute(sql, *more)

    return run
