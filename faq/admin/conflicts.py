"""Shows what somebody else saved beside what stands in a form, so that neither text is lost."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django import forms
from django.db.models import Model
from django.http import HttpRequest

from faq.admin import wording
from faq.publishing.compare import Change
from faq.publishing.row_versions import RowConflictError, version_of


@dataclass(frozen=True)
class Conflict:
    """What the page of a refused save says: who, when, where the two texts differ, and the version to save over.

    `kept` is the row as it is now; None: it was deleted, `detail` may say how.
    """

    noun: str
    who: str
    at: str
    kept: Model | None
    detail: str = ""
    version: str = ""
    differences: list[Change] = field(default_factory=list)


def conflict_from(error: RowConflictError, noun: str, differences: list[Change]) -> Conflict:
    """Return what to say of `error`; `noun` is what the row is called, for example "fact"."""
    at, detail = (wording.moment(error.entry.at), error.entry.detail) if error.entry else ("", "")
    return Conflict(noun, error.who, at, error.kept, detail, version_of(error.kept), differences)


def sent_version(request: HttpRequest) -> str:
    """Return the version that the writer has seen: the one compared with, once "Save mine over it" was pressed."""
    return request.POST.get("_over") or request.POST.get("version", "")


def differences_between(theirs: forms.Form, mine: forms.Form, names: Iterable[str]) -> list[Change]:
    """Return the fields called `names` that show something else in `theirs` than what was typed into `mine`."""
    both = [(mine[name].label, _shown(theirs[name]), _shown(mine[name])) for name in names]
    return [Change(label, before, after) for label, before, after in both if before != after]


def what_changed(error: RowConflictError) -> list[tuple[str, str]]:
    """Return (label, what it is now) of each part that somebody changed and that staff can see."""
    kept = error.kept
    fields = [kept._meta.get_field(name) for name in error.changed] if kept else []
    return [(str(column.verbose_name), _words(_value(kept, column.name))) for column in fields if column.editable]


def _value(row: Model, name: str) -> object:
    display = getattr(row, f"get_{name}_display", None)
    return display() if display else getattr(row, name)


def _shown(bound: forms.BoundField) -> str:
    """The value of a field as a person reads it."""
    value = bound.value()
    if isinstance(bound.field, forms.ChoiceField):
        value = dict(_flat(bound.field.choices)).get(str(value), value)
    return _words(value)


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "\n".join(str("" if value is None else value).split("\r\n")).strip()


def _flat(choices: Iterable) -> Iterable[tuple[str, str]]:
    for value, label in choices:
        yield from ((str(v), str(said)) for v, said in (label if isinstance(label, list | tuple) else [(value, label)]))
