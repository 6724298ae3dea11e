"""What kind of browser somebody uses, in words that they recognise, and nothing that would tell two of a kind apart."""

import re

# The first that is named counts: each browser also calls itself by the names of older ones
_BROWSERS = (
    (r"\bEdg(e|A|iOS)?/", "Edge"),
    (r"\bOPR/|\bOpera\b", "Opera"),
    (r"\bSamsungBrowser/", "Samsung Internet"),
    (r"\b(Firefox|FxiOS)/", "Firefox"),
    (r"\b(Chrome|CriOS|Chromium)/", "Chrome"),
    (r"\bSafari/", "Safari"),
)
_DEVICES = (
    (r"\biPhone\b", "an iPhone"),
    (r"\biPad\b", "an iPad"),
    (r"\bAndroid\b.*\bMobile\b", "an Android phone"),
    (r"\bAndroid\b", "an Android tablet"),
    (r"\bWindows\b", "Windows"),
    (r"\bCrOS\b", "a Chromebook"),
    (r"\bMacintosh\b", "a Mac"),
    (r"\bLinux\b", "Linux"),
)
UNKNOWN = "A browser"


def in_words(user_agent: str) -> str:
    """Return "Chrome on Windows" for what a browser says of itself; what is not known is left out ("Firefox")."""
    # What nobody knows is not looked through to its end
    said = user_agent[:500]
    browser = _first(_BROWSERS, said) or UNKNOWN
    device = _first(_DEVICES, said)
    return f"{browser} on {device}" if device else browser


def _first(named: tuple[tuple[str, str], ...], said: str) -> str:
    return next((words for pattern, words in named if re.search(pattern, said)), "")
