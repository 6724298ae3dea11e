"""Own words for single steps of an included article, as the form shows and sends them."""

import json
from collections.abc import Mapping
from itertools import count, takewhile
from typing import Any

_MOST = 300


def sent(data: Mapping[str, str], prefix: str) -> dict[str, Any]:
    """Return what was sent for the row `prefix` ("steps-3") as `kinds.Reworded` keeps it; {} where nothing was.

    Words stay words for the step that they were written for: until somebody says "keep" to a step that changed since,
    what it was stays beside them. "take" gives up the words.
    """
    now = _originals(data.get(f"{prefix}-of", ""))
    of, own = list(now), {}
    for at, original in enumerate(now, start=1):
        words, since = _text(data, f"{prefix}-own-{at}"), data.get(f"{prefix}-since-{at}", "")
        if since == "take" or words in ("", original):
            continue
        own[str(at)] = words
        if since != "keep":
            of[at - 1] = _text(data, f"{prefix}-was-{at}") or original
    gone = takewhile(lambda number: f"{prefix}-gone-{number}" in data and number < _MOST, count())
    for number in gone:
        if f"{prefix}-drop-{number}" not in data:
            of.append(_text(data, f"{prefix}-gone-of-{number}"))
            own[str(len(of))] = _text(data, f"{prefix}-gone-{number}")
    return {"of": of, "own": own} if own else {}


def _text(data: Mapping[str, str], name: str) -> str:
    """What was sent in a field, with the ends of lines that are kept."""
    return data.get(name, "").replace("\r\n", "\n").strip()


def _originals(typed: str) -> list[str]:
    try:
        found = json.loads(typed) if typed else []
    except (ValueError, RecursionError):
        return []
    return found if isinstance(found, list) and len(found) <= _MOST and all(isinstance(x, str) for x in found) else []
