"""The bin: an article comes back as it was, or is gone for good after 30 days."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from faq.models import Article, AuditEntry, OldAddress, Redirect, Revision, Step, Tag
from faq.publishing import actions, addresses, rules, snapshot
from faq.publishing.errors import AddressTakenError
from faq.publishing.kinds import Content
from faq.publishing.locking import serialized

KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class TakenOut:
    """What came out of the bin; `problems` say why readers do not see it, although they did before."""

    article: Article
    problems: tuple[str, ...] = ()


@serialized
def take_out(article: Article, *, by: User | None, address: str = "") -> TakenOut:
    """Take `article` out of the bin with its address and history; who could read it before reads it again.

    Raises `AddressTakenError` when another article has its address and no other `address` is given, `RefusedError` when
    that one is taken too. What can no longer be published as it is comes back as a draft.
    """
    article = actions.locked(article)
    if not article.deleted_at:
        return TakenOut(article)
    back_at = _address(article, address)
    number = article.live_before_bin
    was_live = None if number is None else article.revisions.get(number=number)
    article.deleted_at = article.live_before_bin = None
    article.slug_before_bin = ""
    article.save(update_fields=["deleted_at", "live_before_bin", "slug_before_bin"])
    problems = _come_back(article, was_live, {**snapshot.take(article), "slug": back_at}, by)
    article = _again(article)
    detail = "readers see it again" if article.live_id else ""
    AuditEntry.note(by, AuditEntry.Action.TAKEN_OUT_OF_BIN, article.title, article=article, detail=detail)
    return TakenOut(article, tuple(problems))


@serialized
def empty(*, older_than: timedelta = KEPT_FOR) -> list[str]:
    """Remove what has been in the bin for longer than `older_than` for good; return the questions.

    Its former addresses lead to the article that gets its readers, or say that it was removed. An article whose steps
    stand in another one in the bin stays as long as that one.
    """
    gone = list(Article.objects.in_bin().filter(deleted_at__lt=timezone.now() - older_than))
    while kept := [article for article in gone if _stands_in_another(article, gone)]:
        gone = [article for article in gone if article not in kept]
    Step.objects.filter(article__in=gone).delete()
    for article in gone:
        _keep_addresses(article)
        AuditEntry.note(
            None, AuditEntry.Action.REMOVED, article.title, article=article, detail="from the bin, for good"
        )
    titles = [article.title for article in gone]
    Article.objects.filter(pk__in=[article.pk for article in gone]).delete()
    return titles


def _address(article: Article, address: str) -> str:
    if address:
        return addresses.choose(article, {"slug": address})
    before = article.slug_before_bin
    if before and addresses.is_taken(article, before):
        taken_by = Article.objects.not_in_bin().filter(slug=before).first()
        raise AddressTakenError(before, taken_by, article.slug)
    return before or article.slug


def _come_back(article: Article, was_live: Revision | None, draft: Content, by: User | None) -> list[str]:
    """Let readers see what they saw, with what was being written as the newest version; return why they cannot."""
    shown = {**snapshot.BLANK, **was_live.snapshot, "slug": draft["slug"]} if was_live else draft
    if was_live is None or snapshot.same(shown, draft):
        newest = _save(article, draft, by)
        return _show(article, _settled(newest), list(article.tags.all())) if was_live else []
    if was_live.slug != draft["slug"]:
        # It was never published at this address
        was_live = _settled(_save(article, shown, by))
    names = [name.casefold() for name in shown["tags"]]
    problems = _show(article, was_live, list(Tag.objects.filter(key__in=names)))
    _save(article, draft, by)
    return problems


def _show(article: Article, revision: Revision, live_tags: list[Tag]) -> list[str]:
    problems = rules.publish_problems(article, revision)
    if not problems:
        actions.go_live(_again(article), revision, live_tags)
    return problems


def _settled(revision: Revision) -> Revision:
    """Patients read its words before, at another address: nobody needs to approve them again."""
    revision.approval = Revision.Approval.APPROVED
    revision.save(update_fields=["approval"])
    return revision


def _save(article: Article, content: Content, by: User | None) -> Revision:
    return actions.save(article, content, by=by, version=_again(article).version)


def _again(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def _stands_in_another(article: Article, gone: list[Article]) -> bool:
    return Step.objects.filter(include=article).exclude(article__in=gone).exists()


def _keep_addresses(article: Article) -> None:
    """Nobody is told of an article that was for staff only, or never published."""
    shown = Revision.last_shown_of(article)
    if shown is None or shown.audience == Article.Audience.STAFF:
        Redirect.objects.filter(article=article).delete()
        return
    to = article.replaced_by
    if to:
        # Without one they are removed with the article: only addresses of ours say that something is gone
        OldAddress.objects.filter(article=article).update(article=to)
    Redirect.objects.filter(article=article).update(article=to)
    if article.revisions.filter(slug=article.slug, published_at__isnull=False).exists():
        Redirect.objects.update_or_create(slug=article.slug, defaults={"article": to})
