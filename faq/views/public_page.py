"""How public pages are handed to readers: the same for everybody, fresh, and counted once a day."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from hashlib import blake2s
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import parse_etags
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from faq import __version__
from faq.models import Article, Clinic, Edition
from faq.stats import counting
from faq.views import headers
from faq.views.page_cache import CachedPage, PageCache

View = Callable[..., HttpResponse]
_log = logging.getLogger(__name__)
_pages = PageCache()
_zone: tuple[str, ZoneInfo] = ("", ZoneInfo("UTC"))  # the clinic's, as of the edition with this token


def is_staff(request: HttpRequest) -> bool:
    """True for signed-in staff. Without a session cookie nothing is looked up, and readers get no cookie."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated and request.user.is_staff


def clinic_of(request: HttpRequest) -> Clinic:
    """Return the clinic, looked up once for each request."""
    if not hasattr(request, "_clinic"):
        request._clinic = Clinic.load()
    return request._clinic


def public_page(view: View) -> View:
    """Mark `view` as a page that is the same for every reader: GET and HEAD only, kept by the browser, asked for again.

    Its ETag names the day, the page and the edition; a browser that has it gets "not modified". Staff, programs and
    browsers that fetch ahead of time get a page that nobody keeps: who holds an ETag has been counted. A view that sets
    `article_id` on its response has its readers counted for that article.
    """

    @csrf_exempt  # nothing can be sent here: a wrong method is to hear so, not to be asked for a token
    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if is_staff(request):
            return headers.never_stored(_built(view, request, args, kwargs))
        is_reader = counting.is_reader(request.method, request.headers)
        now, known = _published_state(request), _etags_of(request)
        name = f'"{now.day:%Y%m%d}-{_digest(request.get_full_path())}-'
        if is_reader and f'{name}{now.state}"' in known:
            return headers.revalidated(HttpResponseNotModified(), f'{name}{now.state}"')
        response, article_id = _cached_or_built(view, request, args, kwargs, now)
        if not is_reader:
            return headers.never_stored(response)
        if article_id and not any(etag.startswith(name) for etag in known):
            _count(article_id, now.day)
        return headers.revalidated(response, f'{name}{now.state}"')

    return answer


@dataclass(frozen=True)
class PublishedState:
    """What readers see at this moment: `day` in the clinic's zone, and `state`, which names edition and version."""

    day: date
    state: str
    is_empty: bool  # nothing was ever published


def _published_state(request: HttpRequest) -> PublishedState:
    global _zone
    number, token = Edition.now()
    if _zone[0] != token or not number:
        _zone = (token, clinic_of(request).zone)  # every change of the clinic's details moves the edition
    return PublishedState(
        timezone.now().astimezone(_zone[1]).date(), _digest(f"{number} {token} {__version__}"), not number
    )


def _cached_or_built(
    view: View, request: HttpRequest, args: tuple, kwargs: dict, now: PublishedState
) -> tuple[HttpResponse, int | None]:
    """Return the answer, from the cache or built, and the article it is of."""
    address, state = request.build_absolute_uri(), f"{now.day} {now.state}"
    page = _pages.get(address, state)
    if page:
        return page.response(), page.article_id
    response = _built(view, request, args, kwargs)
    if response.status_code == 200 and not now.is_empty:
        _pages.put(address, state, CachedPage.of(response))
    return response, getattr(response, "article_id", None)


def _built(view: View, request: HttpRequest, args: tuple, kwargs: dict) -> HttpResponse:
    with timezone.override(clinic_of(request).zone):
        return view(request, *args, **kwargs)


def _count(article_id: int, today: date) -> None:
    """A patient gets the page even when the view cannot be stored; the operator is told."""
    try:
        counting.count_view(Article(pk=article_id), on=today)
    except DatabaseError:
        _log.exception("A view could not be counted")


def _digest(text: str) -> str:
    return blake2s(text.encode(), digest_size=6).hexdigest()


def _etags_of(request: HttpRequest) -> list[str]:
    return [etag.removeprefix("W/") for etag in parse_etags(request.headers.get("If-None-Match", ""))]
