"""Sends pages compressed: only those that are the same for every reader, to programs that say they can take it.

A page that holds a secret (a form's token, a word of a draft) beside something that a stranger can choose (a search)
tells that secret by its compressed size; the attack is known as BREACH. So nothing is compressed by default. A view
asks for it, and whoever has a session gets every page as it is. What is for staff never comes here.
"""

import gzip

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

# Of zlib's nine: more takes longer than it saves
_LEVEL = 6
# Bytes; a shorter answer fits one packet either way
_SHORTEST = 1_000
GZIP_START = b"\x1f\x8b"


def accepts_gzip(request: HttpRequest) -> bool:
    """Whether `request` may be answered with gzip: its Accept-Encoding names it, not with a weight of zero.

    "gzip, br" and "br;q=1, gzip;q=0.5" do; "gzip;q=0", "identity" and "*" do not. Nobody with a session does.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return False
    for named in request.headers.get("Accept-Encoding", "").lower().split(","):
        name, _, weight = named.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "").removeprefix("q=").strip("0.") != "" or not weight
    return False


def compress(body: bytes) -> bytes:
    """Return `body` as gzip, the same bytes on every host and at any time."""
    return gzip.compress(body, _LEVEL, mtime=0)


def decompress(body: bytes) -> bytes:
    return gzip.decompress(body)


def compressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Compress `response`, a page without a secret, where `request` may have it so; its length follows by itself."""
    patch_vary_headers(response, ["Accept-Encoding"])
    if len(response.content) >= _SHORTEST and accepts_gzip(request):
        response.content = compress(response.content)
        mark(response)
    return response


def mark(response: HttpResponse) -> None:
    """Say that the content of `response` is gzip."""
    response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(response.content))
