"""What readers get at an address, in words: from a site that runs, and from this version; and what is lost between."""

import html
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import NamedTuple
from urllib.parse import urlsplit

from django.apps.registry import Apps
from django.conf import settings
from django.urls import reverse

from faq.errors import RefusedError
from faq.management import public_pages

_MAIN = re.compile(r"<main\b.*?</main>", re.S)
_TAG = re.compile(r"<[^>]*>")
# Not what is only there for the eye: letters and digits of any script
_WORD = re.compile(r"\w+")
_SECONDS = 30
_PAGES_BETWEEN_LINES = 100
# Fewer pages of a kind do not tell a word of the layout from one of an article
_ENOUGH_PAGES = 3
Words = frozenset[str]
Say = Callable[[str], object]


class Page(NamedTuple):
    """One answer: its status, the words of its main part (empty for anything but a page), and of all of it."""

    status: int
    words: Words = frozenset()
    all_words: Words = frozenset()

    @classmethod
    def of(cls, status: int, text: str) -> "Page":
        if status != 200:
            return cls(status)
        main = _MAIN.search(text)
        return cls(status, words_in(main[0] if main else ""), words_in(text))


class Kept(NamedTuple):
    """What the rows of one version say that readers find: addresses, and the words of each published article."""

    addresses: list[str]
    words: dict[int, Words]
    slugs: dict[int, str]
    # Of topics
    names: Words


Ask = Callable[[str], Page]


def words_in(text: str) -> Words:
    """Return the words of a piece of HTML, in small letters.

    >>> sorted(words_in("<p>Call <b>us</b> &amp; ask.</p>"))
    ['ask', 'call', 'us']
    """
    return frozenset(_WORD.findall(html.unescape(_TAG.sub(" ", text)).lower()))


def kept(of: Apps) -> Kept:
    """Return what the database keeps for readers, read with the models `of`, those of the version of its tables."""
    articles = of.get_model("faq", "Article")._base_manager.exclude(live=None).order_by("pk")
    words, slugs = {}, {}
    for pk, slug, title, parts in articles.values_list("pk", "live__slug", "live__title", "live__html"):
        slugs[pk], words[pk] = slug, words_in(" ".join([title, *_texts(parts)]))
    names = of.get_model("faq", "Tag")._base_manager.values_list("name", flat=True)
    return Kept(list(public_pages.addresses(of)), words, slugs, words_in(" ".join(names)))


def _texts(parts: object) -> Iterator[str]:
    """Yield the texts in what is kept of a page, however it is nested."""
    if isinstance(parts, str):
        yield parts
    elif isinstance(parts, dict | list):
        for part in parts.values() if isinstance(parts, dict) else parts:
            yield from _texts(part)


def all_of(addresses: list[str], ask: Ask, say: Say) -> dict[str, Page]:
    """Return {address: what is there}, and say now and then how far that is."""
    found = {}
    for number, address in enumerate(addresses, start=1):
        found[address] = ask(address)
        if number % _PAGES_BETWEEN_LINES == 0:
            say(f"  {number:,} of {len(addresses):,} pages")
    return found


def running_site(address: str = "") -> tuple[str, Ask] | None:
    """Return the site that answers at `address`, else at HOST and PORT or SITE_URL, and how to ask it; None: nobody."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.HOST, settings.HOST)
    here = f"http://[{host}]:{settings.PORT}" if ":" in host else f"http://{host}:{settings.PORT}"
    for each in [address] if address else [here, settings.SITE_URL]:
        if each and _is_ours(each, names_itself=bool(address)):
            return each, lambda path, each=each: _ask(each, path, names_itself=bool(address))
    return None


def _is_ours(site: str, *, names_itself: bool) -> bool:
    try:
        return _fetched(site, "/healthz", names_itself=names_itself) == (200, "ok\n")
    except (OSError, HTTPException, ValueError):
        return False


def _ask(site: str, path: str, *, names_itself: bool) -> Page:
    try:
        return Page.of(*_fetched(site, path, names_itself=names_itself))
    except (OSError, HTTPException) as error:
        raise RefusedError(f"The site at {site} stopped answering ({error or type(error).__name__}).") from None


def _fetched(site: str, path: str, *, names_itself: bool) -> tuple[int, str]:
    parts = urlsplit(site)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    headers = {"User-Agent": public_pages.ROBOT}
    if not names_itself and settings.SITE_URL:
        # Past the web server in front, as that one asks
        headers |= {"Host": urlsplit(settings.SITE_URL).netloc, "X-Forwarded-Proto": urlsplit(settings.SITE_URL).scheme}
    connection = kind(parts.hostname or "", parts.port, timeout=_SECONDS)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    finally:
        connection.close()


@contextmanager
def this_version() -> Iterator[Ask]:
    """Within, the given function says what this version answers from the database; nothing is counted or kept."""
    # Named without their hashes: the list of those may be that of the older version
    static = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    # No static file is asked for, and their folder may be empty
    left_out = {"whitenoise.middleware.WhiteNoiseMiddleware"}
    with public_pages.asking(left_out=left_out, STORAGES=static) as answer_of:

        def ask(path: str) -> Page:
            answer = answer_of(path)
            text = "" if answer.streaming or answer.status_code != 200 else answer.content.decode(errors="replace")
            return Page.of(answer.status_code, text)

        yield ask


def lost(rows: Kept, before: dict[str, Page], after: dict[str, Page]) -> list[str]:
    """Return what readers of `before` no longer find in `after`, each as a sentence; changed layout is no loss."""
    own = {address: rows.words[pk] for pk, slug in rows.slugs.items() for address in public_pages.forms(slug)}
    anywhere = frozenset[str]().union(rows.names, *rows.words.values())
    layout = _layout(before)
    found = []
    for address, now in after.items():
        was = before.get(address)
        if now.status >= 500 or (was and was.status < 400 <= now.status):
            found.append(f"{address} no longer answers ({now.status}).")
        elif was and now.status == 200:
            content = (anywhere - layout[_kind(address)]) | own.get(address, frozenset())
            if gone := (was.words & content) - now.all_words:
                found.append(f"{address} lacks words that it had: {', '.join(sorted(gone)[:10])}.")
    return found


def lost_words(before: Kept, after: Kept) -> list[str]:
    """Return the articles whose rows lost words that were published, each as a sentence."""
    found = []
    for pk, words in before.words.items():
        if gone := words - after.words.get(pk, frozenset()):
            address = reverse("faq:article", args=[before.slugs[pk]])
            found.append(f"{address} lacks words that it had: {', '.join(sorted(gone)[:10])}.")
    return found


def _kind(address: str) -> str:
    """Return what the address has in common with those of the same layout.

    >>> _kind("/articles/where-to-park/print/"), _kind("/tags/forms/")
    ('articles//print', 'tags/')
    """
    first, _, rest = address.strip("/").partition("/")
    return f"{first}/{rest.partition('/')[1]}{rest.partition('/')[2]}" if rest else first


def _layout(pages: dict[str, Page]) -> dict[str, Words]:
    """Return the words that all pages of one kind have: those of the layout, and what articles have in common."""
    by_kind = defaultdict(list)
    for address, page in pages.items():
        if page.status == 200:
            by_kind[_kind(address)].append(page.words)
    common = {kind: frozenset.intersection(*all_) for kind, all_ in by_kind.items() if len(all_) >= _ENOUGH_PAGES}
    return defaultdict(frozenset, common)
