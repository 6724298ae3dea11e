"""Looks at all links, one after the other, and keeps what came of each at once, so that a run can end at any time."""

import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils import timezone

from faq.models import Article, CheckedLink, Clinic, OldAddress, Redirect, Tag, TagRedirect
from faq.publishing import links
from faq.publishing.link_requests import Answer, MayConnect, ask
from faq.text import slugs
from faq.values.public_addresses import is_public

# Between two requests to the same host
DELAY_SECONDS = 2.0
# A run that was cut off goes on with what it had not looked at; the one of the next night begins anew
FRESH_FOR = timedelta(hours=20)
_State = CheckedLink.State


@dataclass(frozen=True)
class Summary:
    """How many links were looked at, and how many of all that are kept are dead or could not be checked."""

    looked_at: int
    dead: int
    unknown: int


def is_switched_on() -> bool:
    """Return whether the owner lets this site ask others."""
    return Clinic.load().checks_links


def check(
    *,
    is_outside_asked: bool,
    is_all: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
    may_connect: MayConnect = is_public,
    delay: float = DELAY_SECONDS,
    sleep: Callable[[float], None] = time.sleep,
) -> Summary:
    """Look at each link that nobody looked at in the last 20 hours (`is_all`: at each), and forget those that are gone.

    Other sites are asked only when `is_outside_asked`; links within this site need no request. `progress` is called
    with (done, of how many). `may_connect` is that of `link_requests.ask`, other than `is_public` in tests alone.
    """
    known = links.all_addresses()
    _forget_all_but(known)
    due = _in_turns(_due(known, is_all=is_all, is_outside_asked=is_outside_asked))
    pace = _Pace(delay, sleep)
    for done, url in enumerate(due, start=1):
        path = _own_path(url)
        answer = _own(path) if path else ask(url, may_connect=may_connect, before_request=pace.wait)
        kept = {"state": answer.state, "why": answer.why, "checked_at": timezone.now()}
        CheckedLink.objects.update_or_create(url=url, defaults=kept)
        progress(done, len(due))
    unknown = CheckedLink.objects.filter(state=_State.UNKNOWN).count()
    return Summary(len(due), CheckedLink.objects.dead().count(), unknown)


def _due(known: list[str], *, is_all: bool, is_outside_asked: bool) -> list[str]:
    since = timezone.now() - FRESH_FOR
    fresh = set() if is_all else set(CheckedLink.objects.filter(checked_at__gt=since).values_list("url", flat=True))
    # One within this site costs nothing and may have come back a minute ago
    return [url for url in known if _own_path(url) or (is_outside_asked and url not in fresh)]


def _forget_all_but(known: list[str]) -> None:
    gone = set(CheckedLink.objects.values_list("url", flat=True)).difference(known)
    for url in gone:
        CheckedLink.objects.filter(url=url).delete()


def _in_turns(urls: Iterable[str]) -> list[str]:
    """Return `urls` so that hosts take turns: nobody waits for a host while there are others to ask."""
    by_host = groupby(sorted(urls, key=_host), key=_host)
    waiting = deque(deque(group) for _, group in by_host)
    ordered = []
    while waiting:
        group = waiting.popleft()
        ordered.append(group.popleft())
        if group:
            waiting.append(group)
    return ordered


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


class _Pace:
    """Waits until a host may be asked again."""

    def __init__(self, delay: float, sleep: Callable[[float], None]) -> None:
        self._delay, self._sleep = delay, sleep
        self._next: dict[str, float] = {}

    def wait(self, host: str) -> None:
        now = time.monotonic()
        if (left := self._next.get(host, now) - now) > 0:
            self._sleep(left)
        self._next[host] = time.monotonic() + self._delay


def _own_path(url: str) -> str:
    """Return the path of an address of this site, "" for one of another."""
    own = settings.SITE_URL
    if own and (url == own or url.startswith(f"{own}/")):
        url = url.removeprefix(own) or "/"
    return url.partition("?")[0] if url.startswith("/") else ""


def _own(path: str) -> Answer:
    """Say whether patients find a page at `path` of this site."""
    try:
        match = resolve(path)
    except Resolver404:
        is_known = OldAddress.objects.filter(path=path.strip("/"), article__live__isnull=False).exists()
        return Answer(_State.WORKS) if is_known else Answer(_State.DEAD, "This site has no such page.")
    typed = match.kwargs.get("slug") or match.kwargs.get("typed", "").strip("/")
    if not typed or match.app_name != "faq":
        return Answer(_State.WORKS)
    slug = slugs.meant_by(typed)
    if "/articles/" in path.lower():
        is_there = _leads_to_article(slug)
        return Answer(_State.WORKS) if is_there else Answer(_State.DEAD, "That article is not on the site.")
    former = TagRedirect.objects.filter(slug=slug, tag__isnull=False)
    is_there = Tag.objects.filter(slug=slug).exists() or former.exists()
    return Answer(_State.WORKS) if is_there else Answer(_State.DEAD, "There is no such tag any more.")


def _leads_to_article(slug: str) -> bool:
    former = Redirect.objects.filter(slug=slug).values("article")
    meant = Article.objects.not_in_bin().filter(Q(live__slug=slug) | Q(slug=slug) | Q(pk__in=former))
    return meant.filter(Q(live__isnull=False) | Q(replaced_by__live__isnull=False)).exists()
