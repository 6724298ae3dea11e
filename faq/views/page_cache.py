"""Keeps built pages in the cache "pages" while what is published stays the same: built once, not once per reader.

`get` needs no view, no session and no template. Whoever can tell the address and the published state of a request may
call it before Django's handler runs: a kept page is the same for every reader. It must leave to the views what they
decide by the request itself: staff (anybody with a session cookie), other methods than GET and HEAD, hosts that are not
allowed, and the headers and the count that `public_page.py` adds to each answer.
"""

import re
from hashlib import blake2s
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from faq.views import compression, reader_choice
from faq.views.published_state import PublishedState
from faq.views.reader_choice import Answers

# What counts decide ("Most asked") may be this old; a publication is never waited for
FRESH_SECONDS = 300
# The number of a list's page, or a choice as it stands in links of ours (reader_choice.py): two keys of 24 letters
_KNOWN_QUERY = re.compile(r"page=[1-9][0-9]{0,5}|for=[a-z0-9.-]{1,49}")


class Address(NamedTuple):
    """What names a page. Pages show their own absolute address, so each scheme and host has its own."""

    scheme: str
    # With the port, as the browser sent it and Django allowed it
    host: str
    path: str
    query: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Address":
        query = request.META.get("QUERY_STRING", "")
        return cls(request.scheme or "http", request.get_host(), request.path, query)

    def may_be_kept(self) -> bool:
        """Whether this may become a key: what readers typed, mistyped or made up never does.

        Of queries only the number of a list's page and a choice are known, so /articles/?page=2 may,
        /articles/?who=child not. Of a choice `put` is given only what its page asks.
        """
        is_known_query = not self.query or _KNOWN_QUERY.fullmatch(self.query) is not None
        return is_known_query and _is_own_host(self.host)


class CachedPage(NamedTuple):
    """A page as every reader gets it, compressed once.

    `article_id` is the article whose views it counts for, 0 if none, and `revision` the version that it shows.
    `answers` are the keys of what it asks.
    """

    # As gzip, which nearly every browser takes; kept so, four times as many pages fit
    body: bytes
    content_type: str
    article_id: int
    revision: int
    answers: Answers = ()

    @classmethod
    def of(cls, response: HttpResponse) -> "CachedPage":
        body = compression.compress(response.content)
        counted = (getattr(response, name, 0) for name in ("article_id", "revision"))
        return cls(body, response["Content-Type"], *counted, getattr(response, "answers", ()))

    def response(self, *, as_gzip: bool) -> HttpResponse:
        body = self.body if as_gzip else compression.decompress(self.body)
        response = HttpResponse(body, content_type=self.content_type)
        patch_vary_headers(response, ["Accept-Encoding"])
        if as_gzip:
            compression.mark(response)
        response.article_id, response.revision, response.answers = self.article_id, self.revision, self.answers
        return response

    def to_bytes(self) -> bytes:
        """Return two lines of text and then the compressed body.

        The first line is the article, its version, and what it asks: "12 3", "12 3 me,my-child phone,computer"; the
        second one the content type.
        """
        first = " ".join([str(self.article_id), str(self.revision), *map(",".join, self.answers)])
        return f"{first}\n{self.content_type}\n".encode() + self.body

    @classmethod
    def from_bytes(cls, kept: bytes) -> "CachedPage":
        """Return the page that `to_bytes` wrote; raises ValueError when it did not write this."""
        first, content_type, body = kept.split(b"\n", 2)
        article_id, revision, *answers = first.decode().split(" ")
        if not body.startswith(compression.GZIP_START):
            raise ValueError("This page was kept by an older version, as it is.")
        asked = tuple(tuple(keys.split(",")) for keys in answers)
        return cls(body, content_type.decode(), int(article_id), int(revision), asked)


def get(address: Address, state: PublishedState) -> CachedPage | None:
    """Return the page kept for `address` as of `state`, None when there is none.

    A choice that the page does not ask for, "?for=<script>", is answered with the page for everybody, if that is kept.
    """
    if not address.query or not reader_choice.is_choice(address.query):
        return _kept(address, state)
    for_everybody = address._replace(query="")
    page = _kept(for_everybody, state)
    if page is None:
        return _kept(address, state)
    query = reader_choice.canonical(address.query, page.answers)
    return _kept(address._replace(query=query), state) if query else page


def _kept(address: Address, state: PublishedState) -> CachedPage | None:
    if state.is_empty or not address.may_be_kept():
        return None
    kept = caches["pages"].get(_key(address, state))
    try:
        return CachedPage.from_bytes(kept) if kept else None
    except ValueError:
        return None


def put(address: Address, state: PublishedState, page: CachedPage) -> None:
    """Keep `page` for `address` until something is published, its words stop being true or five minutes are over."""
    if state.is_empty or not address.may_be_kept():
        return
    seconds = min(FRESH_SECONDS, (state.true_until - timezone.now()).total_seconds())
    caches["pages"].set(_key(address, state), page.to_bytes(), seconds)


def _key(address: Address, state: PublishedState) -> str:
    # hashed: of one length whatever the address, and nobody who looks at the cache reads addresses there
    return "page:" + blake2s(repr((*address, state.name)).encode(), digest_size=16).hexdigest()


def _is_own_host(host: str) -> bool:
    """Whether `host` is a name that people use: a real site's own, and not any port and spelling that Django allows."""
    own = urlsplit(settings.SITE_URL).netloc.lower()
    return not own or host == own or host in settings.ALLOWED_HOSTS
