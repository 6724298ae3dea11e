"""Chooses the address of an article, and keeps every address that patients ever had working."""

from faq.errors import RefusedError
from faq.models import Article, Redirect
from faq.publishing.kinds import Content
from faq.text.slugs import first_free, slug_for


def choose(article: Article, content: Content) -> str:
    """Return the address for `content`: the one asked for, or one made from the question, numbered until it is free.

    An article without an asked-for address keeps the one it has. Raises `RefusedError` when that one is taken.
    """
    asked = content["slug"].strip().strip("/")
    if not asked:
        return article.slug or first_free(slug_for(content["title"]), lambda slug: _is_taken(article, slug))
    if asked == article.slug:
        return asked
    slug = slug_for(asked)
    if _is_taken(article, slug):
        raise RefusedError(
            f"The web address “{slug}” belongs to another article, now or in the past. Please choose another one."
        )
    return slug


def keep_old(article: Article, slug: str) -> None:
    """Before `article` moves to `slug`: remember the address it leaves, for good.

    Even one that patients never saw: earlier versions of other articles may name it, and must not find another article.
    """
    if article.pk and article.slug != slug:
        Redirect.objects.get_or_create(slug=article.slug, defaults={"article": article})


def _is_taken(article: Article, slug: str) -> bool:
    others = Article.objects.exclude(pk=article.pk)
    if others.filter(slug=slug).exists() or others.filter(live__slug=slug).exists():
        return True
    return Redirect.objects.filter(slug=slug).exclude(article=article if article.pk else None).exists()
