"""Addresses that show no page themselves: whoever kept or mistyped one is led to where it is now, in one step."""

from contextlib import suppress

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from faq.models import Article, OldAddress, Redirect, Revision, Tag, TagRedirect
from faq.models.article_lists import ArticleQuerySet
from faq.models.faults import UNAVAILABLE
from faq.text import slugs
from faq.values import tracking
from faq.views import headers
from faq.views.public_page import public_page, readable_articles

_LONGEST_PATH = OldAddress.path.field.max_length or 500


@require_safe
def reports(request: HttpRequest, rest: str = "") -> HttpResponsePermanentRedirect:
    """Lead from /reports/..., where they were at first, to the reports in the staff area; the query stays."""
    return _permanently(request, f"{reverse('admin:reports')}{rest}")


@public_page
def article(request: HttpRequest, typed: str) -> HttpResponse:
    """Answer what begins like the address of an article but is not spelled as ours are: no slash at the end, two."""
    if not typed.strip("/"):
        return _permanently(request, reverse("faq:articles"))
    return lead_to_article(request, typed)


def lead_to_article(request: HttpRequest, typed: str) -> HttpResponse:
    """Answer an address that shows no article: where it or its replacement is, that it is gone, or never was.

    `typed` may be spelled as `slugs.meant_by` forgives, for former addresses too. The query stays, less what tracks.
    """
    slug = slugs.meant_by(typed)
    here = readable_articles(request).filter(live__slug=slug).first()
    if here:
        return _permanently(request, here.get_absolute_url())
    if Article.objects.for_patients().filter(live__slug=slug, is_hidden=True).exists():
        return render(request, "faq/hidden.html", status=404)
    of_known = Q(article=None) | Q(article__in=known_to_patients())
    former = Redirect.objects.filter(of_known, slug=slug).select_related("article__live").first()
    left = former.article if former else _taken_off(slug)
    if not former and not left:
        raise Http404
    return lead_from(request, left)


def lead_from(request: HttpRequest, left: Article | None) -> HttpResponse:
    """Answer an address of `left`, one of `known_to_patients`: where its readers are sent, or gone.

    None for an article that is gone for good.
    """
    if left and left.live:
        return _permanently(request, left.get_absolute_url())
    replacement = Article.objects.published().filter(replaces=left).first() if left else None
    if replacement:
        return _for_now(request, replacement.get_absolute_url())
    return render(request, "faq/gone.html", status=410)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what leads to no page: an address of the site that the clinic had before, or the page that says so."""
    path = request.path_info.strip("/")
    # What leads to a view of ours is nobody else's
    if request.resolver_match is None and request.method in ("GET", "HEAD") and len(path) <= _LONGEST_PATH:
        with suppress(Http404, *UNAVAILABLE):
            of_known = OldAddress.objects.filter(Q(article=None) | Q(article__in=known_to_patients()))
            old = get_object_or_404(of_known.select_related("article__live"), path=path.replace("\0", ""))
            return headers.never_stored(lead_from(request, old.article))
    return page_not_found(request, exception)


@public_page
def with_slash(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead from an address of an article's other pages that lacks the slash at its end."""
    return _permanently(request, f"{request.path}/")


@public_page
def tag(request: HttpRequest, typed: str) -> HttpResponse:
    """Answer what begins like the address of a tag but is not spelled as ours are."""
    if not typed.strip("/"):
        return _permanently(request, reverse("faq:tags"))
    return lead_to_tag(request, typed)


def lead_to_tag(request: HttpRequest, typed: str) -> HttpResponse:
    """Answer an address that shows no tag, as `lead_to_article` does; a tag without published articles is not known."""
    slug = slugs.meant_by(typed)
    here = Tag.objects.in_use().filter(slug=slug).first()
    if here:
        return _permanently(request, here.get_absolute_url())
    of_known = Q(tag=None) | Q(tag__in=Tag.objects.in_use().values("pk"))
    former = get_object_or_404(TagRedirect.objects.filter(of_known).select_related("tag"), slug=slug)
    if former.tag is None:
        return render(request, "faq/tag_gone.html", status=410)
    return _permanently(request, former.tag.get_absolute_url())


def known_to_patients() -> ArticleQuerySet:
    """Return the articles that patients see or, where they are off the site or in the bin, saw last.

    Of all others nobody outside may learn: they are left out here, in the query that looks for an address that never
    was, so that not even the time of an answer tells one from the other.
    """
    published = Revision.objects.filter(article=OuterRef("pk"), published_at__isnull=False)
    last_audience = Subquery(published.order_by("-published_at").values("audience")[:1])
    shown = Article.objects.annotate(shown_to=Coalesce("live__audience", last_audience))
    return shown.filter(shown_to=Article.Audience.PUBLIC)


def _taken_off(slug: str) -> Article | None:
    """Return the article that stood at `slug` when it was taken off the site; a draft stood nowhere."""
    published_there = Q(revisions__slug=slug, revisions__published_at__isnull=False)
    return known_to_patients().filter(published_there, slug=slug, live=None).first()


def _permanently(request: HttpRequest, path: str) -> HttpResponsePermanentRedirect:
    """Lead to `path`, one of our own; never to what was typed, which could begin with the name of another site."""
    return HttpResponsePermanentRedirect(path + _query_of(request))


def _for_now(request: HttpRequest, path: str) -> HttpResponseRedirect:
    """Lead to `path` until what was taken off is published again: 302, as browsers may keep a 301 for ever."""
    return HttpResponseRedirect(path + _query_of(request))


def _query_of(request: HttpRequest) -> str:
    """Return what followed the question mark, but for what `public_page` would take off with a second redirect."""
    query = tracking.without(request.META.get("QUERY_STRING", ""))
    return f"?{query}" if query else ""
