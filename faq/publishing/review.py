"""Articles are checked from time to time: somebody says that one is still correct, and its time begins anew."""

from django.contrib.auth.models import User

from faq.errors import RefusedError
from faq.models import Article, AuditEntry, Clinic, Edition, WhenOverdue
from faq.publishing import actions, moments
from faq.publishing.includes import affected_by
from faq.publishing.locking import serialized


@serialized
def confirm(article: Article, *, version: int | None, by: User | None) -> Article:
    """Note that `by` read what patients see of `article` today and found it still correct.

    Raises `ConflictError` when it has another version than `version`, the one that was read, and `RefusedError` where
    patients see another version or none, as nobody knows then what was checked.
    """
    article = actions.locked(article, version)
    if article.deleted_at or article.live is None:
        raise RefusedError("This article is not on the site. Please publish it first.")
    if article.has_unpublished_changes:
        raise RefusedError(
            "Patients read an older version than this one. Please publish it or bring that one back first."
        )
    clinic = Clinic.load()
    article.checked_on, article.checked_by = clinic.now().date(), AuditEntry.name_of(by)
    article.checked_number = article.version
    article.save(update_fields=["checked_on", "checked_by", "checked_number"])
    AuditEntry.note(
        by, AuditEntry.Action.CHECKED, article.title, article=article, revision_number=article.checked_number
    )
    if clinic.shows_checked or clinic.when_overdue != WhenOverdue.KEEP:
        Edition.move(affected_by([article]))
        moments.note_next()
        article.refresh_from_db(fields=["is_hidden"])
    return article
