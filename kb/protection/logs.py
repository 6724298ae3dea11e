"""Writes what went wrong to the log without a word of what a reader typed, or who they are."""

import logging
import traceback
from types import TracebackType


class RedactingFormatter(logging.Formatter):
    """Names the place in the code and the kind of fault; leaves out messages, addresses and typed text.

    A fault's own message can hold a search or a name ("invalid input 'my mother's chart'"), so only its kind is kept.
    """

    def format(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        text = record.getMessage() if request is None else _what_was_asked(record, request)
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: {text}"
        return "\n".join([line, *_faults(record.exc_info[1])]) if record.exc_info and record.exc_info[1] else line


def _what_was_asked(record: logging.LogRecord, request: object) -> str:
    match = getattr(request, "resolver_match", None)
    route = getattr(match, "route", None) or "an address that no page has"
    return f"{getattr(record, 'status_code', '')} {getattr(request, 'method', '')} {route}".strip()


def _faults(error: BaseException | None) -> list[str]:
    lines: list[str] = []
    while error is not None and len(lines) < 200:
        lines += [f"  {type(error).__module__}.{type(error).__qualname__}", *_places(error.__traceback__)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return lines


def _places(trace: TracebackType | None) -> list[str]:
    return [f"    {place.filename}:{place.lineno} {place.name}" for place in traceback.extract_tb(trace)]
