"""What readers get while the bucket that pictures and PDFs lie in does not answer: try again, and never a fault."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from faq.media.stored import StorageAwayError
from faq.views import headers

View = Callable[..., HttpResponseBase]
# Until a browser or a program may ask again
_SECONDS = 30


def answer_without_storage(view: View) -> View:
    """Answer 503 for a `view` of pictures whose storage is away: a line of text, as nobody reads it."""
    said = "This picture cannot be shown just now. Please try again in a minute.\n"
    return _instead(view, lambda _: HttpResponse(said, status=503, content_type="text/plain; charset=utf-8"))


def page_without_storage(view: View) -> View:
    """Answer 503 for a `view` of files whose storage is away: a page of the site, as a person asked for it."""
    return _instead(view, lambda request: render(request, "faq/file_away.html", status=503))


def _instead(view: View, other: Callable[[HttpRequest], HttpResponse]) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except StorageAwayError:
            return _later(other(request))

    return answer


def _later(response: HttpResponse) -> HttpResponse:
    response["Retry-After"] = str(_SECONDS)
    return headers.never_stored(response)
