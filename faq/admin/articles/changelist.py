"""The list of articles: which ones need somebody, in what state each one is, and what can be done with many at once."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from faq.admin import wording
from faq.admin.articles import before_publishing
from faq.admin.base import row_number
from faq.errors import RefusedError
from faq.models import Article, AuditEntry, Revision
from faq.models.parts import PARTS
from faq.publishing import actions, article_bin, compare
from faq.publishing.errors import ConflictError
from faq.publishing.kinds import kind
from faq.search import promises
from faq.views.public_page import clinic_of

NEEDS: tuple[tuple[str, str, Callable[[QuerySet, HttpRequest], QuerySet]], ...] = (
    ("drafts", "Drafts", lambda articles, request: articles.drafts()),
    ("changed", "Changed since published", lambda articles, request: articles.changed_since_published()),
    ("untagged", "No tags", lambda articles, request: articles.untagged()),
    ("shared", "Shared steps changed", lambda articles, request: articles.with_changed_shared_steps()),
    ("overdue", "To be checked", lambda articles, request: articles.overdue(clinic_of(request).now().date())),
    ("scheduled", "With a time set", lambda articles, request: articles.scheduled()),
    ("mine", "Mine", lambda articles, request: articles.written().filter(owner=request.user)),
    ("templates", "Templates", lambda articles, request: articles.templates()),
    ("bin", "In the bin", lambda articles, request: articles.in_bin()),
)


# Only where the clinic asks for a second person
_APPROVAL_NEEDS: tuple[tuple[str, str, Callable[[QuerySet, HttpRequest], QuerySet]], ...] = (
    ("approval", "To be approved", lambda articles, request: articles.with_approval(Revision.Approval.ASKED)),
    ("sent-back", "Sent back", lambda articles, request: articles.with_approval(Revision.Approval.SENT_BACK)),
)


class NeedFilter(admin.SimpleListFilter):
    title = "what needs me"
    parameter_name = "need"

    def __init__(self, request: HttpRequest, *args: object) -> None:
        self.request = request
        self.needs = (*_APPROVAL_NEEDS, *NEEDS) if clinic_of(request).asks_approval else NEEDS
        super().__init__(request, *args)

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(key, name) for key, name, _ in self.needs]

    def queryset(self, request: HttpRequest, articles: QuerySet) -> QuerySet:
        chosen = {key: choose for key, _, choose in self.needs}.get(self.value())
        return chosen(articles, request) if chosen else articles.written()

    def choices(self, changelist: object) -> list[dict[str, object]]:
        """The words above the list, each with how many there are."""
        request, everything = self.request, Article.objects.all()
        first = ("", "Everything", lambda articles, request: articles.written())
        return [
            {
                "selected": (self.value() or "") == key,
                "query_string": self._address(changelist, key),
                "display": name,
                "count": choose(everything, request).count(),
            }
            for key, name, choose in (first, *self.needs)
        ]

    def _address(self, changelist: object, key: str) -> str:
        return changelist.get_query_string({self.parameter_name: key} if key else {}, [self.parameter_name, "p"])


def matching(articles: QuerySet, text: str) -> QuerySet:
    """Return the articles that hold any of the words in `text`, in any part that is declared as searched by staff."""
    lookups = [lookup for part in PARTS if part.is_searched_by_staff for lookup in kind(part).lookups(part)]
    found = Q(pk__in=[])
    for word in text.split()[:12]:
        for lookup in lookups:
            found |= Q(**{f"{lookup}__icontains": word})
    return articles.filter(found).distinct()


@admin.display(description="Question", ordering="title")
def question(article: Article) -> str:
    return article.title


@admin.display(description="State")
def state(article: Article) -> SafeString:
    kind, said = wording.state(article)
    return format_html('<span class="state state-{}">{}</span>', kind, said)


@admin.display(description="Tags")
def tags(article: Article) -> SafeString:
    shown = format_html_join(" ", '<span class="tag">{}</span>', ((tag.name,) for tag in article.tags.all()))
    return shown or format_html('<span class="quiet">{}</span>', "No tags")


@admin.display(description="Last changed", ordering="changed_at")
def last_changed(article: Article) -> str:
    who = article.changed_by or "the system"
    return f"{capfirst(wording.day(article.changed_at))} by {who}"


@admin.display(description="Looked after by", ordering="owner")
def looked_after_by(article: Article) -> str:
    if not article.owner:
        return "Nobody yet"
    return AuditEntry.name_of(article.owner) + ("" if article.owner.is_active else " (left)")


@admin.action(description="Publish", permissions=["publish"])
def publish(model_admin: admin.ModelAdmin, request: HttpRequest, articles: QuerySet) -> None:
    def where_nobody_must_ask(article: Article, *, by: User, version: int | None) -> Revision:
        newest = article.revisions.get(number=article.version)
        if question := next(before_publishing.questions(article, newest), ""):
            raise RefusedError(question)
        return actions.publish(article, by=by, version=version)

    _each(request, articles, where_nobody_must_ask, "is published.")


@admin.action(description="Take off the site", permissions=["publish"])
def unpublish(model_admin: admin.ModelAdmin, request: HttpRequest, articles: QuerySet) -> None:
    _each(request, articles, _unless_promised(actions.unpublish), "is off the site. Patients cannot see it any more.")


@admin.action(description="Move to the bin", permissions=["delete"])
def move_to_bin(model_admin: admin.ModelAdmin, request: HttpRequest, articles: QuerySet) -> None:
    def keeping_replacement(article: Article, *, by: User, version: int | None) -> Article:
        return actions.move_to_bin(article, by=by, replaced_by=article.replaced_by, version=version)

    _each(request, articles, _unless_promised(keeping_replacement), "is in the bin.", undo="admin:faq_article_recover")


def _unless_promised(verb: Callable) -> Callable:
    """Return `verb` for articles that no search promise needs; of those that one needs, their own page asks."""

    def do(article: Article, *, by: User, version: int | None) -> Article:
        if promises.kept_now(article.search_promises.all()):
            raise RefusedError("A search is promised to show this article. Please open it, and do that there.")
        return verb(article, by=by, version=version)

    return do


@admin.action(description="Take out of the bin", permissions=["delete"])
def take_out_of_bin(model_admin: admin.ModelAdmin, request: HttpRequest, articles: QuerySet) -> None:
    def take_out(article: Article, *, by: User, version: int | None) -> article_bin.TakenOut:
        # Nothing is lost by it, whatever the article says now
        return article_bin.take_out(article, by=by)

    _each(request, articles.in_bin(), take_out, "is out of the bin, as it was before.")


def said_of(conflict: ConflictError, version: int | None) -> str:
    """Return who saved the article after `version`, and which parts of it, in one sentence or two."""
    before = conflict.article.revisions.filter(number=version).first()
    found = compare.changes(before.snapshot, conflict.theirs.snapshot) if before else []
    parts = f" Changed: {wording.listed([change.part for change in found])}." if found else ""
    return f"{conflict.theirs.author_name or 'Somebody else'} saved it in the meantime.{parts}"


def _each(request: HttpRequest, articles: QuerySet, verb: Callable, done: str, undo: str = "") -> None:
    """Do `verb` to one article after another as the list showed it; each refusal is named, the others still happen."""
    for article in articles:
        version = row_number(request.POST.get(f"version-{article.pk}", ""))
        try:
            verb(article, by=request.user, version=version)
            messages.success(
                request, f"“{article.title}” {done}", extra_tags=reverse(undo, args=[article.pk]) if undo else ""
            )
        except ConflictError as conflict:
            messages.warning(request, f"“{article.title}”: {said_of(conflict, version)} Please look at it first.")
        except RefusedError as refusal:
            messages.warning(request, f"“{article.title}”: {refusal}")
