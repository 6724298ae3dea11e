"""Which columns of which table an export holds, which it leaves out and why, and how a value looks in JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, Model

from faq import models

# The number of the form that docs/export-format.md describes
VERSION = 1
_NEW = "rows are numbered anew"
_FROM_SNAPSHOT = "stands in the snapshot"
_SECOND_STEP = "each person adds it anew"
_OF_LIVE = "made again for the live version"


@dataclass(frozen=True)
class Table:
    """The columns that are exported; for each other one, why it is not."""

    exported: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)


# The parts of an article (`models/parts.py`) are exported as well, so they are named here no second time.
TABLES: dict[type[Model], Table] = {
    models.Article: Table(
        (
            "version",
            "live",
            "created_at",
            "changed_at",
            "published_at",
            "deleted_at",
            "live_before_bin",
            "slug_before_bin",
            "is_template",
            "publish_at",
            "publish_number",
            "expires_at",
            "not_published_because",
            "checked_on",
            "checked_by",
            "checked_number",
            "replaced_by",
        ),
        {"id": _NEW, "edition": "counts what this database published", "is_hidden": "follows from the day"},
    ),
    models.Step: Table((), {"id": _NEW, "article": "stands in its article", "position": "the order of the steps"}),
    models.Revision: Table(
        (
            "number",
            "created_at",
            "author",
            "author_name",
            "reason",
            "note",
            "restored_from",
            "snapshot",
            "approval",
            "published_at",
        ),
        {
            "id": _NEW,
            "article": "stands in its article",
            "title": _FROM_SNAPSHOT,
            "slug": _FROM_SNAPSHOT,
            "audience": _FROM_SNAPSHOT,
            "html": "rendered again; `included` keeps whose steps it shows",
            "tags": "`live_tags` of its article",
            "includes": _OF_LIVE,
            "facts": _OF_LIVE,
        },
    ),
    models.Redirect: Table(("slug", "article", "created_at"), {"id": _NEW}),
    models.RefusedCopy: Table(("article", "other", "step"), {"id": _NEW}),
    models.OldAddress: Table(("path", "article"), {"id": _NEW}),
    models.Tag: Table(
        ("name", "slug", "is_topic", "description", "position"), {"id": _NEW, "key": "made from the name"}
    ),
    models.TagRedirect: Table(("slug", "tag", "created_at"), {"id": _NEW}),
    models.Clinic: Table(
        (
            "name",
            "logo",
            "accent",
            "phone",
            "email",
            "hours",
            "holidays",
            "time_zone",
            "languages",
            "notice",
            "notice_until",
            "emergency_text",
            "emergency_text_spanish",
            "emergency_phone",
            "spanish_text",
            "accessibility_words",
            "privacy_words",
            "security_contact",
            "when_overdue",
            "shows_checked",
            "asks_approval",
            "checks_links",
        ),
        {"id": "there is one row"},
    ),
    models.Fact: Table(("name", "label", "kind", "value"), {"id": _NEW}),
    models.Synonym: Table(("phrases", "is_one_way", "changed_at"), {"id": _NEW}),
    models.SwitchedOffSynonyms: Table(("list_name", "group_name"), {"id": _NEW}),
    models.SimplerWord: Table(("hard", "simpler"), {"id": _NEW, "key": "made from the word"}),
    models.UrgentPhrase: Table(("phrase", "is_harmless"), {"id": _NEW, "key": "made from the phrase"}),
    models.ViewCount: Table(("article", "day", "revision_number", "source", "place", "views"), {"id": _NEW}),
    models.FileCount: Table(("article", "day", "key", "times"), {"id": _NEW}),
    models.SearchCount: Table(("day", "not_found"), {"id": _NEW}),
    models.SearchPromise: Table(("text", "article", "first"), {"id": _NEW}),
    models.SearchOutcome: Table(("day", "group", "kind", "rank", "times", "text"), {"id": _NEW}),
    models.FeedbackCount: Table(
        ("article", "day", "revision_number", "step", "answer", "times", "taken_back"), {"id": _NEW}
    ),
    models.FeedbackReason: Table(("article", "day", "revision_number", "step", "answer", "text"), {"id": _NEW}),
    models.FoldedCounts: Table(("until", "counting_since"), {"id": "there is one row"}),
    models.AuditEntry: Table(
        ("at", "who", "who_name", "action", "article", "revision_number", "subject", "detail"), {"id": _NEW}
    ),
    User: Table(
        ("username", "first_name", "last_name", "email", "is_active", "date_joined"),
        {
            "id": _NEW,
            "password": "an owner gives a new one",
            "last_login": "says when a person signed in",
            "is_staff": "everybody who is kept is staff",
            "is_superuser": "an account above all roles is made on the machine itself",
            "groups": "`roles` of the person",
            "user_permissions": "the roles say what a person may do",
        },
    ),
}
# Whole tables that are not exported
LEFT_OUT: dict[type[Model], str] = {
    models.Edition: "counts what this database published",
    models.LivePicture: _OF_LIVE,
    models.TaggedArticle: "the tags of its article",
    models.AddedJournal: "of use for seconds",
    models.StepFingerprint: "made again from the steps",
    models.SharedChange: "asks the staff of this site to look",
    models.CheckedLink: "looked at again",
    models.ArticleImport: "a file that waits for a yes, or what can be undone here",
    models.OpenEditor: "of use for minutes",
    models.StaffSession: "of use for hours",
    models.CodeApp: _SECOND_STEP,
    models.Passkey: _SECOND_STEP,
    models.RecoveryCode: _SECOND_STEP,
    models.ProviderIdentity: "bound anew by e-mail",
    models.SignInRules: "an owner asks everybody anew",
    models.ReviewDigest: "of use for a day",
    models.WeeklyLetter: "`weekly_letter` of the person; the rest is of use for a week",
}
# By the name of what a column points at: {number of its row: what an export calls it}
Keys = Mapping[type[Model], Mapping[int, Any]]


class DamagedError(Exception):
    """A value in an export is none that this site could have written."""


def plain(row: Model, keys: Keys) -> dict[str, Any]:
    """Return the exported columns of `row` as values of JSON; times are those of UTC."""
    return {name: _plain(row, _field(type(row), name), keys) for name in TABLES[type(row)].exported}


def columns(model: type[Model], sent: Any, rows: Mapping[type[Model], Mapping[Any, int]]) -> dict[str, Any]:
    """Return what `plain` wrote as the columns of a new row. `rows` leads back from names to the numbers of rows.

    What a name no longer leads to is None. Raises `DamagedError` for a value that the column cannot hold.
    """
    if not isinstance(sent, dict):
        raise DamagedError
    fields = [_field(model, name) for name in TABLES[model].exported]
    return {each.attname: _column(each, sent[each.name], rows) for each in fields}


def _field(model: type[Model], name: str) -> Field:
    found = model._meta.get_field(name)
    assert isinstance(found, Field)
    return found


def _plain(row: Model, column: Field, keys: Keys) -> Any:
    value = getattr(row, column.attname)
    if isinstance(column, ForeignKey):
        return keys[_target(column)].get(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _column(column: Field, sent: Any, rows: Mapping[type[Model], Mapping[Any, int]]) -> Any:
    if isinstance(column, ForeignKey):
        return rows.get(_target(column), {}).get(sent) if isinstance(sent, str | int) else None
    if sent is None and column.null:
        return None
    if column.get_internal_type() not in ("JSONField", "DateTimeField", "DateField"):
        _refuse_other_type(column, sent)
    try:
        value = column.to_python(sent)
        column.run_validators(value)
    except ValidationError as error:
        raise DamagedError from error
    is_other = bool(column.choices) and value not in {key for key, _ in column.flatchoices}
    is_naive = isinstance(value, datetime) and value.tzinfo is None
    if value is None or is_other or is_naive:
        raise DamagedError
    return value


def _refuse_other_type(column: Field, sent: Any) -> None:
    """Django would take a list for its text, and true for 1."""
    if type(sent) is not type(column.to_python(_EXAMPLES.get(column.get_internal_type(), ""))):
        raise DamagedError


_EXAMPLES = {"PositiveIntegerField": 1, "BigIntegerField": 1, "PositiveBigIntegerField": 1, "BooleanField": True}


def _target(column: Field) -> type[Model]:
    target = column.related_model
    assert isinstance(target, type)
    return target
