"""The verbs for facts and for the clinic's own details: a change reaches every page that uses them."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet

from faq.models import Article, AuditEntry, Clinic, Edition, Fact
from faq.publishing.errors import PublishingError
from faq.publishing.hosts import hosts_of
from faq.publishing.snapshot import fact_names, take


@transaction.atomic
def save(fact: Fact, *, by: AbstractBaseUser | None) -> Fact:
    """Write `fact`; every published page that uses it shows the new value at once.

    Raises `PublishingError` when its short name changes while articles use the old one.
    """
    before = Fact.objects.filter(pk=fact.pk).first() if fact.pk else None
    if before and before.name != fact.name:
        _refuse_while_used(before, f"The short name “{before.name}” cannot change")
    fact.name = fact.name.casefold()
    fact.save()
    Edition.move(hosts_of(Article.objects.on_air().filter(live__facts=fact)))
    AuditEntry.note(by, AuditEntry.Action.SETTING, f"the fact “{fact.label}”", detail=f"now: {fact.value}"[:500])
    return fact


@transaction.atomic
def delete(fact: Fact, *, by: AbstractBaseUser | None) -> None:
    """Remove `fact`. Raises `PublishingError` naming the articles that still use it."""
    _refuse_while_used(fact, f"“{fact.label}” cannot be deleted")
    AuditEntry.note(by, AuditEntry.Action.REMOVED, f"the fact “{fact.label}”")
    fact.delete()


@transaction.atomic
def save_clinic(clinic: Clinic, *, by: AbstractBaseUser | None) -> Clinic:
    """Write the clinic's details; every page shows them at once."""
    clinic.pk = 1
    clinic.save()
    Edition.move(hosts_of(Article.objects.on_air().filter(live__snapshot__icontains="{{")))
    AuditEntry.note(by, AuditEntry.Action.SETTING, "the clinic's details")
    return clinic


def used_by(fact: Fact) -> list[Article]:
    """Return the articles that use `fact`, in what patients see or in what staff are writing."""
    possible = Article.objects.filter(
        Q(live__facts=fact) | Q(short_answer__icontains="{{") | Q(body__icontains="{{") | Q(steps__text__icontains="{{")
    ).distinct()
    name = fact.name.casefold()
    return [article for article in possible if name in fact_names(take(article)) or _is_live_in(fact, article)]


def waiting() -> QuerySet[Fact]:
    """Return the facts that published articles ask for but that have no value yet."""
    return Fact.objects.filter(value="", revisions__live_article__isnull=False).distinct()


def _is_live_in(fact: Fact, article: Article) -> bool:
    return article.live_id is not None and article.live.facts.filter(pk=fact.pk).exists()


def _refuse_while_used(fact: Fact, what: str) -> None:
    users = used_by(fact)
    if users:
        titles = ", ".join(f"“{article.title}”" for article in users[:10])
        more = f" and {len(users) - 10} more" if len(users) > 10 else ""
        raise PublishingError(f"{what} while articles use it: {titles}{more}. Please take it out of them first.")
