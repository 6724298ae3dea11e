"""Copies all rows of this site's database into another one and finds where the two differ.

A copy may be cut short and begun again: what is there already is not copied twice. While it is made, the site goes on;
what changed meanwhile is brought along at the end, in one transaction.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from django.db import IntegrityError, connection, connections, transaction
from django.db.models import Field, ForeignKey, Model

from faq.backup import numbers, rows
from faq.models import audit_guard

# The name of Django's connection to the other database
NEW = "new"
Say = Callable[[str], object]
T = TypeVar("T")
# SQLite's older builds take no more values in one question than 999
_ROWS_AT_ONCE = 500
_ROWS_BETWEEN_LINES = 50_000


class Difference(NamedTuple):
    """Where a table of the new database is not as it is here: the keys of rows."""

    # Other values there, or not there at all
    wrong: list[Any]
    # Not here
    extra: list[Any]


def copy(models: list[type[Model]], say: Say) -> None:
    """Bring the rows of `models` that the new database lacks into it, in many small transactions.

    Call it within one state of this database. References in a circle stay empty, and rows that do not fit beside what
    is there are left out: `bring_in_line` sees to both.
    """
    for model, late in _in_order(models):
        total, done = model._base_manager.count(), 0
        for batch in _batches(_rows(model)):
            there = _keys_there(model, [row[0] for row in batch])
            missing = [row[1] for row in batch if row[0] not in there]
            _insert_with_gaps(model, missing, late)
            done += len(batch)
            if done == total or done % _ROWS_BETWEEN_LINES == 0:
                say(f"{done:,} of {total:,} rows of {model._meta.verbose_name_plural}.")


def differences(models: list[type[Model]]) -> dict[type[Model], Difference]:
    """Return where the tables of `models` differ between the two databases, row by row and value by value."""
    found = {model: _difference(model) for model in models}
    return {model: difference for model, difference in found.items() if any(difference)}


def bring_in_line(models: list[type[Model]], found: dict[type[Model], Difference]) -> None:
    """Make the rows in `found` equal to those here, in one transaction; whoever writes here must be kept from it."""
    with transaction.atomic(NEW), audit_guard.lifted(NEW):
        for model, difference in found.items():
            _delete(model, [*difference.wrong, *difference.extra])
        for model, difference in found.items():
            for keys in _batches(difference.wrong):
                rows.insert(model, _fields(model), [row for _, row in _rows(model, pk__in=keys)], NEW)
        numbers.raise_to(models, numbers.last_given(models), NEW)


def empty(models: list[type[Model]]) -> None:
    """Take out of the new database what making its tables put there."""
    with transaction.atomic(NEW), audit_guard.lifted(NEW), connections[NEW].cursor() as cursor:
        for model in models:
            cursor.execute(f"DELETE FROM {cursor.db.ops.quote_name(model._meta.db_table)}")


def _in_order(models: list[type[Model]]) -> Iterator[tuple[type[Model], set[Field]]]:
    """Yield `models` so that each comes after those that its rows need, with its references to later ones.

    Raises ValueError when rows of two models cannot be there without each other.
    """
    waiting, placed = list(models), set[type[Model]]()
    while waiting:
        ready = [model for model in waiting if _needed(model) <= placed]
        if not ready:
            raise ValueError(f"tables need each other: {', '.join(model._meta.label for model in waiting)}")
        for model in ready:
            yield model, {field for field, target in _references(model).items() if target not in placed}
            placed.add(model)
        waiting = [model for model in waiting if model not in placed]


def _references(model: type[Model]) -> dict[Field, Any]:
    """Return {reference: the model it leads to}."""
    fields = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    return {field: field.related_model for field in fields}


def _needed(model: type[Model]) -> set[Any]:
    return {target for field, target in _references(model).items() if not field.null}


def _fields(model: type[Model]) -> list[Field]:
    return list(model._meta.concrete_fields)


def _rows(model: type[Model], using: str = "default", **which: Any) -> Iterator[tuple[Any, list[Any]]]:
    """Yield (key, values) of the rows of `model`, in the order of their keys."""
    names = ["pk", *(field.attname for field in _fields(model))]
    found = model._base_manager.using(using).filter(**which).order_by("pk").values_list(*names)
    for key, *values in found.iterator(chunk_size=_ROWS_AT_ONCE):
        # PostgreSQL gives bytes as a view of them
        yield key, [bytes(value) if isinstance(value, memoryview) else value for value in values]


def _insert_with_gaps(model: type[Model], missing: list[list[Any]], late: set[Field]) -> None:
    fields = _fields(model)
    gaps = [place for place, field in enumerate(fields) if field in late]
    for row in missing:
        for place in gaps:
            row[place] = None
    try:
        with transaction.atomic(NEW):
            rows.insert(model, fields, missing, NEW)
    except IntegrityError:
        # Beside rows that an earlier copy brought and that have changed here since
        return


def _keys_there(model: type[Model], keys: list[Any]) -> set[Any]:
    return set(model._base_manager.using(NEW).filter(pk__in=keys).values_list("pk", flat=True))


def _difference(model: type[Model]) -> Difference:
    wrong: list[Any] = []
    extra: list[Any] = []
    shared = 0
    for batch in _batches(_rows(model)):
        there = dict(_rows(model, NEW, pk__in=[key for key, _ in batch]))
        shared += len(there)
        wrong += [key for key, row in batch if there.get(key) != row]
    if model._base_manager.using(NEW).count() != shared:
        keys = model._base_manager.using(NEW).values_list("pk", flat=True)
        for batch in _batches(keys.iterator(chunk_size=_ROWS_AT_ONCE)):
            extra += set(batch) - set(model._base_manager.filter(pk__in=batch).values_list("pk", flat=True))
    return Difference(wrong, extra)


def _delete(model: type[Model], keys: list[Any]) -> None:
    quote = connection.ops.quote_name
    column = model._meta.pk
    with connections[NEW].cursor() as cursor:
        for some in _batches(keys):
            values = [column.get_db_prep_save(key, connections[NEW]) for key in some]
            places = ", ".join(["%s"] * len(values))
            cursor.execute(
                f"DELETE FROM {quote(model._meta.db_table)} WHERE {quote(str(column.column))} IN ({places})", values
            )


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(items)
    while batch := list(islice(remaining, _ROWS_AT_ONCE)):
        yield batch
