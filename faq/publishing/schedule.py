"""Sets the times at which an article goes live and off the site; `due.py` sees that it happens."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from faq.errors import RefusedError
from faq.models import Article, AuditEntry, Clinic
from faq.publishing import actions, moments, rules
from faq.publishing.errors import refuse_while_used
from faq.publishing.includes import published_including
from faq.publishing.locking import serialized

LONGEST = timedelta(days=3660)


@dataclass(frozen=True)
class Times:
    """When the newest version of an article goes live, and when the article goes off the site; None for never."""

    publish_at: datetime | None = None
    expires_at: datetime | None = None

    @classmethod
    def of(cls, article: Article) -> "Times":
        return cls(article.publish_at, article.expires_at)


@serialized
def set_times(article: Article, times: Times, *, seen: Times, version: int | None, by: User | None) -> Article:
    """Let the version `version` of `article`, its newest, go live and the article go off the site at `times`.

    `seen` are the times that were set when the person looked. Raises `ConflictError` when the article has another
    version by now, and `RefusedError` when somebody set other times meanwhile or for the reasons in `_problems`.
    """
    article = actions.locked(article, version)
    before = Times.of(article)
    if before != seen:
        raise RefusedError(
            f"{_who_set(article)} set other times in the meantime: {in_words(before)}. Please look again."
        )
    check(article, times)
    article.publish_at, article.expires_at = times.publish_at, times.expires_at
    article.publish_number = article.version if times.publish_at else None
    article.not_published_because = ""
    article.save(update_fields=["publish_at", "publish_number", "expires_at", "not_published_because"])
    moments.note_next()
    said = {"revision_number": article.publish_number, "detail": in_words(times)}
    AuditEntry.note(by, AuditEntry.Action.SCHEDULED, article.title, article=article, **said)
    return article


def check(article: Article, times: Times) -> None:
    """Raise `RefusedError` where `article` cannot have these times; `article` holds the ones it has now."""
    problems = list(_problems(article, times))
    if problems:
        raise RefusedError(*problems)
    if times.expires_at:
        showing = [*published_including(article), *_waiting_to_show(article)]
        others = [other for other in dict.fromkeys(showing) if not _is_gone_by(other, times.expires_at)]
        refuse_while_used(others, "This article cannot go off the site then, while others use its steps", _CHANGE_THOSE)


def in_words(times: Times) -> str:
    """Return `times` in a sentence: "goes live on 3 May 2026 at 08:00 (EDT), off the site on ..."."""
    pairs = (("goes live on", times.publish_at), ("off the site on", times.expires_at))
    said = [f"{words} {said_at(at)}" for words, at in pairs if at]
    return ", ".join(said) or "no times"


def said_at(at: datetime) -> str:
    """Return the moment `at` as the clinic's clock shows it, with its zone: an hour comes twice when clocks go back."""
    here = at.astimezone(Clinic.load().zone)
    return f"{here.day} {here:%B %Y} at {here:%H:%M} ({here:%Z})"


_CHANGE_THOSE = "Please let those go off the site first."


def _problems(article: Article, times: Times) -> Iterator[str]:
    now, before = timezone.now(), Times.of(article)
    if article.deleted_at:
        yield "This article is in the bin. Please take it out first."
    for at, kept in ((times.publish_at, before.publish_at), (times.expires_at, before.expires_at)):
        if at and at != kept and at <= now:
            yield f"{said_at(at)} is past already. Please choose a later time."
        if at and at > now + LONGEST:
            yield f"{said_at(at)} is more than ten years from now. Please look at the year."
    if times.publish_at and times.expires_at and times.expires_at <= times.publish_at:
        yield "The article would go off the site before it is published. Please choose a later time for its end."
    if times.expires_at and not times.publish_at and not article.live_id:
        yield "This article is not on the site. Please say first when it goes live."
    if times.publish_at:
        yield from _publish_problems(article, times)
    elif times.expires_at != before.expires_at and article.live:
        yield from rules.outlived_targets(article.live, times.expires_at)


def _publish_problems(article: Article, times: Times) -> Iterator[str]:
    newest = article.revisions.get(number=article.version)
    if newest.pk == article.live_id:
        yield "Patients read this version already. Please leave the time for publishing empty."
    as_set = copy(article)
    as_set.expires_at = times.expires_at
    yield from rules.publish_problems(as_set, newest, at=times.publish_at)


def _waiting_to_show(article: Article) -> list[Article]:
    """The articles of which a version with the steps of `article` goes live at a set time."""
    waiting = Article.objects.filter(publish_at__isnull=False, deleted_at=None).exclude(pk=article.pk)
    chosen = {other: other.revisions.get(number=other.publish_number or 0) for other in waiting}
    return [other for other, revision in chosen.items() if article.pk in revision.included_ids]


def _is_gone_by(article: Article, moment: datetime) -> bool:
    return article.expires_at is not None and article.expires_at <= moment


def _who_set(article: Article) -> str:
    last = article.audit_entries.filter(action=AuditEntry.Action.SCHEDULED).first()
    return (last.who_name if last else "") or "Somebody else"
