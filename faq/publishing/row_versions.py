"""Notices that somebody else changed a row since a writer read it: its version is what it holds, not a column."""

import json
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db.models import Field, Model
from django.utils.crypto import salted_hmac

from faq.errors import RefusedError
from faq.models import AuditEntry
from faq.publishing.locking import serialized

R = TypeVar("R")
# What the site itself writes into a row; no member of staff changed anything then
_WRITTEN_BY_THE_SITE = {"last_login"}
_TOKEN_LENGTH = 12


class RowConflictError(RefusedError):
    """Somebody else changed or deleted the row since the writer read it.

    `row` is that row as its writer has it, `kept` as it is now, None where it is gone; `changed` names the fields that
    hold something else now, none where the version sent is none of ours. `entry` is what the audit log says of it last.
    """

    def __init__(self, row: Model, kept: Model | None, sent: str) -> None:
        self.row, self.kept, self.changed = row, kept, _changed_since(kept, sent)
        self.entry = AuditEntry.latest_about(kept or row)
        self.who = (self.entry.who_name if self.entry else "") or "Somebody else"
        did = "changed" if kept else "deleted"
        super().__init__(f"{self.who} {did} “{kept or row}” in the meantime.")


def version_of(row: Model | None) -> str:
    """Return the version of `row` as it came from the database; "" for None and for one that is not kept yet.

    Rows with the same content have the same version, whoever wrote it: staff, an import, a restored backup.
    One short hash for each field, so that it can be said which one changed; it tells nothing of what a field holds.
    """
    if row is None or row._state.adding:
        return ""
    return ".".join(_token(row, field) for field in _fields(row))


@serialized
def run_unless_changed(verb: Callable[[], R], *, seen: Iterable[tuple[Model, str]]) -> R:
    """Run `verb`, which changes the rows in `seen`, and return what it returns; one transaction, no writer in between.

    `seen` holds each row with the version its writer started from. Raises `RowConflictError` for the first one that
    holds something else by now. Worked example: Ana and Ben open a fact; Ana saves "8 to 17"; Ben, who still has the
    version with "8 to 16", saves "9 to 16" and is refused, so that what Ana wrote stays.
    """
    for row, version in seen:
        kept = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
        if version_of(kept) != version:
            raise RowConflictError(row, kept, version)
    return verb()


def _fields(row: Model) -> list[Field]:
    own = [field for field in row._meta.concrete_fields if not (field.primary_key or getattr(field, "auto_now", False))]
    return [field for field in [*own, *row._meta.many_to_many] if field.name not in _WRITTEN_BY_THE_SITE]


def _token(row: Model, field: Field) -> str:
    if field.many_to_many:
        value = sorted(str(other.pk) for other in getattr(row, field.name).all())
    else:
        value = field.value_from_object(row)
    text = json.dumps(value, sort_keys=True, default=str)
    return salted_hmac(f"row version {row._meta.label} {row.pk} {field.name}", text).hexdigest()[:_TOKEN_LENGTH]


def _changed_since(kept: Model | None, sent: str) -> list[str]:
    if kept is None:
        return []
    names, now, then = [field.name for field in _fields(kept)], version_of(kept).split("."), sent.split(".")
    return [name for name, a, b in zip(names, now, then, strict=True) if a != b] if len(now) == len(then) else []
