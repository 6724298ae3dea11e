"""Writes what went wrong to the log, one line an event, without a word of what a reader typed, or who they are."""

import json
import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from kb.protection import request_log

# Of one fault: kinds and places
_MOST_PARTS = 200


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return what may be kept of an event: when (UTC), how grave, where, what, and of a fault its kinds and places.

    Names the route of the page, not its address. A fault's own message can hold a search or a name ("invalid input 'my
    mother's chart'"), so only its kind is kept.
    """
    request = getattr(record, "request", None)
    found = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        # Django's own texts about a request begin with its address
        "event": record.getMessage() if request is None else getattr(record, "event", "request"),
        **(_what_was_asked(record, request) if request is not None else {}),
        "request": request_log.current_id(),
        "fault": _faults(record.exc_info[1]) if record.exc_info else [],
    }
    return {name: value for name, value in found.items() if value not in ("", None, [])}


class TextFormatter(logging.Formatter):
    """A line for people: when, how grave, where, what, and the rest as name=value."""

    def format(self, record: logging.LogRecord) -> str:
        facts = facts_of(record)
        begin = f"{facts.pop('at')} {facts.pop('level')} {facts.pop('logger')}: {facts.pop('event')}"
        faults = "".join(f" | {part}" for part in facts.pop("fault", []))
        return " ".join([begin, *(f"{name}={value}" for name, value in facts.items())]).replace("\n", " ") + faults


class JsonFormatter(logging.Formatter):
    """A line of JSON for programs that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(facts_of(record), ensure_ascii=False)


def _what_was_asked(record: logging.LogRecord, request: object) -> dict[str, Any]:
    match = getattr(request, "resolver_match", None)
    return {
        "status": getattr(record, "status_code", None),
        "method": getattr(request, "method", None),
        "route": getattr(match, "route", None) or "an address that no page has",
        "ms": getattr(record, "ms", None),
    }


def chain_of(error: BaseException | None) -> Iterator[BaseException]:
    """Yield a fault and what it came of, each once."""
    seen = set[int]()
    while error is not None and id(error) not in seen:
        yield error
        seen.add(id(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _faults(error: BaseException | None) -> list[str]:
    parts: list[str] = []
    for each in chain_of(error):
        parts += [f"{type(each).__module__}.{type(each).__qualname__}", *_places(each.__traceback__)]
    return parts[:_MOST_PARTS]


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{place.filename}:{place.lineno} {place.name}" for place in traceback.extract_tb(trace)]
