"""Shows the steps of another article in place, in the form that includes them, and finds such articles."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from faq.admin import wording
from faq.admin.base import row_number
from faq.models import Article, Fact, Revision
from faq.publishing import includable, rules
from faq.publishing.includes import revisions_shown
from faq.search.find import find
from faq.text import markdown
from faq.views import article_page
from faq.views.article_page import StepOnPage

# Articles offered at once, and steps shown of each before it is chosen
_MOST, _FIRST_STEPS = 8, 4


@dataclass(frozen=True)
class Included:
    """The steps that stand in place of one row: those patients read, or those of a draft, which is said."""

    article: Article
    steps: list[StepOnPage]


@dataclass(frozen=True)
class Choice:
    """One article whose steps could stand here: what names it in the field, its state, and its steps as words."""

    article: Article
    label: str
    state: tuple[str, str]
    steps: list[str]

    @property
    def first_steps(self) -> list[str]:
        return self.steps[:_FIRST_STEPS]

    @property
    def more(self) -> int:
        return max(0, len(self.steps) - _FIRST_STEPS)


def included_by(slugs: Iterable[str]) -> dict[str, Included]:
    """Return what stands where these addresses are included; those that lead to no article are left out."""
    shown = revisions_shown(slugs)
    facts = Fact.by_name() if shown else {}
    return {slug: _included(revision, facts) for slug, revision in shown.items()}


@require_GET
@never_cache
def fragment(request: HttpRequest) -> HttpResponse:
    """Answer the steps of the article that "article" names by its question or address; else those to choose from.

    "in" is the number of the article whose form asks.
    """
    asked = includable.typed(request.GET.get("article", ""))
    host = Article.objects.filter(pk=row_number(request.GET.get("in", ""))).first()
    found = includable.named(asked, host)
    if len(found) == 1:
        included = included_by([found[0].slug]).get(found[0].slug)
        return render(request, "admin/faq/article/included.html", {"included": included, "first": 1})
    choices = _choices(found or _found(asked, host))
    why = rules.why_not_includable(asked, host) if asked and not choices else ""
    return render(request, "admin/faq/article/choices.html", {"choices": choices, "why": why})


def _included(revision: Revision, facts: dict[str, Fact]) -> Included:
    return Included(revision.article, article_page.steps_of(revision, facts))


def _found(asked: str, host: Article | None) -> list[Article]:
    """Those that hold the words; where none does, what search makes of them: slips of the finger, synonyms."""
    found = includable.matching(asked, host, most=_MOST)
    if found or not asked:
        return found
    ids = [hit.id for hit in find(asked, include_staff=True, per_page=_MOST).hits]
    known = {article.pk: article for article in includable.includable_in(host).filter(pk__in=ids)}
    return [known[pk] for pk in ids if pk in known]


def _choices(articles: list[Article]) -> list[Choice]:
    labels, shown = includable.labels(articles), included_by(article.slug for article in articles)
    return [
        Choice(
            article,
            labels[article.slug],
            wording.state(article),
            [_in_words(step) for step in shown[article.slug].steps],
        )
        for article in articles
        if article.slug in shown
    ]


def _in_words(step: StepOnPage) -> str:
    return markdown.to_text(step.html) or step.picture_alt
