"""The first page of the staff area: what waits for somebody, and what happened last."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.urls import reverse

from faq.admin import checklist, wording
from faq.models import Article, AuditEntry, Fact
from faq.publishing import facts

_FEW = 5
_RECENT = 8


@dataclass(frozen=True)
class Need:
    """One kind of thing that waits: what it is, why it matters, the first few, and the list of all."""

    heading: str
    why: str
    items: list[tuple[str, str]]
    count: int
    all_url: str


def needs(user: User) -> dict[str, object]:
    """Return what waits for `user`, what an owner has not filled in yet, and the last actions of everybody."""
    return {
        "gaps": checklist.gaps(user),
        "needs": [need for need in _needs(user) if need.count],
        "activity": _activity(),
        "has_articles": Article.objects.not_in_bin().exists(),
    }


def _needs(user: User) -> list[Need]:
    found = [
        _articles("Drafts", "Patients cannot see these yet.", Article.objects.drafts(), "drafts"),
        _articles(
            "Changed since published",
            "Patients still read the older words until you publish.",
            Article.objects.changed_since_published(),
            "changed",
        ),
        _articles("Without tags", "Patients cannot find these by topic.", Article.objects.untagged(), "untagged"),
    ]
    return [_facts(user), *found] if user.has_perm("faq.change_fact") else found


def _articles(heading: str, why: str, articles: QuerySet[Article], kind: str) -> Need:
    url = f"{reverse('admin:faq_article_changelist')}?need={kind}"
    items = [(article.title, reverse("admin:faq_article_change", args=[article.pk])) for article in articles[:_FEW]]
    return Need(heading, why, items, articles.count(), url)


def _facts(user: User) -> Need:
    may_edit_clinic = user.has_perm("faq.change_clinic")
    waiting = [fact for fact in facts.waiting() if fact.pk or may_edit_clinic]
    items = [(fact.label, _form_of(fact)) for fact in waiting[:_FEW]]
    why = "Articles ask for these. Until they are filled in, patients do not see what asks for them."
    return Need("Facts without a value", why, items, len(waiting), reverse("admin:faq_fact_changelist"))


def _form_of(fact: Fact) -> str:
    """Where its value is filled in: the clinic's own details have one form together."""
    return reverse("admin:faq_fact_change", args=[fact.pk]) if fact.pk else reverse("admin:faq_clinic_changelist")


def _activity() -> list[tuple[AuditEntry, str]]:
    """What people did, and what happened to articles; not the list of urgent phrases that the first start filled in."""
    seen = AuditEntry.objects.exclude(who_name="", action=AuditEntry.Action.SETTING)
    last = seen.select_related("article")[:_RECENT]
    return [(entry, wording.moment(entry.at)) for entry in last]
