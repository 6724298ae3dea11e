"""Tells people who read from declared robots and from browsers that fetch a page before anybody asked for it."""

from collections.abc import Mapping


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


# A make of phone; old Internet Explorers
_PEOPLE = ("cubot", "compatible; msie")

# Words by which robots declare themselves; "http://" is the address of their owner that most of them give. Libraries
# and browsers without a window are not here: whoever drives one may well be a person.
_WORDS = """
bot crawl spider slurp scrap compatible; http:// https:// mailto: -ai/ archiv fetch scan monitor check preview validat
analy audit index search feed rss favicon screenshot synthetic lighthouse google anthropic cohere facebookexternal
facebookcatalog whatsapp mediapartners cloudflare datadog pingdom uptim embedly iframely w3c_
"""
_PROGRAMS = tuple(_WORDS.split())
