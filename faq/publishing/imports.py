"""The verbs of an import as a whole: keep a file until somebody says yes, bring its articles in, undo all of it."""

from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from faq.errors import RefusedError
from faq.models import Article, ArticleImport, AuditEntry
from faq.publishing import actions, exchange
from faq.publishing.batches import Note
from faq.publishing.exchange import Imported, Progress
from faq.publishing.importing import reader
from faq.publishing.importing.parsed import ParsedFile
from faq.publishing.locking import serialized

# Bytes; more is for the command line, which reads from the disk
LARGEST_UPLOAD = 25_000_000
_MOST_WAITING = 5
# Sentences that are kept
_MOST_SAID = 20_000
_GONE = (
    "This import waits no longer: it was confirmed or given up, or is older than a day. Please choose the file again."
)
_NOT_ENDED = (
    "This import has not come to its end: it is still running, or a fault ended it."
    " Undo takes back what it added so far."
)


@dataclass
class Undone:
    """What came of undoing an import: how many articles are in the bin, and why each of the others stays."""

    gone: int = 0
    stays: list[str] = field(default_factory=list)


def wait(name: str, data: bytes, *, by: User) -> ArticleImport:
    """Keep a file that `by` sent, until they confirm it or a day has passed; nobody else is shown it.

    Raises `RefusedError` where it is too large, or nothing can be read of it.
    """
    forget_old()
    if len(data) > LARGEST_UPLOAD:
        raise RefusedError(
            f"This file is larger than {LARGEST_UPLOAD // 1_000_000} MB. Please split it, or ask the person who looks"
            " after the site: on the server, import_articles takes larger ones."
        )
    if not data:
        raise RefusedError("This file is empty. Please choose another one.")
    parsed = reader.read_upload(name, data)
    if not parsed.articles:
        raise RefusedError(*(str(problem) for problem in parsed.problems[:20]), "There is no article in this file.")
    said = [str(problem) for problem in parsed.problems[:_MOST_SAID]]
    waiting = ArticleImport(who=by, who_name=AuditEntry.name_of(by), file_name=name[-250:], data=data, left_out=said)
    waiting.save()
    for old in ArticleImport.objects.waiting().filter(who=by).order_by("-created_at", "-pk")[_MOST_WAITING:]:
        old.delete()
    return waiting


def forget_old() -> None:
    """Delete the files that nobody said yes to within a day."""
    # Looking first: who only reads waits for no lock
    if ArticleImport.objects.forgotten().exists():
        ArticleImport.objects.forgotten().delete()


def read(waiting: ArticleImport) -> ParsedFile:
    """Return what the file of `waiting` holds. Raises `RefusedError` when it waits no longer."""
    if waiting.data is None or not ArticleImport.objects.waiting().filter(pk=waiting.pk).exists():
        raise RefusedError(_GONE)
    return reader.read_upload(waiting.file_name, bytes(waiting.data))


def confirm(waiting: ArticleImport, parsed: ParsedFile, *, by: User) -> tuple[ArticleImport, Imported]:
    """Add the articles of `parsed`, what `by` left of the file, as drafts. Raises `RefusedError` the second time."""
    waiting.left_out = [_NOT_ENDED, *waiting.left_out]
    _take(waiting)
    imported = exchange.load(parsed, by=by, note=_noting(waiting))
    return _finish(waiting, imported), imported


def load(
    parsed: ParsedFile, *, by: User | None, name: str, publish: bool = False, progress: Progress | None = None
) -> Imported:
    """Add the articles of `parsed` without asking, as drafts or published, so that they can be undone as a whole.

    What was added before a fault can be undone, too.
    """
    done = ArticleImport(who=by, who_name=AuditEntry.name_of(by), file_name=name[-250:], left_out=[_NOT_ENDED])
    imported = exchange.load(parsed, by=by, publish=publish, progress=progress, note=_noting(done))
    if imported.articles:
        _finish(done, imported)
    return imported


def give_up(waiting: ArticleImport) -> None:
    """Delete the file of an import that nobody wants."""
    if waiting.finished_at is None:
        waiting.delete()


def read_by_patients(done: ArticleImport) -> int:
    """Return how many of the articles that `undo` would move to the bin patients can read now."""
    added = dict(done.added)
    rows = Article.objects.published().filter(pk__in=added).values_list("pk", "version")
    return sum(1 for pk, version in rows if added[pk] == version)


def undo(done: ArticleImport, *, by: User) -> Undone:
    """Move the articles of `done` to the bin, those that nobody changed since; say of the others why they stay.

    Facts, topics and tags that came along stay: others may use them by now.
    """
    result = Undone()
    rows = Article.objects.in_bulk([pk for pk, _ in done.added])
    # What shows the steps of others goes first
    for pk, version in reversed(done.added):
        article = rows.get(pk)
        if article is None or article.deleted_at:
            continue
        try:
            _move_to_bin(article, version, by)
            result.gone += 1
        except RefusedError as refusal:
            result.stays.append(f"“{article.title}” stays: {refusal}")
    if result.gone or not result.stays:
        ArticleImport.objects.filter(pk=done.pk).update(undone_at=timezone.now())
    return result


def _move_to_bin(article: Article, version: int, by: User) -> None:
    if article.version != version:
        last = article.revisions.first()
        who = (last.author_name if last else "") or "somebody"
        raise RefusedError(f"{who} changed it since.")
    actions.move_to_bin(article, by=by, version=version)


def _noting(done: ArticleImport) -> Note:
    """Write down each new article in the transaction that adds it: a fault later on must not keep it from `undo`."""

    def note(articles: list[Article]) -> None:
        done.added += [[article.pk, article.version] for article in articles]
        # Whoever undid it while it runs can undo the rest
        done.data, done.finished_at, done.undone_at = None, timezone.now(), None
        done.save(update_fields=["data", "finished_at", "undone_at", "added"] if done.pk else None)

    return note


@serialized
def _take(waiting: ArticleImport) -> None:
    """Two presses of the button bring it in once."""
    still = ArticleImport.objects.waiting().filter(pk=waiting.pk)
    if not still.update(data=None, finished_at=timezone.now(), left_out=waiting.left_out):
        raise RefusedError(_GONE)


@transaction.atomic
def _finish(done: ArticleImport, imported: Imported) -> ArticleImport:
    done.data, done.finished_at = None, timezone.now()
    done.left_out = imported.refusals[:_MOST_SAID]
    done.save(update_fields=["data", "finished_at", "left_out"])
    return done
