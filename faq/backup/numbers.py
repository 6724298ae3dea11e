"""The numbers that tables give to new rows: what a restore brings back must not make one be given a second time."""

from collections.abc import Iterable, Mapping

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import AutoField, Model

_SERIAL = "SELECT pg_get_serial_sequence(%s, %s)"
_ADD = (
    "INSERT INTO sqlite_sequence (name, seq) SELECT %s, 0"
    " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = %s)"
)


def last_given(models: Iterable[type[Model]], using: str = DEFAULT_DB_ALIAS) -> dict[str, int]:
    """Return {table: the highest number that it has given to a row} of the database `using`."""
    numbering = [model for model in models if isinstance(model._meta.pk, AutoField)]
    with connections[using].cursor() as cursor:
        if cursor.db.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            given = dict(cursor.fetchall())
            return {model._meta.db_table: given.get(model._meta.db_table, 0) for model in numbering}
        found = {}
        for model in numbering:
            cursor.execute(_SERIAL, [model._meta.db_table, model._meta.pk.column])
            cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {cursor.fetchone()[0]}")
            found[model._meta.db_table] = cursor.fetchone()[0]
        return found


def raise_to(models: Iterable[type[Model]], last: Mapping[str, int], using: str = DEFAULT_DB_ALIAS) -> None:
    """Let each table of the database `using` go on after the highest number of its rows, in `last`, or given so far."""
    given = last_given(models, using)
    for model in models:
        table = model._meta.db_table
        if table not in given:
            continue
        highest = model._base_manager.using(using).order_by("-pk").values_list("pk", flat=True).first() or 0
        number = max(highest, last.get(table, 0), given[table])
        if number:
            _set(table, str(model._meta.pk.column), number, using)


def _set(table: str, column: str, number: int, using: str) -> None:
    with connections[using].cursor() as cursor:
        if cursor.db.vendor == "sqlite":
            cursor.execute(_ADD, [table, table])
            cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [number, table])
        else:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, column, number])
