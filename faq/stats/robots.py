"""Tells people who read from declared robots and from browsers that fetch a page before anybody asked for it."""

import re
from collections.abc import Mapping

from faq.stats import known_robots


def is_reader(method: str, headers: Mapping[str, str]) -> bool:
    """Whether a person may be behind this request for a page: no robot, and no guess of a browser at the next click.

    `headers` answers `get` for names such as "User-Agent", as Django's `request.headers` does. The browser's name is
    looked at here and kept nowhere. An unknown name counts as a person, and so does none: only what says that it is a
    robot, a library or a browser without a window is told apart without keeping notes about anybody.
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
    # No browser has a longer one, and a pattern of the list takes seconds for a long one
    browser = browser.strip()[:_LONGEST]
    name = browser.lower()
    for person in _PEOPLE:
        name = name.replace(person, "")
    if any(word in name for word in _PROGRAMS):
        return True
    return _USUAL.fullmatch(browser) is None and not _PERSON.search(name) and known_robots.is_listed(browser)


# Characters of a name that are looked at
_LONGEST = 500
# A make of phone; old Internet Explorers
_PEOPLE = ("cubot", "compatible; msie")
# Browsers of text, which people who cannot see use too, are called robots by the list
_PERSON = re.compile(r"^(lynx|w3m|links|elinks)\b")
# What nearly every browser says, so that few names are looked up in the long list
_USUAL = re.compile(
    r"Mozilla/5\.0 \((?:Windows NT [\d.]+; Win64; x64|X11; (?:Ubuntu; )?Linux x86_64|Macintosh; Intel Mac OS X [\d_.]+"
    r"|(?:iPhone|iPad); CPU [\w ]+ like Mac OS X|(?:Linux; )?Android [\d.]+; (?:K|Mobile))(?:; rv:[\d.]+)?\) "
    r"(?:AppleWebKit/[\d.]+ \(KHTML, like Gecko\)|Gecko/[\d.]+)"
    r"(?: (?:Version|Chrome|CriOS|FxiOS|EdgiOS|Mobile|Safari|Firefox|Edg|EdgA|OPR|SamsungBrowser)(?:/[\w.]+)?)+"
)

# Words by which robots declare themselves; "http://" is the address of their owner that most of them give. More stand
# in the list of `known_robots.py`, with libraries and browsers without a window.
_WORDS = """
bot crawl spider slurp scrap compatible; http:// https:// mailto: -ai/ archiv fetch scan monitor check preview validat
analy audit index search feed rss favicon screenshot synthetic lighthouse google anthropic cohere facebookexternal
facebookcatalog whatsapp mediapartners cloudflare datadog pingdom uptim embedly iframely w3c_
"""
_PROGRAMS = tuple(_WORDS.split())
