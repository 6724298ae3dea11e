"""Adds up counts of old days by month, and forgets what readers wrote then; no total of whole months changes.

A month's count stands on its first day, and `FoldedCounts` says until when that is so. Each month is one transaction:
who is killed in between leaves whole months, and the next run goes on. Counts of old days that come later, from a
journal, are added by the next run.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Min, Model, Q, Sum

from faq.models import (
    AuditEntry,
    Edition,
    FeedbackCount,
    FeedbackReason,
    FileCount,
    FoldedCounts,
    SearchCount,
    SearchOutcome,
    ViewCount,
)
from faq.stats.months import last_of

# Days: below, a month of the usual ranges could be folded
FEWEST = 31
USUAL = 400
# Searches of one group in a month: the words of what fewer made are forgotten
SEARCHES_TO_REMEMBER = 5
_KIND = SearchOutcome.Kind
_SEARCHED = (_KIND.NOTHING, _KIND.FAR, _KIND.FOUND)


@dataclass(frozen=True)
class _Table:
    """Counts of days: what tells its rows apart beside the day, and its numbers."""

    model: type[Model]
    keys: tuple[str, ...]
    numbers: tuple[str, ...]


_TABLES = (
    _Table(ViewCount, ("article_id", "revision_number", "source", "place"), ("views",)),
    _Table(FileCount, ("article_id", "key"), ("times",)),
    _Table(SearchCount, (), ("not_found",)),
    _Table(FeedbackCount, ("article_id", "revision_number", "step", "answer"), ("times", "taken_back")),
)
_OUTCOMES = _Table(SearchOutcome, ("group", "kind", "rank"), ("times",))
_KEPT_BY_DAY: tuple[type[Model], ...] = (*(table.model for table in _TABLES), SearchOutcome)


@dataclass(frozen=True)
class Folded:
    """One month: how many rows of counts it had, how many it has now, and how many reasons were forgotten."""

    month: date
    before: int
    after: int
    reasons: int


def waiting(today: date, *, keep_days: int) -> list[date]:
    """Return the months, by their first days, that lie more than `keep_days` back as a whole and are kept as days."""
    known, begins = FoldedCounts.current(), today - timedelta(days=keep_days)
    counted: set[date] = set().union(*(_days_before(begins, model) for model in _KEPT_BY_DAY))
    # Of a month that was folded, its first day holds its counts; reasons are kept for none of its days
    days = {day for day in counted if known is None or day > known.until or day.day != 1}
    days |= _days_before(begins, FeedbackReason)
    return sorted({day.replace(day=1) for day in days})


def _days_before(begins: date, model: type[Model]) -> set[date]:
    """Return the days of `model` in months that end before `begins`."""
    days = model._default_manager.filter(day__lt=begins).order_by().values_list("day", flat=True).distinct()
    return {day for day in days if last_of(day) < begins}


def rows_of(month: date) -> int:
    """Return how many rows of counts the month that begins on `month` has now."""
    return sum(_in(model, month).count() for model in _KEPT_BY_DAY)


def fold(month: date) -> Folded:
    """Add up the counts of the month that begins on `month`, in one transaction, while readers go on counting."""
    with transaction.atomic():
        # Nobody removes an article for good meanwhile
        Edition.lock()
        _note(month)
        before = rows_of(month)
        for table in _TABLES:
            _add_up(table, month)
        _add_up_searches(month)
        reasons = _in(FeedbackReason, month).delete()[0]
        return Folded(month, before, rows_of(month), reasons)


def note_done(months: list[date]) -> None:
    """Write down in the log that `months` were folded."""
    detail = f"Days until {last_of(months[-1]):%-d %B %Y} are kept as months: {len(months)} added up"
    AuditEntry.note(None, AuditEntry.Action.SETTING, "the counts of old days", detail=detail)


def _note(month: date) -> None:
    known = FoldedCounts.current()
    until = max(last_of(month), known.until if known else date.min)
    if known is None:
        since = ViewCount.objects.aggregate(first=Min("day"))["first"]
        FoldedCounts.objects.create(pk=1, until=until, counting_since=since)
    else:
        FoldedCounts.objects.filter(pk=1).update(until=until)


def _add_up(table: _Table, month: date) -> None:
    sums: dict[tuple, Counter[str]] = defaultdict(Counter)
    for row in _taken_out(table, month):
        numbers = dict(zip(table.numbers, row[len(table.keys) :], strict=True))
        if "taken_back" in numbers:
            # What a report shows of a day is never below 0, so the month must not be either
            numbers["times"] = max(numbers["times"], numbers["taken_back"])
        sums[tuple(row[: len(table.keys)])].update(numbers)
    _put(table, month, {key: [found[name] for name in table.numbers] for key, found in sums.items()})


def _add_up_searches(month: date) -> None:
    """As above; groups of which there were few become one group without words, and the others keep one wording."""
    outcomes = _in(SearchOutcome, month).exclude(group="").order_by().values("group")
    searched = Sum("times", filter=Q(kind__in=_SEARCHED), default=0)
    groups = outcomes.annotate(searched=searched, words=Min("text", filter=~Q(text="")))
    words = {row["group"]: row["words"] or "" for row in groups if row["searched"] >= SEARCHES_TO_REMEMBER}
    sums: Counter[tuple] = Counter()
    for group, kind, rank, times in _taken_out(_OUTCOMES, month):
        sums[group if group in words else "", kind, rank] += times
    with_words = {key: [times, words.get(key[0], "") if key[1] in _SEARCHED else ""] for key, times in sums.items()}
    _put(_OUTCOMES, month, with_words, also=("text",))


def _in(model: type[Model], month: date) -> Any:
    return model._default_manager.filter(day__range=(month, last_of(month)))


def _taken_out(table: _Table, month: date) -> list[tuple]:
    """Remove the rows of `month` and return what each held; a count that comes meanwhile is in one of them or stays."""
    quoted = connection.ops.quote_name
    columns = ", ".join(map(quoted, (*table.keys, *table.numbers)))
    rows = f"FROM {quoted(table.model._meta.db_table)} WHERE day BETWEEN %s AND %s"
    days = [month, last_of(month)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DELETE {rows} RETURNING {columns}", days)
            return cursor.fetchall()
        # Nobody else writes to SQLite during a transaction, and RETURNING is newer than some of them
        cursor.execute(f"SELECT {columns} {rows}", days)
        found = cursor.fetchall()
        cursor.execute(f"DELETE {rows}", days)
        return found


def _put(table: _Table, month: date, rows: dict[tuple, list], *, also: tuple[str, ...] = ()) -> None:
    """Write `rows` on the first day of `month`, added to what may stand there by now."""
    quoted = connection.ops.quote_name
    name, keys = quoted(table.model._meta.db_table), ", ".join(map(quoted, ("day", *table.keys)))
    columns = ("day", *table.keys, *table.numbers, *also)
    more = ", ".join(f"{quoted(each)} = {name}.{quoted(each)} + excluded.{quoted(each)}" for each in table.numbers)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {name} ({', '.join(map(quoted, columns))}) VALUES ({', '.join(['%s'] * len(columns))}) "
            f"ON CONFLICT ({keys}) DO UPDATE SET {more}",
            [[month, *key, *numbers] for key, numbers in rows.items()],
        )
