"""The verbs that change articles: save, publish, unpublish, restore, move to the bin (back: `article_bin`)."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone

from faq.errors import RefusedError
from faq.models import Article, AuditEntry, Edition, Fact, LivePicture, Redirect, Revision, Tag
from faq.publishing import addresses, handover, moments, rules, shared_changes, snapshot, tags
from faq.publishing.errors import ConflictError, refuse_while_used
from faq.publishing.includes import affected_by, including, published_including
from faq.publishing.kinds import Content
from faq.publishing.locking import serialized

Action = AuditEntry.Action
_USED, _CHANGE_THOSE = "while others use its steps", "Please change those first."


def save(
    article: Article | None,
    content: Content,
    *,
    by: User | None,
    version: int = 0,
    reason: str = Revision.Reason.SAVED,
    note: str = "",
    restored_from: int | None = None,
) -> Revision:
    """Write `content` into the working copy and record it as a revision, which is returned; patients see nothing yet.

    `version` is the version the writer started from; `article` is None for a new one; `restored_from` is the number of
    the version that is brought back. When nothing changed, the newest
    revision is returned as it is. Raises `ConflictError` when somebody saved in between, `RefusedError` by its rules.
    """
    before = snapshot.take(Article.objects.get(pk=article.pk)) if article else snapshot.BLANK
    content = snapshot.tidy({**before, **content})
    # The slow part, while others may still write
    html = snapshot.render(content)
    return _save(article, content, html, by=by, version=version, reason=reason, note=note, restored_from=restored_from)


@serialized
def _save(
    article: Article | None,
    content: Content,
    html: dict,
    *,
    by: User | None,
    version: int,
    reason: str,
    note: str,
    restored_from: int | None,
) -> Revision:
    article = locked(article, version) if article else Article()
    _refuse_in_bin(article)
    content["slug"] = addresses.choose(article, content)
    if article.pk:
        newest, now = article.revisions.get(number=article.version), snapshot.take(article)
        wanted = tags.keep_tag_changes(content["tags"], written=newest.snapshot.get("tags", []), now=now["tags"])
        content = snapshot.tidy(
            {**content, "tags": wanted, "owner": handover.owner_after(now["owner"], wanted=content["owner"])}
        )
        if snapshot.same(content, now):
            return newest
    _refuse(rules.save_problems(article, content))
    _refuse(rules.field_problems(content))
    html = snapshot.including_as_now(html, content)
    addresses.keep_old(article, content["slug"])
    take_address_from_bin(content["slug"], to=content["title"], by=by, but=article)
    interval = article.review_every
    snapshot.apply(article, content)
    if article.live_id and article.review_every != interval:
        moments.note_next()
    return _record(article, html, by, reason, note, restored_from)


@serialized
def publish(
    article: Article, *, by: User | None, version: int | None = None, is_spelling_only: bool = False
) -> Revision:
    """Show the working copy of `article` to patients and return the revision they now read.

    `version`, where given, is the one the publisher has seen. Articles that show its steps need a look afterwards where
    these changed, unless `is_spelling_only`. Raises `ConflictError` and `RefusedError`.
    """
    article = locked(article, version)
    revision = article.revisions.get(number=article.version)
    _refuse_in_bin(article)
    if article.live_id == revision.pk:
        return revision
    _refuse(rules.publish_problems(article, revision))
    before = article.live
    go_live(article, revision)
    # A time set for these words, or for older ones, is of no use any more
    article.publish_at = article.publish_number = None
    article.not_published_because = ""
    article.save(update_fields=["publish_at", "publish_number", "not_published_because"])
    if not is_spelling_only:
        shared_changes.note(article, before, revision, by=by)
    said = {"revision_number": revision.number, "detail": "spelling only" if is_spelling_only else ""}
    AuditEntry.note(by, Action.PUBLISHED, article.title, article=article, **said)
    return revision


@serialized
def unpublish(
    article: Article, *, by: User | None, replaced_by: Article | None = None, version: int | None = None
) -> Article:
    """Take `article` off the site; it stays as a draft. Until it is published again, `replaced_by` gets its readers.

    Times that were set for it are forgotten.
    Raises `RefusedError` while published ones use its steps, or when patients cannot read `replaced_by`, and
    `ConflictError` when its version is another than `version`, where that is given: the one that staff have seen.
    """
    article = locked(article, version)
    if not article.live_id:
        return article
    check_unpublish(article)
    take_down(article)
    # Nothing shall bring it back by itself
    article.publish_at = article.publish_number = article.expires_at = None
    article.save(update_fields=["publish_at", "publish_number", "expires_at"])
    detail = addresses.send_readers(article, to=replaced_by)
    AuditEntry.note(by, Action.UNPUBLISHED, article.title, article=article, detail=detail)
    return article


@serialized
def move_to_bin(
    article: Article, *, by: User | None, replaced_by: Article | None = None, version: int | None = None
) -> Article:
    """Move `article` to the bin with its address and history; `replaced_by` gets its readers, as in `unpublish`.

    Raises `RefusedError` while others use its steps, and for all that `unpublish` refuses.
    """
    article = locked(article, version)
    check_move_to_bin(article)
    article.live_before_bin = article.live.number if article.live else None
    if article.live_id:
        take_down(article)
    article.deleted_at = timezone.now()
    article.save(update_fields=["deleted_at", "live_before_bin"])
    detail = addresses.send_readers(article, to=replaced_by)
    AuditEntry.note(by, Action.MOVED_TO_BIN, article.title, article=article, detail=detail)
    return article


def check_unpublish(article: Article) -> None:
    """Raise `RefusedError` while published articles use the steps of `article`."""
    refuse_while_used(published_including(article), f"This article cannot be taken off the site {_USED}", _CHANGE_THOSE)


def check_move_to_bin(article: Article) -> None:
    """Raise `RefusedError` while other articles use the steps of `article`."""
    others = [other for other in including(article) if other.pk != article.pk]
    refuse_while_used(others, f"This article cannot be deleted {_USED}", _CHANGE_THOSE)


def restore(article: Article, revision: Revision, *, by: User | None, version: int) -> Revision:
    """Make the working copy what `revision` was, as a new revision; patients see nothing until it is published.

    A part that is newer than `revision` becomes blank.
    """
    content = {**snapshot.BLANK, **revision.snapshot, "slug": article.slug}
    note = f"from version {revision.number}"
    return save(
        article,
        content,
        by=by,
        version=version,
        reason=Revision.Reason.RESTORED,
        note=note,
        restored_from=revision.number,
    )


def make_live_rows(revision: Revision, live_tags: Iterable[Tag]) -> None:
    """Make the rows that hang on a live revision alone: what pages browse by, and what may not be deleted meanwhile."""
    revision.tags.set(live_tags)
    revision.includes.set(revision.included_ids)
    revision.facts.set(Fact.objects.filter(name__in=snapshot.fact_names(revision.snapshot)))
    LivePicture.objects.bulk_create(LivePicture(revision=revision, name=name) for name in revision.picture_names())


_ACTION_OF: dict[str, str] = {
    Revision.Reason.SAVED: Action.SAVED,
    Revision.Reason.RESTORED: Action.RESTORED,
    Revision.Reason.IMPORTED: Action.IMPORTED,
}


def locked(article: Article, version: int | None = None) -> Article:
    """Return `article` as it is now. Raises `ConflictError` when it has another version than `version`, where given."""
    article = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if version is not None and version != article.version:
        raise ConflictError(article, article.revisions.get(number=article.version))
    return article


def _refuse_in_bin(article: Article) -> None:
    if article.deleted_at:
        raise RefusedError("This article is in the bin. Please take it out first.")


def take_address_from_bin(slug: str, *, to: str, by: User | None, but: Article | None = None) -> None:
    """Give the article in the bin that has the address `slug` another one, as the article called `to` gets it.

    Staff are asked about it when they take it out; the article `but` keeps it. Call inside a transaction.
    """
    binned = Article.objects.in_bin().filter(slug=slug).exclude(pk=but.pk if but else None).first()
    if binned:
        newest = binned.revisions.get(number=binned.version)
        binned.slug, binned.slug_before_bin = addresses.free_for(binned, slug), binned.slug_before_bin or slug
        binned.save(update_fields=["slug", "slug_before_bin"])
        _record(binned, newest.html, by, Revision.Reason.SAVED, f"its address went to “{to}”"[:200])


def _record(
    article: Article, html: dict, by: User | None, reason: str, note: str, restored_from: int | None = None
) -> Revision:
    content = snapshot.take(article)
    article.version += 1
    article.changed_at = timezone.now()
    article.save(update_fields=["version", "changed_at"])
    revision = Revision.objects.create(
        article=article,
        number=article.version,
        author=by,
        author_name=AuditEntry.name_of(by),
        reason=reason,
        note=note,
        restored_from=restored_from,
        snapshot=content,
        title=article.title,
        slug=article.slug,
        audience=article.audience,
        html=html,
    )
    action = Action.CREATED if revision.number == 1 and reason == Revision.Reason.SAVED else _ACTION_OF[reason]
    AuditEntry.note(by, action, article.title, article=article, revision_number=revision.number, detail=note)
    return revision


def go_live(
    article: Article, revision: Revision, live_tags: Iterable[Tag] | None = None, *, at: datetime | None = None
) -> None:
    """Show `revision`, which may go live, under `live_tags`: those of the working copy where none are given.

    Call inside the action's own transaction. `at` is when it went live, now where it is not said.
    """
    now = at or timezone.now()
    # Shown again unchanged, it is not new
    revision.published_at = revision.published_at or now
    revision.save(update_fields=["published_at"])
    make_live_rows(revision, article.tags.all() if live_tags is None else live_tags)
    # It is the address again
    Redirect.objects.filter(slug=revision.slug, article=article).delete()
    before = article.live
    article.live = revision
    article.published_at = article.published_at or now
    article.replaced_by = None
    article.save(update_fields=["live", "published_at", "replaced_by"])
    if before:
        addresses.keep_live(before, leaves_for=revision.slug)
        _release(before)
    shared_changes.let_go(article, shows=revision.included_ids)
    Edition.move(affected_by([article]))
    if article.review_every:
        moments.note_next()


def take_down(article: Article) -> None:
    """Take `article`, which is on the site, off it. Call inside the action's own transaction."""
    before, seen = Revision.live_of(article), affected_by([article])
    addresses.keep_live(before, leaves_for=article.slug)
    article.live, article.is_hidden = None, False
    article.save(update_fields=["live", "is_hidden"])
    _release(before)
    shared_changes.let_go(article)
    Edition.move(seen)


def _release(revision: Revision) -> None:
    """Drop the rows that only a live revision needs: they would keep tags, facts and articles from deletion.

    Without its rows for pictures, nobody else is shown what only this revision had.
    """
    revision.tags.clear()
    revision.includes.clear()
    revision.facts.clear()
    revision.pictures.all().delete()


def _refuse(problems: list[str]) -> None:
    if problems:
        raise RefusedError(*problems)
