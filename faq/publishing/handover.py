"""Gives all articles of somebody who leaves to a colleague."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet

from faq.errors import RefusedError
from faq.models import Article, AuditEntry
from faq.publishing.locking import serialized


def looked_after_by(person: User) -> QuerySet[Article]:
    """Return the articles that `person` looks after, those in the bin left out, by their questions."""
    return Article.objects.not_in_bin().filter(owner=person).order_by("title", "pk")


def who_left() -> QuerySet[User]:
    """Return the people who cannot sign in any more and still look after articles."""
    owned = Count("articles", filter=Q(articles__deleted_at=None))
    left = get_user_model().objects.filter(is_active=False).annotate(owned=owned)
    return left.filter(owned__gt=0).order_by("first_name", "username")


def owner_after(now: str, *, wanted: str) -> str:
    """Return the user name of who looks after an article from now on: an open form gives it to nobody who left."""
    is_same = not wanted or wanted == now
    people = get_user_model().objects
    return wanted if is_same or not people.filter(username=wanted, is_active=False).exists() else now


@serialized
def hand_over(person: User, to: User, *, by: User | None) -> int:
    """Let `to` look after every article of `person`, also those in the bin; return how many.

    No article gets a new version, as none of its words change. Raises `RefusedError` where `to` cannot sign in, or is
    the same person.
    """
    to = get_user_model().objects.get(pk=to.pk)
    if to.pk == person.pk or not (to.is_active and to.is_staff):
        raise RefusedError("Please choose a colleague who may sign in.")
    articles = list(Article.objects.select_for_update().filter(owner=person).order_by("pk"))
    Article.objects.filter(pk__in=[article.pk for article in articles]).update(owner=to)
    said = f"from {AuditEntry.name_of(person)} to {AuditEntry.name_of(to)}"
    for article in articles:
        AuditEntry.note(by, AuditEntry.Action.HANDED_OVER, article.title, article=article, detail=said)
    return len(articles)
