"""Counts what a reader's search came to and which result they opened first, without keeping who it was."""

import secrets
from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from django.core import signing
from django.core.cache import caches
from django.http import HttpRequest

from faq.models import SearchOutcome
from faq.search.results import Results
from faq.stats import counting, robots
from faq.text import search_groups
from faq.text.redact import redact
from faq.values.tracking import FROM_SEARCH
from faq.views import limits, view_origin

_KIND = SearchOutcome.Kind
_OPENED = {_KIND.FOUND: _KIND.OPENED, _KIND.FAR: _KIND.FAR_OPENED}
# Seconds, for which a link of a page of results counts
_WHILE = limits.HALF_AN_HOUR
_SALT = "faq.opened-from-search"


def counted(request: HttpRequest, found: Results, *, today: date, is_first: bool) -> Results:
    """Count the search of a person who reads on the day `today`; return results whose links tell what is opened.

    `is_first` is False for another page, another topic or another form of a search that was counted already. The same
    search of the same client within half an hour, as after the browser's "back", is one search. An emergency adds one
    to a number, and nothing of its text.
    """
    if not found.text or not found.is_ready or not robots.is_reader(request.method, request.headers):
        return found
    if found.is_urgent:
        if is_first:
            counting.count_search(_KIND.URGENT, on=today)
        return found
    text = redact(found.text, lambda word: found.writable.get(word, ""))
    group, kind = search_groups.group_of(text), _kind(found)
    if is_first and limits.is_first_in_half_an_hour(request, f"search {group}"):
        counting.count_search(kind, on=today, group=group, text=text)
    return found.linked(_links(today, group, kind)) if kind in _OPENED else found


def count_opened(request: HttpRequest) -> None:
    """Count that a result was opened, where the address carries the token of a link made in the last half hour.

    The token holds the day, the group, the rank and a random number, and nothing that was typed. Of the links on one
    page the first that is opened counts, once; an old or a forged one, or one that was passed on afterwards, does not.
    """
    try:
        token = signing.loads(request.GET.get(FROM_SEARCH, ""), salt=_SALT, max_age=_WHILE)
        day, group, kind, rank, number = token
    except (signing.BadSignature, ValueError, TypeError):
        return
    if not robots.is_reader(request.method, request.headers):
        return
    view_origin.remember_rank(request, rank)
    if _count(f"opened {number}") == 1 and limits.is_first_in_half_an_hour(request, f"opened {group}"):
        counting.count_search(_KIND(kind), on=date.fromisoformat(day), group=group, rank=rank)


def _kind(found: Results) -> SearchOutcome.Kind:
    if not found.total:
        return _KIND.NOTHING
    return _KIND.FOUND if found.is_close else _KIND.FAR


def _links(day: date, group: str, kind: SearchOutcome.Kind) -> Callable[[int], str]:
    number = secrets.token_hex(6)

    def query(rank: int) -> str:
        token = [day.isoformat(), group, _OPENED[kind].value, rank, number]
        return urlencode({FROM_SEARCH: signing.dumps(token, salt=_SALT)})

    return query


def _count(key: str) -> int:
    return caches["limits"].count(key, _WHILE)
