"""Chooses the address of an article, and keeps every address that readers ever had working."""

from django.db.models import QuerySet

from faq.errors import RefusedError
from faq.models import Article, Redirect, Revision
from faq.publishing.kinds import Content
from faq.text.slugs import first_free, slug_for

TAKEN = "The web address “{}” belongs to another article, now or in the past. Please choose another one."


def choose(article: Article, content: Content) -> str:
    """Return the address for `content`: the one asked for, or one made from the question, numbered until it is free.

    An article without an asked-for address keeps the one it has. Raises `RefusedError` when that one is taken.
    """
    asked = content["slug"].strip().strip("/")
    if not asked:
        return article.slug or first_free(slug_for(content["title"]), lambda slug: is_ever_taken(article, slug))
    if asked == article.slug:
        return asked
    slug = slug_for(asked)
    if is_taken(article, slug):
        raise RefusedError(TAKEN.format(slug))
    return slug


def is_taken(article: Article, slug: str) -> bool:
    """Return whether `article` cannot have the address `slug`; one that only an article in the bin has can be had."""
    return is_ever_taken(article, slug, Article.objects.not_in_bin())


def free_for(article: Article, slug: str) -> str:
    """Return an address like `slug` that `article` can have."""
    return first_free(f"{slug}-2", lambda other: is_ever_taken(article, other))


def keep_old(article: Article, slug: str) -> None:
    """Before `article` moves to `slug`: remember the address it leaves, for good, if it was ever published there.

    An address that nobody could have read is free again. Only where a version of some article names it, for the steps
    that stand there, `choose` gives it to nobody else: that version must not find the steps of another article.
    """
    if not article.pk or article.slug == slug:
        return
    if article.revisions.filter(slug=article.slug, published_at__isnull=False).exists():
        Redirect.objects.get_or_create(slug=article.slug, defaults={"article": article})


def keep_live(revision: Revision, *, leaves_for: str) -> None:
    """Before `revision` is live no more: remember its address, where the article goes on at `leaves_for`.

    The working copy may have left that address before readers ever came there: a version goes live at a set time.
    """
    if revision.slug != leaves_for:
        Redirect.objects.get_or_create(slug=revision.slug, defaults={"article": revision.article})


def send_readers(article: Article, *, to: Article | None) -> str:
    """While `article` is off the site, send readers of its addresses to the article `to`; None: nowhere.

    Returns that in words for the audit log. Raises `RefusedError` when patients cannot read `to`; what was chosen
    before may stay. Nobody is sent in a circle: only an article on the site gets readers, and it sends none on.
    """
    is_new = to is not None and to.pk != article.replaced_by_id
    if to and is_new and not Article.objects.published().filter(pk=to.pk).exists():
        raise RefusedError(f"Patients cannot read “{to.title}”. Please choose another article for the readers.")
    article.replaced_by = to
    article.save(update_fields=["replaced_by"])
    return f"readers are sent to “{to.title}”" if to else ""


def is_ever_taken(article: Article, slug: str, among: QuerySet[Article] | None = None) -> bool:
    """True when `slug` belongs to another article of `among` (of all) than `article`, now or in the past."""
    others = (Article.objects.all() if among is None else among).exclude(pk=article.pk)
    if others.filter(slug=slug).exists() or others.filter(live__slug=slug).exists():
        return True
    if Redirect.objects.filter(slug=slug).exclude(article=article if article.pk else None).exists():
        return True
    last_there = Revision.objects.filter(slug=slug).order_by("-pk").first()
    return last_there is not None and last_there.article_id != article.pk and slug in included_by_name()


def included_by_name() -> set[str]:
    """Return the addresses that a version of some article names for the steps there.

    Reads every version, so ask only for an address that somebody left.
    """
    steps = Revision.objects.values_list("snapshot__steps", flat=True)
    return {step["include"] for kept in steps.iterator(500) for step in kept or [] if step.get("include")}
