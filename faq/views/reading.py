"""How public pages are handed to readers: the same for everybody, fresh, and counted once a day."""

from collections.abc import Callable
from functools import wraps
from hashlib import blake2s

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from faq import __version__
from faq.models import Clinic, Edition
from faq.stats import counting

View = Callable[..., HttpResponse]


def is_staff(request: HttpRequest) -> bool:
    """True for signed-in staff. Without a session cookie nothing is looked up, and readers get no cookie."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated and request.user.is_staff


def is_reader(request: HttpRequest) -> bool:
    """True when a person who is not staff may be reading."""
    return not is_staff(request) and counting.is_reader(request.method, request.headers)


def clinic_of(request: HttpRequest) -> Clinic:
    """Return the clinic, looked up once for each request."""
    if not hasattr(request, "_clinic"):
        request._clinic = Clinic.load()
    return request._clinic


def reader_page(view: View) -> View:
    """Mark `view` as a page that is the same for every reader: GET and HEAD only, kept by the browser, asked for again.

    The page's ETag names the day, the page and the edition; a browser that has it gets "not modified". Staff, programs
    and browsers that fetch ahead of time get a fresh page that nobody keeps: who holds an ETag has been counted.
    """

    @csrf_exempt  # nothing can be sent here: a wrong method is to hear so, not to be asked for a token
    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        reader = is_reader(request)
        etag = etag_for(request) if reader else ""
        if etag and etag in _known_to(request):
            return _kept_by_browser(HttpResponseNotModified(), etag)
        with timezone.override(clinic_of(request).zone):
            response = view(request, *args, **kwargs)
        return _kept_by_browser(response, etag) if reader else _fresh(response)

    return answer


def etag_for(request: HttpRequest) -> str:
    """Return '"<day>-<page>-<edition>"' for the page that `request` asks for; the same for everybody on that day."""
    number, token = Edition.now()
    state = _digest(f"{number} {token} {__version__}")
    return f'"{_day_of_page(request)}-{state}"'


def was_read_today(request: HttpRequest) -> bool:
    """True when this browser already holds today's page at this address, in whatever edition."""
    start = f'"{_day_of_page(request)}-'
    return any(etag.startswith(start) for etag in _known_to(request))


def _day_of_page(request: HttpRequest) -> str:
    if not hasattr(request, "_day_of_page"):
        request._day_of_page = f"{clinic_of(request).now():%Y%m%d}-{_digest(request.get_full_path())}"
    return request._day_of_page


def _digest(text: str) -> str:
    return blake2s(text.encode(), digest_size=6).hexdigest()


def _known_to(request: HttpRequest) -> list[str]:
    return [etag.removeprefix("W/") for etag in parse_etags(request.headers.get("If-None-Match", ""))]


def _kept_by_browser(response: HttpResponse, etag: str) -> HttpResponse:
    if response.status_code in (200, 304):
        response["ETag"] = etag
    # private: a shared cache that revalidates with its own copy would hide its readers from the count
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response


def _fresh(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["Cookie"])
    return response
