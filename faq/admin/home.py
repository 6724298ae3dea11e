"""The first page of the staff area: the figures of the week, what waits for somebody, and what happened last."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef
from django.urls import reverse

from faq.admin import checklist, wording
from faq.models import Article, AuditEntry, Clinic, Fact, SharedChange, TaggedArticle
from faq.models.article_lists import ArticleQuerySet
from faq.publishing import facts
from faq.stats import ranges, reports

_FEW = 5
_RECENT = 8
_WEEK = "7"


@dataclass(frozen=True)
class Figure:
    """One number of the last seven days, what it counts, and where more of it is read ("" for nowhere)."""

    number: int
    words: str
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One article or fact that waits: what it is called, where it is opened, and why it waits: (kind of dot, words)."""

    title: str
    url: str
    reasons: list[tuple[str, str]]


@dataclass(frozen=True)
class Need:
    """Things that wait: what they are, why it matters, the first few, how many, and the lists of all: (words, url)."""

    heading: str
    why: str
    lines: list[Line]
    count: int
    lists: list[tuple[str, str]]


def needs(user: User) -> dict[str, object]:
    """Return the week, what waits for `user`, what an owner has not filled in yet, and what happened last."""
    clinic = Clinic.load()
    return {
        "figures": _figures(user, clinic),
        "gaps": checklist.gaps(user),
        "needs": [need for need in _needs(user, clinic) if need.count],
        "activity": _activity(),
        "has_articles": Article.objects.written().exists(),
    }


def _figures(user: User, clinic: Clinic) -> list[Figure]:
    """The last seven days, today included; what readers do is shown only to those who may read reports."""
    week = ranges.named(_WEEK, today=clinic.now().date())
    changed = reports.articles_changed(week, zone=clinic.zone)
    url = reverse("admin:faq_article_changelist")
    found = [Figure(changed, "article written or changed" if changed == 1 else "articles written or changed", url)]
    if not user.has_perm("faq.view_reports"):
        return found
    views, missed = reports.total_views(week), reports.times_not_found(week)
    url = f"{reverse('admin:reports')}?range={_WEEK}"
    return [
        Figure(views, "view of an article" if views == 1 else "views of articles", url),
        Figure(missed, f"time{'' if missed == 1 else 's'} patients said “I could not find it”", url),
        *found,
    ]


def _needs(user: User, clinic: Clinic) -> list[Need]:
    return [_facts(user), _articles(clinic)] if user.has_perm("faq.change_fact") else [_articles(clinic)]


def _articles(clinic: Clinic) -> Need:
    waiting = Article.objects.needing_attention()
    untagged = ~Exists(TaggedArticle.objects.filter(content_object=OuterRef("pk")))
    shared = Exists(SharedChange.objects.filter(article=OuterRef("pk")))
    marked = waiting.select_related("live").annotate(is_untagged=untagged, has_changed_shared_steps=shared)
    # What patients read already comes first
    first = marked.order_by("-has_changed_shared_steps", "-changed_at", "-pk")[:_FEW]
    why = "Patients cannot see drafts, read the older words of what changed, and find nothing by topic without tags."
    if SharedChange.objects.exists():
        why += " Steps that changed in another article may not fit everywhere they are shown."
    return Need(
        "Articles that need a look", why, [_line(article) for article in first], waiting.count(), _lists(clinic)
    )


def _line(article: Article) -> Line:
    reasons = [] if _is_finished(article) else [wording.state(article)]
    if article.is_untagged:
        reasons.append(("untagged", "No tags"))
    if article.has_changed_shared_steps:
        reasons.append(("look", "Shared steps changed"))
    return Line(article.title, reverse("admin:faq_article_change", args=[article.pk]), reasons)


def _is_finished(article: Article) -> bool:
    return bool(article.live_id) and not article.has_unpublished_changes and not article.is_hidden


def _lists(clinic: Clinic) -> list[tuple[str, str]]:
    """The lists of each kind that has any article, with how many there are."""
    everything, url = Article.objects.all(), reverse("admin:faq_article_changelist")
    counted = [
        *_approvals(everything, clinic),
        ("drafts", "draft", "drafts", everything.drafts().count()),
        ("changed", "changed since published", "changed since published", everything.changed_since_published().count()),
        ("untagged", "without tags", "without tags", everything.untagged().count()),
        (
            "shared",
            "with changed shared steps",
            "with changed shared steps",
            everything.with_changed_shared_steps().count(),
        ),
    ]
    return [(f"{n:,} {one if n == 1 else many}", f"{url}?need={key}") for key, one, many, n in counted if n]


def _approvals(everything: ArticleQuerySet, clinic: Clinic) -> list[tuple[str, str, str, int]]:
    """What waits for a second person, where the clinic asks for one."""
    if not clinic.asks_approval:
        return []
    asked, back = (everything.with_approval(each).count() for each in ("asked", "sent_back"))
    return [
        ("approval", "to be approved", "to be approved", asked),
        ("sent-back", "sent back", "sent back", back),
    ]


def _facts(user: User) -> Need:
    may_edit_clinic = user.has_perm("faq.change_clinic")
    waiting = [fact for fact in facts.waiting() if fact.pk or may_edit_clinic]
    lines = [Line(fact.label, _form_of(fact), [("changed", "No value yet")]) for fact in waiting[:_FEW]]
    why = "Articles ask for these. Until they are filled in, patients do not see what asks for them."
    more = [(f"All {len(waiting):,} facts", reverse("admin:faq_fact_changelist"))] if len(waiting) > _FEW else []
    return Need("Facts without a value", why, lines, len(waiting), more)


def _form_of(fact: Fact) -> str:
    """Where its value is filled in: the clinic's own details have one form together."""
    return reverse("admin:faq_fact_change", args=[fact.pk]) if fact.pk else reverse("admin:faq_clinic_changelist")


def _activity() -> list[tuple[AuditEntry, str]]:
    """What people did, and what happened to articles; not the phrases and templates of the first start."""
    seen = AuditEntry.objects.exclude(who_name="", action=AuditEntry.Action.SETTING)
    seen = seen.exclude(who_name="", article__is_template=True)
    last = seen.select_related("article")[:_RECENT]
    return [(entry, wording.moment(entry.at)) for entry in last]
