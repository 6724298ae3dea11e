"""Robots, libraries and browsers without a window that say what they are, by a list that is kept up to date elsewhere.

The list is the package crawler-user-agents. Its file is read without its module, which would keep 500 kB in memory.
"""

import json
import re
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

_PACKAGE = "crawler-user-agents"
_FILE = "crawleruseragents/crawler-user-agents.json"
# Signs of a pattern that is more than a word; a backslash before any other sign only says that it stands for itself
_IS_PATTERN = re.compile(r"(?<!\\)[\^$*+?.()\[\]{}|]|\\[a-zA-Z]")


def is_listed(browser: str) -> bool:
    """Whether the list knows this name of a program. Nearly all of its patterns are words, and looked for as such."""
    words, patterns = _read()
    return any(word in browser for word in words) or patterns.search(browser) is not None


@cache
def _read() -> tuple[tuple[str, ...], re.Pattern[str]]:
    file = Path(str(distribution(_PACKAGE).locate_file(_FILE)))
    listed = [entry["pattern"] for entry in json.loads(file.read_text(encoding="utf-8"))]
    words = [re.sub(r"\\(.)", r"\1", each) for each in listed if not _IS_PATTERN.search(each)]
    patterns = [each for each in listed if _IS_PATTERN.search(each)]
    return tuple(words), re.compile("|".join(f"(?:{each})" for each in patterns))
