"""Two ways to read or write the whole database at once: one state of it, or without anybody else writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from faq.models import Edition

# A save or an import that is under way is waited for; seconds
_PATIENCE = 60


@contextmanager
def one_state() -> Iterator[None]:
    """Within, whoever writes is not waited for, does not wait, and what they write is not seen."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        # Django's own mode here is IMMEDIATE, which would keep all others from writing
        wrapper: Any = connection
        before, wrapper.transaction_mode = wrapper.transaction_mode, "DEFERRED"
        first = "SELECT 1 FROM django_migrations"
    else:
        before, first = None, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(first)
            yield
    finally:
        if before:
            wrapper.transaction_mode = before


@contextmanager
def without_other_writers(models: list[type[Model]]) -> Iterator[None]:
    """Within, in one transaction, nobody else writes rows of `models`; readers go on.

    Whoever is writing is waited for, a minute at most; then raises OperationalError.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET lock_timeout = '{_PATIENCE}s'")
        else:
            cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE * 1000}")
    with transaction.atomic():
        _lock(models)
        yield


def _lock(models: list[type[Model]]) -> None:
    """Let nobody write before this transaction ends; SQLite does so from its start."""
    if connection.vendor != "postgresql":
        return
    # The row that every verb of staff locks first, so that none of them holds what is asked for below
    names = [Edition._meta.db_table, *(model._meta.db_table for model in models if model is not Edition)]
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"LOCK TABLE {connection.ops.quote_name(name)} IN EXCLUSIVE MODE")
