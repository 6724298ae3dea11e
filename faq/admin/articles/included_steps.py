"""Shows the steps of another article in place, in the form of the article that includes them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from faq.models import Article, Fact, Revision
from faq.publishing.includes import revisions_shown
from faq.views import article_page
from faq.views.article_page import StepOnPage


@dataclass(frozen=True)
class Included:
    """The steps that stand in place of one row: those patients read, or those of a draft, which is said."""

    article: Article
    steps: list[StepOnPage]


def included_by(slugs: Iterable[str]) -> dict[str, Included]:
    """Return what stands where these addresses are included; those that lead to no article are left out."""
    shown = revisions_shown(slugs)
    facts = Fact.by_name() if shown else {}
    return {slug: _included(revision, facts) for slug, revision in shown.items()}


@require_GET
@never_cache
def fragment(request: HttpRequest) -> HttpResponse:
    """Answer the steps of the article that "article" names by its question or address; nothing where there is none."""
    asked = " ".join(request.GET.get("article", "").split())
    # PostgreSQL takes no question with a zero byte
    article = _named(asked) if asked and asked.isprintable() else None
    found = included_by([article.slug]).get(article.slug) if article else None
    return render(request, "admin/faq/article/included.html", {"included": found, "first": 1})


def _included(revision: Revision, facts: dict[str, Fact]) -> Included:
    return Included(revision.article, article_page.steps_of(revision, facts))


def _named(asked: str) -> Article | None:
    """Equal questions are told apart by the address that stands behind them in brackets."""
    slug = asked.rpartition(" (")[2].removesuffix(")")
    named = Article.objects.not_in_bin().filter(Q(title__iexact=asked) | Q(slug__in=[asked, slug]))
    return named.order_by("pk").first()
