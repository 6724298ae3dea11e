"""What led a reader to an article: our search, another page of this site or another website; never who it was."""

import re
from datetime import date
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.urls import reverse

from faq.models import ViewCount
from faq.stats.counting import Origin
from faq.views import limits

_SOURCE = ViewCount.Source
# Another website is named from this reader of a day on: a name that only one person came from could tell who it was
READERS_OF_A_NAME = 3
# Seconds, between the press on a result and the page that it leads to
_OF_A_PRESS = 60
_OF_A_DAY = 24 * 60 * 60
# Of one client in half an hour; a whole house may be one
_MOST_NAMES = 100
# A name as registries give it out (RFC 1123): no address of a machine, no name inside a house
_HOST = re.compile(r"(?=.{4,100}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


def origin_of(request: HttpRequest, *, today: date) -> Origin:
    """Return where the reader of an article comes from, by the address that the browser gives (its Referer).

    Of that address nothing is kept but what kind of page it is, and of another website the name of its host, once
    three readers came from there on the day `today`. Of our search the rank of the result is known for a minute.
    """
    came_from = _referer(request)
    if came_from is None:
        return _SOURCE.DIRECT, ""
    if not _is_ours(request, came_from):
        return _SOURCE.OUTSIDE, _name_of(request, came_from, today)
    if came_from.path.startswith(reverse("faq:search")):
        return _SOURCE.SEARCH, _rank(request)
    # Its own sheet and its page of thanks are no other article
    is_own = unquote(came_from.path).startswith(request.path)
    is_article = (
        not is_own and came_from.path.startswith(reverse("faq:articles")) and came_from.path != reverse("faq:articles")
    )
    return (_SOURCE.ARTICLE if is_article else _SOURCE.SITE), ""


def is_same_page(request: HttpRequest) -> bool:
    """Whether a link on this very page led here: its reader picked something on it, and is counted already.

    Each choice has an address of its own, of which a browser knows nothing yet. For example, who comes to
    /articles/results/?for=me by a link on /articles/results/ is the same reader.
    """
    came_from = _referer(request)
    return came_from is not None and _is_ours(request, came_from) and unquote(came_from.path) == request.path


def remember_rank(request: HttpRequest, rank: int) -> None:
    """Keep for a minute, in memory and under a keyed hash, at which rank this client found the page it asks for."""
    key = _rank_key(request)
    if key:
        caches["limits"].delete_many([key])
        caches["limits"].count(key, _OF_A_PRESS, by=rank)


def _rank(request: HttpRequest) -> str:
    key = _rank_key(request)
    known = caches["limits"].get_many([key]) if key else {}
    return str(known[key]) if key in known else ""


def _rank_key(request: HttpRequest) -> str:
    client = limits.known_client_of(request)
    return f"rank of {request.path} for {client}" if client else ""


def _referer(request: HttpRequest) -> SplitResult | None:
    try:
        address = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return None
    return address if address.scheme in ("http", "https") and address.netloc else None


def _is_ours(request: HttpRequest, address: SplitResult) -> bool:
    return address.netloc in (request.get_host(), urlsplit(settings.SITE_URL).netloc)


def _name_of(request: HttpRequest, address: SplitResult, today: date) -> str:
    host, client = (address.hostname or "").rstrip("."), limits.known_client_of(request)
    # Where nobody can tell readers apart, one alone would be three
    if not client or not _HOST.fullmatch(host):
        return ""
    # Whoever makes up names fills no memory with them
    if caches["limits"].count(f"names of websites by {client}", limits.HALF_AN_HOUR) > _MOST_NAMES:
        return ""
    key = f"readers from {host} on {today}"
    if limits.is_first(client, key, _OF_A_DAY):
        return host if caches["limits"].count(key, _OF_A_DAY) >= READERS_OF_A_NAME else ""
    return host if caches["limits"].get_many([key]).get(key, 0) >= READERS_OF_A_NAME else ""
