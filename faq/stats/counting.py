"""Counts the reading of articles: how often on which day, never by whom."""

from collections.abc import Mapping
from datetime import date

from django.db import connection

from faq.models import Article

# The rule in words, for the report's page: keep it true to the functions below and to faq/views/public_page.py.
RULE = (
    "A view is one person opening an article on one day. Opening it again that day in the same browser adds nothing.",
    "Left out are search engines and other robots that say what they are, pages that a browser fetches before "
    "anybody asked for them, and staff who are signed in.",
    "Nothing about the reader is kept: no address, no name of a browser, no cookie. Only the article, the day and a "
    "number.",
)

_ADD_ONE = (
    "INSERT INTO faq_viewcount (article_id, day, views) VALUES (%s, %s, 1) "
    "ON CONFLICT (article_id, day) DO UPDATE SET views = faq_viewcount.views + 1"
)


def count_view(article: Article, *, on: date) -> None:
    """Add one view of `article` on the clinic's day `on`: when this returns, the view is stored and survives a crash.

    One statement, so that readers at the same moment never overwrite each other. Raises `DatabaseError` when it cannot.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ADD_ONE, [article.pk, on])


def is_reader(method: str, headers: Mapping[str, str]) -> bool:
    """Whether a person may be behind this request for a page: no robot, and no guess of a browser at the next click.

    `headers` answers `get` for names such as "User-Agent", as Django's `request.headers` does. The browser's name is
    looked at here and kept nowhere. An unknown name counts as a person, and so does none: only declared robots are told
    apart without keeping notes about anybody.
    """
    if method != "GET":
        return False
    if any("pre" in headers.get(name, "").lower() for name in _AHEAD_OF_TIME):
        return False
    return not _is_program(headers.get("User-Agent", ""))


# "Sec-Purpose: prefetch;prerender" (Fetch standard), "Purpose: prefetch" (Safari, older Chrome), "X-Moz: prefetch"
# (Firefox), "X-Purpose: preview" (old Safari's page of thumbnails).
_AHEAD_OF_TIME = ("Sec-Purpose", "Purpose", "X-Moz", "X-Purpose")


def _is_program(browser: str) -> bool:
    """Whether this name is a declared robot's. Never remembered: a cache would keep the names of browsers."""
    name = browser.strip().lower()
    for person in _PEOPLE:
        name = name.replace(person, "")
    return any(word in name for word in _PROGRAMS)


_PEOPLE = ("cubot", "compatible; msie")  # a make of phone; old Internet Explorers

# Words by which robots declare themselves; "http://" is the address of their owner that most of them give. Libraries
# and browsers without a window are not here: whoever drives one may well be a person.
_WORDS = """
bot crawl spider slurp scrap compatible; http:// https:// mailto: -ai/ archiv fetch scan monitor check preview validat
analy audit index search feed rss favicon screenshot synthetic lighthouse google anthropic cohere facebookexternal
facebookcatalog whatsapp mediapartners cloudflare datadog pingdom uptim embedly iframely w3c_
"""
_PROGRAMS = tuple(_WORDS.split())
