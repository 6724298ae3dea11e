"""Which articles show the steps of which: who else changes when one article changes."""

from collections.abc import Iterable

from django.db.models import Q

from faq.errors import RefusedError
from faq.models import Article, Redirect, Revision


def affected_by(articles: Iterable[Article]) -> list[Article]:
    """Return `articles` and every published article that shows steps of one of them."""
    ids = [article.pk for article in articles]
    if not ids:
        return []
    return list(Article.objects.filter(Q(pk__in=ids) | Q(deleted_at=None, live__includes__in=ids)).distinct())


def published_including(article: Article) -> list[Article]:
    """Return the published articles that show the steps of `article`."""
    return list(Article.objects.live().filter(live__includes=article).order_by("live__title"))


def including(article: Article) -> list[Article]:
    """Return every article, published or being written, that includes the steps of `article`."""
    return list(
        Article.objects.filter(Q(live__includes=article) | Q(steps__include=article, deleted_at=None))
        .distinct()
        .order_by("title")
    )


def find_included(slug: str) -> Article:
    """Return the article that `slug` names, by its present or a former address. Raises `RefusedError`."""
    article = Article.objects.not_in_bin().filter(slug=slug).first()
    if article:
        return article
    moved = Redirect.objects.filter(slug=slug, article__deleted_at=None).select_related("article").first()
    if moved and moved.article:
        return moved.article
    # An address that was never published has no redirect; `addresses.choose` keeps it from others while it is named
    draft = Revision.objects.filter(slug=slug).select_related("article").order_by("-pk").first()
    if draft and not draft.article.deleted_at:
        return draft.article
    if draft:
        raise RefusedError(
            f"“{draft.article.title}”, whose steps should stand here, is in the bin. Please choose another article."
        )
    raise RefusedError(
        f"The article “{slug}”, whose steps should stand here, is not there any more. Please choose another one."
    )
