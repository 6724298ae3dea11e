"""Takes what a browser sends: not too much, and so that others still get an answer (deadlines.py: nor too slowly)."""

import codecs
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import Error
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.http import parse_header_parameters

Answer = Callable[[HttpRequest], HttpResponse]
# An article's words fit in, sent after a session has ended; its pictures do not
ANONYMOUS_BYTES = 1_000_000
STAFF_BYTES = 60_000_000
# Seconds that a request waits for a slot; what has arrived already is read in a hundredth of that
SLOT_SECONDS = 0.25
_UNSUPPORTED_CHARSET = "kb.unsupported_charset"
# Set in the environ of a request whose body must be waited for (deadlines.py)
STILL_ARRIVING = "kb.still_arriving"


def force_utf8(environ: dict[str, Any]) -> None:
    """Take everything as UTF-8, which all our pages send; mark what says that it is something else, to be refused.

    Before Django sees it: some of the names that Python knows ("base64") are no letters at all, and would raise there.
    """
    try:
        kind, values = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        is_unsupported = codecs.lookup(values.pop("charset", "utf-8")).name != "utf-8"
    except (LookupError, ValueError):
        is_unsupported = True
    if is_unsupported:
        environ.update({_UNSUPPORTED_CHARSET: True, "CONTENT_TYPE": ""})
    elif "charset" in environ.get("CONTENT_TYPE", "").lower():
        boundary = values.get("boundary")
        environ["CONTENT_TYPE"] = f'{kind}; boundary="{boundary}"' if boundary else kind


def limit_bodies(answer: Answer) -> Answer:
    """Reads what was sent before anything else asks for it, and refuses with a page what cannot be taken.

    What anybody may send is there by now where `kb.asgi` is served, or refused where too much of it came at once; great
    uploads of staff are read as they arrive, with one of a few threads. Another server may hand over every body so, and
    wait as long as the browser likes. So at most all threads but one read at a time, and at most all but two for people
    who are not signed in: while somebody sends first bytes and then nothing, pages are answered and staff can save.
    """
    everybody = BoundedSemaphore(max(1, settings.WEB_THREADS - 1))
    anonymous = BoundedSemaphore(max(1, settings.WEB_THREADS - 2))

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.META.get(_UNSUPPORTED_CHARSET):
            return _refused(request, 400)
        length = _length(request)
        if not length:
            # Without a length nothing of it is read: it would look like a form that was left empty
            is_sent = "HTTP_TRANSFER_ENCODING" in request.META and request.method not in ("GET", "HEAD")
            return _refused(request, 411) if is_sent else answer(request)
        is_staff = _is_signed_in(request)
        if length > (STAFF_BYTES if is_staff else ANONYMOUS_BYTES):
            return _refused(request, 413)
        if request.META.get(STILL_ARRIVING) and not is_staff:
            # There is no memory left for what strangers send, and none of them may hold a thread meanwhile
            return _refused(request, 503)
        with _slot([everybody] if is_staff else [anonymous, everybody]) as is_ours:
            status = _read(request) if is_ours else 503
        return _refused(request, status) if status else answer(request)

    return middleware


def _is_signed_in(request: HttpRequest) -> bool:
    """Nobody but staff has a sign-in. While the database cannot tell, nobody has: the page that is asked says so."""
    try:
        return request.user.is_authenticated
    except Error:
        return False


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _read(request: HttpRequest) -> int:
    """Read and take apart what was sent; return 0, or the status that says why not."""
    try:
        _ = request.POST
    except UnreadablePostError:
        return 408
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        return 413
    except (BadRequest, MultiPartParserError, SuspiciousOperation):
        return 400
    return 0


@contextmanager
def _slot(slots: list[BoundedSemaphore]) -> Iterator[bool]:
    """Yield whether there was a place in each of `slots`; what was taken is given back at the end."""
    with ExitStack() as taken:
        for slot in slots:
            if not slot.acquire(timeout=SLOT_SECONDS):
                yield False
                return
            taken.callback(slot.release)
        yield True


def _refused(request: HttpRequest, status: int) -> HttpResponse:
    response = render(request, f"{status}.html", status=status)
    response["Cache-Control"] = "no-store"
    if status == 503:
        response["Retry-After"] = "10"
        # Django would write a line for each, and so whoever sends enough of them would fill the disk
        response._has_been_logged = True  # type: ignore[attr-defined]
    return response
