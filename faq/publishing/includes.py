"""Which articles show the steps of which: who else changes when one changes, and how patients count steps there."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from django.db.models import Q

from faq.errors import RefusedError
from faq.models import Article, Fact, Redirect, Revision, Step


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
    # One query for each way: joined by "or" in one, the steps of all articles would be read
    published = Article.objects.filter(live__includes=article).order_by().values("pk")
    written = Step.objects.filter(include=article, article__deleted_at=None).order_by().values("article")
    either = Q(pk__in=published) | Q(pk__in=written)
    return list(Article.objects.filter(either).select_related("live").order_by("title"))


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


def revisions_shown(slugs: Iterable[str]) -> dict[str, Revision]:
    """Return whose steps stand where these addresses are included: the live revision, or the newest of a draft.

    Addresses that lead to no article are left out.
    """
    # PostgreSQL takes no address with a zero byte
    wanted = set(filter(str.isprintable, slugs))
    if not wanted:
        return {}
    there = Article.objects.not_in_bin().filter(slug__in=wanted).select_related("live")
    found = {article.slug: article for article in there}
    for slug in wanted - found.keys():
        try:
            found[slug] = find_included(slug)
        except RefusedError:
            continue
    shown = {slug: article.live or article.revisions.first() for slug, article in found.items()}
    for slug, revision in shown.items():
        if revision:
            # Known already: asking each revision would be a query for each
            revision.article = found[slug]
    return {slug: revision for slug, revision in shown.items() if revision}


def place_label(first: int, count: int) -> str:
    """Return what patients call `count` steps from the number `first` on: "Step 7", "Steps 3 to 6"."""
    if count == 1:
        return f"Step {first}"
    return f"Steps {first} to {first + count - 1}" if count else "The steps of another article"


def first_numbers(steps: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return the number that patients read at the first step which each of `steps` stands for."""
    return list(accumulate(_counts(steps)[:-1], initial=1)) if steps else []


def place_labels(steps: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return for each of `steps` what patients call it; the steps of an included article count one by one."""
    counts = _counts(steps)
    return [place_label(first, count) for first, count in zip(accumulate(counts, initial=1), counts, strict=False)]


def _counts(steps: Sequence[Mapping[str, Any]]) -> list[int]:
    """How many steps patients read for each of `steps`."""
    shown = revisions_shown(filter(None, (step.get("include") for step in steps)))
    known = Fact.by_name() if shown else {}
    lengths = {slug: len(revision.filled_steps(known)) for slug, revision in shown.items()}
    return [lengths.get(slug, 0) if (slug := step.get("include")) else 1 for step in steps]
