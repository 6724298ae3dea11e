"""How public pages are handed to readers: the same for everybody, fresh, and counted once a day."""

from collections.abc import Callable
from functools import wraps
from hashlib import blake2s

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.http import parse_etags
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from faq.models import Article, Clinic
from faq.models.article_lists import ArticleQuerySet
from faq.stats import counting, robots
from faq.values import tracking
from faq.values.tracking import FROM_SEARCH
from faq.views import (
    compression,
    headers,
    page_cache,
    published_state,
    reader_choice,
    search_counting,
    view_origin,
)
from faq.views.page_cache import Address, CachedPage
from faq.views.published_state import PublishedState
from faq.views.replica import may_use_replica

View = Callable[..., HttpResponse]
Build = Callable[[], HttpResponse]


def is_staff(request: HttpRequest) -> bool:
    """True for signed-in staff. Without a session cookie nothing is looked up, and readers get no cookie."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated and request.user.is_staff


def readable_articles(request: HttpRequest) -> ArticleQuerySet:
    """Return the articles that whoever asks may read: staff also those that are for staff only."""
    return Article.objects.live() if is_staff(request) else Article.objects.published()


def readable_article(request: HttpRequest, slug: str) -> Article | None:
    """Return the article at the address `slug`, where whoever asks may read it."""
    # PostgreSQL takes no address with a zero byte
    return readable_articles(request).filter(live__slug=slug).first() if slug.isprintable() else None


def clinic_of(request: HttpRequest) -> Clinic:
    """Return the clinic, looked up once for each request."""
    if not hasattr(request, "_clinic"):
        request._clinic = Clinic.load()
    return request._clinic


def public_page(view: View) -> View:
    """Mark `view` as a page that is the same for every reader: GET and HEAD only, kept by the browser, asked for again.

    Its ETag names the day, the page and the edition; a browser that has it gets "not modified". Staff, programs and
    browsers that fetch ahead of time get a page that nobody keeps: who holds an ETag has been counted. A view that sets
    `article_id` and `revision` on its response has its readers counted for that version. One that shows lists in pages
    sets `page_number`: its answer to ?page=2 is kept for other readers when page 2 is what it shows. One whose readers
    pick what they see says so by `reader_choice.note`. No other query is kept.
    Tracking parameters (?utm_source=mail) lead to the address without them, on an article all that is no choice.
    """

    # Nothing can be sent here: a wrong method is to hear so, not to be asked for a token
    @may_use_replica
    @csrf_exempt
    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        def build() -> HttpResponse:
            with timezone.override(clinic_of(request).zone):
                return view(request, *args, **kwargs)

        if _has_tracking(request):
            return _at_its_address(request, build())
        if is_staff(request):
            return headers.never_stored(build())
        state = published_state.current(lambda: clinic_of(request), getattr(request, "edition", None))
        if not robots.is_reader(request.method, request.headers):
            return headers.never_stored(_cached_or_built(request, state, build))
        return _for_reader(request, state, build)

    return answer


def _has_tracking(request: HttpRequest) -> bool:
    query = request.META.get("QUERY_STRING", "")
    return bool(query) and tracking.without(query) != query


def _at_its_address(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Lead to the same page at its own address, without what a mail program or our search added: one page, one reader.

    A browser knows of each address for itself whether it was counted. What is no page is answered as it is.
    """
    if response.status_code != 200:
        return headers.never_stored(response)
    if FROM_SEARCH in request.GET and not is_staff(request):
        search_counting.count_opened(request)
    return _moved(request, tracking.without(request.META["QUERY_STRING"]))


def _moved(request: HttpRequest, query: str) -> HttpResponse:
    return headers.never_stored(HttpResponsePermanentRedirect(request.path + (f"?{query}" if query else "")))


def _for_reader(request: HttpRequest, state: PublishedState, build: Build) -> HttpResponse:
    """Answer a person: "not modified" or the page with its ETag, and one view for the first time today."""
    known = [etag.removeprefix("W/") for etag in parse_etags(request.headers.get("If-None-Match", ""))]
    page_today = f'"{state.day:%Y%m%d}-{_digest(request.get_full_path())}-'
    etag = f'{page_today}{state.name}"'
    if etag in known:
        return headers.revalidated(HttpResponseNotModified(), etag)
    response = _cached_or_built(request, state, build)
    article_id = getattr(response, "article_id", 0)
    if article_id and (own := _query_of_article(request, response)) != request.META.get("QUERY_STRING", ""):
        return _moved(request, own)
    has_picked = not known and bool(getattr(response, "answers", ())) and view_origin.is_same_page(request)
    is_counted = has_picked or any(each.startswith(page_today) for each in known)
    if article_id and not is_counted:
        came_from = view_origin.origin_of(request, today=state.day)
        revision = getattr(response, "revision", 0)
        counting.count_view(Article(pk=article_id), on=state.day, revision=revision, came_from=came_from)
    return headers.revalidated(response, etag)


def _query_of_article(request: HttpRequest, response: HttpResponse) -> str:
    """Return what the query of an article's own address is: the choice that the page shows, spelled in one way."""
    said = reader_choice.without_others(request.META.get("QUERY_STRING", ""))
    return reader_choice.canonical(said, getattr(response, "answers", ()))


def _cached_or_built(request: HttpRequest, state: PublishedState, build: Build) -> HttpResponse:
    address = Address.of(request)
    page = page_cache.get(address, state)
    if page:
        return page.response(as_gzip=compression.accepts_gzip(request))
    response = build()
    query = _query_shown(address.query, response)
    if response.status_code != 200 or query is None:
        return compression.compressed(request, response)
    page = CachedPage.of(response)
    page_cache.put(address._replace(query=query), state, page)
    return page.response(as_gzip=compression.accepts_gzip(request))


def _query_shown(query: str, response: HttpResponse) -> str | None:
    """Return the query under which `response` is kept: of a choice only what it shows. None: under none."""
    if query and hasattr(response, "choice") and reader_choice.is_choice(query):
        return response.choice
    return query if query in ("", f"page={getattr(response, 'page_number', '')}") else None


def _digest(text: str) -> str:
    return blake2s(text.encode(), digest_size=6).hexdigest()
