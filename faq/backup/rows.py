"""Rows of the database as lines of text that both SQLite and PostgreSQL take back."""

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, Model

# Who is signed in, or has a form open just now: nothing that may come back
LEFT_OUT = {"sessions.session", "faq.staffsession", "faq.openeditor"}
# What only a backup with a password holds, as it does the secret key: elsewhere the column is empty
SECRETS = {"faq.codeapp": "secret"}
_ROWS_AT_ONCE = 1_000
# Bytes of one file of rows, or a little more
_MOST_BYTES = 4_000_000


def tables(apps: Apps) -> list[type[Model]]:
    """Return the models of `apps` whose rows belong into a backup, tables between two models included."""
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if is_kept(model) and model._meta.label_lower not in LEFT_OUT]


def is_kept(model: type[Model]) -> bool:
    """Return whether `model` has a table of its own that this software makes."""
    return model._meta.managed and not model._meta.proxy


def dump(model: type[Model], *, with_secrets: bool = True) -> Iterator[bytes]:
    """Yield the rows of `model` as the texts of files: a line with the columns, then a line for each row.

    Without secrets those columns are empty.
    """
    fields = model._meta.concrete_fields
    secret = "" if with_secrets else SECRETS.get(model._meta.label_lower, "")
    columns = _line([field.column for field in fields])
    rows = model._base_manager.order_by("pk").values_list(*[field.attname for field in fields])
    lines: list[bytes] = []
    size = 0
    for row in rows.iterator(chunk_size=_ROWS_AT_ONCE):
        if secret:
            row = ["" if field.attname == secret else value for field, value in zip(fields, row, strict=True)]
        lines.append(_line(row))
        size += len(lines[-1])
        if size > _MOST_BYTES:
            yield columns + b"".join(lines)
            lines, size = [], 0
    if lines:
        yield columns + b"".join(lines)


def load(model: type[Model], text: bytes) -> None:
    """Insert the rows of a text that `dump` gave; their numbers stay what they were."""
    head, *lines = text.splitlines()
    by_column = {field.column: field for field in model._meta.concrete_fields}
    fields = [by_column[column] for column in json.loads(head)]
    lists = (json.loads(line) for line in lines)
    insert(model, fields, [[field.to_python(value) for field, value in zip(fields, row, strict=True)] for row in lists])


def insert(model: type[Model], fields: list[Field], rows: list[list[Any]], using: str = DEFAULT_DB_ALIAS) -> None:
    """Insert `rows`, each with a value for each of `fields`, into the table of `model` in the database `using`."""
    connection = connections[using]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        # Past what `save` would fill in by itself, such as the time of a change
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})",
            [
                [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]
                for row in rows
            ],
        )


def count_in(text: bytes) -> int:
    """Return how many rows a text of `dump` holds."""
    return text.count(b"\n") - 1


def _line(values: Iterable[Any]) -> bytes:
    return json.dumps(list(values), default=_as_text, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _as_text(value: Any) -> str:
    """What JSON has no form for; each field's own `to_python` reads it back."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return str(value)
