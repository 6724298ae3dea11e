"""Counts views, what readers said of articles and what searches came to: how many on which day, never by whom."""

import logging
import time
from collections import Counter
from datetime import date

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from faq.models import AddedJournal, Article, FeedbackCount, FeedbackReason, SearchOutcome, ViewCount, replica
from faq.models.faults import NEWER_TABLES, UNAVAILABLE
from faq.models.request_writes import InDoubtError, brief_commit, brief_wait, was_stored
from faq.stats.journal import FILE_OPENED, Entry, Journal

# The rule in words, for the report's page: keep it true to stats/robots.py and views/public_page.py.
RULE = (
    "A view is one person opening an article on one day. Opening it again that day in the same browser adds nothing.",
    "Left out are search engines and other robots that say what they are, pages that a browser fetches before "
    "anybody asked for them, and staff who are signed in.",
    "Nothing about the reader is kept: no address, no name of a browser, no cookie. Only the article, its version, the "
    "day, what led there, and a number. Another website is named only from its third reader of a day on.",
)

_ADD_VIEWS = (
    "INSERT INTO faq_viewcount (article_id, day, revision_number, source, place, views) "
    "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (article_id, day, revision_number, source, place) "
    "DO UPDATE SET views = faq_viewcount.views + excluded.views"
)
_ADD_NOT_FOUND = (
    "INSERT INTO faq_searchcount (day, not_found) VALUES (%s, %s) "
    "ON CONFLICT (day) DO UPDATE SET not_found = faq_searchcount.not_found + excluded.not_found"
)
_ADD_OUTCOMES = (
    'INSERT INTO faq_searchoutcome (day, kind, rank, "group", text, times) VALUES (%s, %s, %s, %s, %s, %s) '
    'ON CONFLICT (day, "group", kind, rank) DO UPDATE SET times = faq_searchoutcome.times + excluded.times'
)
_ADD_FEEDBACK = (
    "INSERT INTO faq_feedbackcount (article_id, day, revision_number, step, answer, times, taken_back) VALUES {rows} "
    "ON CONFLICT (article_id, day, revision_number, step, answer) DO UPDATE SET "
    "times = faq_feedbackcount.times + excluded.times, "
    "taken_back = faq_feedbackcount.taken_back + excluded.taken_back"
)
_ADD_FILES = (
    "INSERT INTO faq_filecount (article_id, day, key, times) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (article_id, day, key) DO UPDATE SET times = faq_filecount.times + excluded.times"
)
# Reasons kept of one article and day: a program that writes thousands fills no disk
_MOST_REASONS = 50
# Seconds for which no reader waits after one has waited in vain
_PAUSE = 1
# What a count is kept for, instead of being added now
_NOT_NOW = (*UNAVAILABLE, *NEWER_TABLES)
UNKNOWABLE = "Whether a count was stored cannot be asked any more: it may be one too few, so that none is made up"
_log = logging.getLogger(__name__)
journal = Journal()
# What led to a view: the kind of it, and which one ("" where that is not known)
Origin = tuple[ViewCount.Source, str]
UNKNOWN: Origin = (ViewCount.Source.UNKNOWN, "")
busy_until = 0.0


def count_view(article: Article, *, on: date, revision: int = 0, came_from: Origin = UNKNOWN) -> None:
    """Add one view of version `revision` of `article` on the clinic's day `on`, by a reader who `came_from` somewhere.

    When this returns, it survives the death of the process.

    One statement, so that readers at the same moment never overwrite each other. While the database is locked, full,
    read-only or away, the view goes to the journal (`stats/journal.py`). Nothing is raised for that.
    """
    source, place = came_from
    _count(Entry(on, article.pk, kind=source.value, text=place[:100], revision=revision))


def count_file(article: Article, key: str, *, on: date) -> None:
    """Add one opening of the file `key` of `article` on the clinic's day `on`, as a view is added."""
    _count(Entry(on, article.pk, kind=FILE_OPENED, group=key))


def count_not_found(*, on: date) -> None:
    """Add one "I could not find it" to the clinic's day `on`, as a view is added: without words or a person."""
    _count(Entry(on))


def count_search(kind: SearchOutcome.Kind, *, on: date, group: str = "", text: str = "", rank: int = 0) -> None:
    """Add one search of `group` that came to `kind` on the clinic's day `on`, as a view is added.

    `text` must have passed `text/redact.py`. Of what was opened no text is kept, of an emergency no group either.
    """
    _count(Entry(on, kind=kind.value, rank=rank, group=group, text=text[:300]))


def count_feedback(
    article: Article, answer: FeedbackCount.Answer, *, on: date, revision: int, step: int = 0, before: str = ""
) -> None:
    """Add one `answer` to version `revision` of `article` on the clinic's day `on`, as a view is added.

    `before` is the answer of the same reader on that day that this one takes the place of: that one counts no more.
    """
    _count(Entry(on, article.pk, kind=answer.value, rank=step, revision=revision, before=before))


def keep_reason(
    article: Article, answer: FeedbackCount.Answer, text: str, *, on: date, revision: int, step: int
) -> None:
    """Keep why a reader gave this answer, which was counted already; `text` must have passed `text/redact.py`."""
    _count(Entry(on, article.pk, kind=answer.value, rank=step, text=text[:300], revision=revision))


def add_journal() -> None:
    """Add to the database what the journal holds, each count once. Raises a fault of the database, and keeps the rest.

    The name of a file is stored with its counts in one transaction, and removed after the file: so whoever is killed
    in between leaves either a file that was not added, or one whose name says that it was.
    """
    with brief_wait():
        journal.empty(_add_file, _forget)


@replica.not_read()
def _count(entry: Entry) -> None:
    left = _add_now(entry) if time.monotonic() >= busy_until else entry
    if left:
        _keep(left)
    elif journal.may_hold_entries:
        _try_adding_journal()


def _try_adding_journal() -> None:
    try:
        add_journal()
    except _NOT_NOW as fault:
        _pause(fault)
    except OSError:
        _log.exception("A file of counts could not be read or removed: it is tried again after the next start")


def _add_now(entry: Entry) -> Entry | None:
    """Add `entry` and return None; where it was not added, or nobody can tell now, what is to be added later."""
    try:
        with brief_commit():
            _add(entry, 1)
    except InDoubtError as fault:
        _pause(fault)
        return entry._replace(in_doubt=fault.transaction_id)
    except _NOT_NOW as fault:
        _pause(fault)
        return entry
    return None


def _keep(entry: Entry) -> None:
    """A patient gets the page even when the count cannot be kept anywhere; the operator is told."""
    try:
        journal.append(entry)
    except OSError:
        _log.exception("A count could not be kept: neither the database nor the data folder can be written")


def _pause(fault: Exception) -> None:
    global busy_until
    busy_until = time.monotonic() + _PAUSE
    _log.warning("The database takes no counts now (%s): they are kept in files meanwhile", type(fault).__name__)


def _add_file(name: str, entries: Counter[Entry]) -> None:
    with transaction.atomic():
        _, is_new = AddedJournal.objects.get_or_create(name=name)
        known = set(Article.objects.filter(pk__in={entry.article_id for entry in entries}).values_list("pk", flat=True))
        for entry, number in entries.items():
            # An article that a restored backup does not have
            if is_new and entry.article_id in known | {0} and not _is_stored(entry):
                _add(entry, number)


def _is_stored(entry: Entry) -> bool:
    """True also where nobody can tell any more: better one too few than one that nobody made."""
    is_stored = was_stored(entry.in_doubt) if entry.in_doubt else False
    if is_stored is None:
        _log.warning(UNKNOWABLE)
    return is_stored is not False


def _forget(name: str) -> None:
    AddedJournal.objects.filter(name=name).delete()


def _add(entry: Entry, number: int) -> None:
    is_answer = entry.kind in FeedbackCount.Answer.values
    if is_answer and entry.text:
        _add_reasons(entry, number)
        return
    with connection.cursor() as cursor:
        if entry.kind == FILE_OPENED:
            cursor.execute(_ADD_FILES, [entry.article_id, entry.day, entry.group, number])
        elif is_answer:
            _add_feedback(cursor, entry, number)
        elif entry.article_id:
            counted = (entry.article_id, entry.day, entry.revision, entry.kind, entry.text)
            cursor.execute(_ADD_VIEWS, [*counted, number])
        elif entry.kind:
            cursor.execute(_ADD_OUTCOMES, [entry.day, entry.kind, entry.rank, entry.group, entry.text, number])
        else:
            cursor.execute(_ADD_NOT_FOUND, [entry.day, number])


def _add_feedback(cursor: CursorWrapper, entry: Entry, number: int) -> None:
    """One statement, so that nobody is killed between the new answer and the one it takes the place of."""
    numbers = {entry.kind: (number, 0), **({entry.before: (0, number)} if entry.before else {})}
    place = (entry.article_id, entry.day, entry.revision, entry.rank)
    # In one order, so that two of them never wait for each other
    values = [value for answer in sorted(numbers) for value in (*place, answer, *numbers[answer])]
    rows = ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(numbers))
    cursor.execute(_ADD_FEEDBACK.format(rows=rows), values)


def _add_reasons(entry: Entry, number: int) -> None:
    kept = FeedbackReason.objects.filter(article_id=entry.article_id, day=entry.day).count()
    place = {"article_id": entry.article_id, "day": entry.day, "revision_number": entry.revision, "step": entry.rank}
    reason = {"answer": entry.kind, "text": entry.text}
    FeedbackReason.objects.bulk_create(
        FeedbackReason(**place, **reason) for _ in range(min(number, _MOST_REASONS - kept))
    )
