"""Steps that other articles show have changed: notes which articles need a look, and who has looked."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.utils import timezone

from faq.errors import RefusedError
from faq.models import Article, AuditEntry, Revision, SharedChange
from faq.publishing import compare
from faq.publishing.compare import Change
from faq.publishing.includes import published_including
from faq.publishing.locking import serialized


def differ(before: Revision | None, now: Revision) -> bool:
    """True where readers saw steps in `before` and will read others in `now`."""
    return before is not None and before.html["steps"] != now.html["steps"]


def changes_of(change: SharedChange) -> list[Change]:
    """Return what is different now from what stood there when somebody last looked, step by step."""
    return changed_steps(change.before, Revision.live_of(change.shared))


def changed_steps(before: Revision, now: Revision) -> list[Change]:
    """Return what differs between the steps of two revisions of an article."""
    said = compare.in_words(before.snapshot, now.snapshot)
    return [each.change for each in compare.step_changes(*(content["steps"] for content in said))]


def note(article: Article, before: Revision | None, now: Revision, *, by: User | None) -> None:
    """Put the published articles that show the steps of `article` among those that need a look.

    Call it in the transaction that puts `now` in the place of `before`. What is as it was before all changes that
    nobody has looked at needs no look any more.
    """
    if before is None or not differ(before, now):
        return
    who, when = AuditEntry.name_of(by), timezone.now()
    waiting = SharedChange.objects.filter(shared=article).select_related("before")
    undone = [change.pk for change in waiting if not differ(change.before, now)]
    # Nobody has checked them with these steps
    Article.objects.filter(live__includes=article).update(checked_number=None)
    known = {change.article_id for change in waiting}
    waiting.filter(pk__in=undone).delete()
    SharedChange.objects.filter(shared=article).update(at=when, who_name=who)
    SharedChange.objects.bulk_create(
        SharedChange(article=host, shared=article, before=before, at=when, who_name=who)
        for host in published_including(article)
        if host.pk not in known
    )


def let_go(article: Article, *, shows: Collection[int] = ()) -> None:
    """Forget what `article` waits for, but for the articles in `shows`: it shows no steps of the others any more."""
    SharedChange.objects.filter(article=article).exclude(shared__in=shows).delete()


@serialized
def confirm(article: Article, *, seen: Collection[tuple[int, int]], by: User | None) -> int:
    """Note that somebody looked at `article` and the changed steps still fit there; return for how many articles.

    `seen` holds (number of the `SharedChange`, number of the revision whose steps were looked at) of each. Raises
    `RefusedError` where the steps changed again since.
    """
    wanted = dict(seen)
    waiting = SharedChange.objects.filter(article=article, pk__in=wanted).select_related("shared")
    if any(change.shared.live_id != wanted[change.pk] for change in waiting):
        raise RefusedError("These steps have just changed again. Please look at them once more.")
    titles = [change.shared.title for change in waiting]
    if titles:
        detail = ", ".join(f"from “{title}”" for title in titles)[:500]
        AuditEntry.note(by, AuditEntry.Action.CONFIRMED, article.title, article=article, detail=detail)
    waiting.delete()
    return len(titles)
