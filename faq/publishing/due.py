"""Publishes and takes off the site what is due by the clock, before anybody reads: no program runs in between.

Whoever asks for a page after the moment does it first (`on_time.py`). So nothing is late for a reader, and log
and pages say the time that was set, even where nobody came for days.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from faq.models import Article, AuditEntry, Revision, Tag
from faq.publishing import actions, addresses, moments, rules, shared_changes
from faq.publishing.locking import serialized

Action = AuditEntry.Action
_AT_ITS_TIME = "at the time that was set"
_is_held = False


class _Due(NamedTuple):
    """One thing to be done. At the same moment what others include goes live before them, and off the site after."""

    at: datetime
    is_end: bool
    is_later: bool
    article_id: int


@contextmanager
def held() -> Iterator[None]:
    """Within, this process does nothing of what is due: for looking at pages as the rows are."""
    global _is_held
    _is_held = True
    try:
        yield
    finally:
        _is_held = False


def apply() -> int:
    """Do everything that is due, in the order of the clock; return how many things. Others wait, then find nothing."""
    return 0 if _is_held else _apply()


@serialized
def _apply() -> int:
    due = sorted(_found(timezone.now()))
    for each in due:
        article = actions.locked(Article(pk=each.article_id))
        if each.is_end:
            _expire(article, each.at)
        else:
            _publish(article, each.at)
    moments.note_next()
    return len(due)


def _found(now: datetime) -> Iterator[_Due]:
    for article in Article.objects.filter(Q(publish_at__lte=now) | Q(expires_at__lte=now)).select_related("live"):
        if article.publish_at and article.publish_at <= now:
            chosen = article.revisions.get(number=article.publish_number or 0)
            yield _Due(article.publish_at, False, bool(chosen.included_ids), article.pk)
        if article.expires_at and article.expires_at <= now:
            shows_others = article.live is not None and bool(article.live.included_ids)
            yield _Due(article.expires_at, True, not shows_others, article.pk)


def _publish(article: Article, at: datetime) -> None:
    """Let the version go live that was chosen; where that cannot be any more, staff are told why."""
    revision, before = article.revisions.get(number=article.publish_number or 0), article.live
    reason = " ".join(_problems(article, revision))[:500]
    article.publish_at = article.publish_number = None
    article.not_published_because = reason
    article.save(update_fields=["publish_at", "publish_number", "not_published_because"])
    said = {"article": article, "revision_number": revision.number, "at": at}
    if reason:
        AuditEntry.note(None, Action.NOT_PUBLISHED, article.title, detail=reason, **said)
        return
    actions.go_live(article, revision, _tags(article, revision), at=at)
    shared_changes.note(article, before, revision, by=None)
    AuditEntry.note(None, Action.PUBLISHED, revision.title, detail=_AT_ITS_TIME, **said)


def _expire(article: Article, at: datetime) -> None:
    """Take `article` off the site; in the bin it will come back as a draft."""
    article.expires_at = article.live_before_bin = None
    article.save(update_fields=["expires_at", "live_before_bin"])
    if article.live:
        actions.take_down(article)
        AuditEntry.note(None, Action.UNPUBLISHED, article.title, article=article, detail=_AT_ITS_TIME, at=at)


def _problems(article: Article, revision: Revision) -> list[str]:
    if article.deleted_at:
        return ["It was in the bin then."]
    if addresses.is_taken(article, revision.slug):
        return [f"Its web address “{revision.slug}” belongs to another article now."]
    return rules.publish_problems(article, revision)


def _tags(article: Article, revision: Revision) -> list[Tag]:
    """The tags that the version was saved with, as far as they are still there; the newest has those of the article."""
    if revision.number == article.version:
        return list(article.tags.all())
    return list(Tag.objects.filter(key__in=[name.casefold() for name in revision.snapshot.get("tags", [])]))
