"""Reads JSON: a list of questions with their answers, however deep it lies in the file."""

import json
import re
from typing import Any

from faq.errors import RefusedError
from faq.publishing.importing import asking, column_names, named_values
from faq.publishing.importing.parsed import ParsedFile

_MOST = 20_000
_DEEPEST = 12
# Written so, it is no letter: two of them make one
_HALF_A_SIGN = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
_WORDS = ("title", "answer", "short_answer", "body", "steps")


def read_lines(text: str) -> ParsedFile:
    """Return the articles in `text`, one a line. Raises `RefusedError`."""
    return read(f"[{','.join(line for line in text.split(chr(10)) if line.strip())}]")


def read(text: str) -> ParsedFile:
    """Return the articles in `text`; "Entry 3" is the third one. Raises `RefusedError`."""
    try:
        value = json.loads(_HALF_A_SIGN.sub(r"\\ufffd", text))
    except (ValueError, RecursionError):
        raise RefusedError("This file ends in JSON, but it is damaged and cannot be read.") from None
    parsed = ParsedFile()
    entries = _entries(parsed, value, 0)
    for number, (entry, tags) in enumerate(entries[:_MOST], start=1):
        if isinstance(entry, dict):
            named_values.add(parsed, {**entry, **({"tags": tags} if tags else {})}, number, unit="Entry")
        else:
            parsed.leave_out(number, f"“{_short(entry)}” is no question with an answer and is left out.", unit="Entry")
    if len(entries) > _MOST:
        parsed.leave_out(_MOST + 1, f"The entries from here on are left out: at most {_MOST:,} go in.", unit="Entry")
    if not parsed.articles:
        raise RefusedError("There is no list of questions with answers in this file.")
    return parsed


def _entries(parsed: ParsedFile, value: Any, depth: int, tags: tuple[str, ...] = ()) -> list[tuple[Any, list[str]]]:
    """The entries in `value`, each with the names of the lists in which it stands; what is beside is left out, named.

    {"Question?": "Answer."} is a list of entries as well, and so is {"Visits": {"Question?": "Answer."}}.
    """
    if isinstance(value, list):
        found = []
        for each in value:
            is_list = isinstance(each, dict) and not _has_answer(each) and _holds_entries(each, depth + 1)
            found += _of_lists(parsed, each, depth + 1, tags) if is_list else [(each, list(tags))]
        return found
    if not isinstance(value, dict):
        return []
    if _is_entry(value) and (_has_answer(value) or not _holds_entries(value, depth + 1)):
        return [(value, list(tags))]
    if value and all(isinstance(inner, str) for inner in value.values()):
        return [({"question": name, "answer": inner}, list(tags)) for name, inner in value.items()]
    return _of_lists(parsed, value, depth + 1, tags)


def _of_lists(
    parsed: ParsedFile, value: dict[str, Any], depth: int, tags: tuple[str, ...]
) -> list[tuple[Any, list[str]]]:
    """The entries of all lists in `value`. Its own name is a tag of them; without one, the key of a list of pairs."""
    inside = [name for name, inner in value.items() if _holds_entries(inner, depth)]
    called = [name for name in value if column_names.part_called(name) == "title" and isinstance(value[name], str)]
    found = []
    for name, inner in value.items():
        if _is_whole(inner):
            found.append((inner, list(tags)))
        elif name in inside:
            is_pairs = isinstance(inner, dict) and not called and len(inside) == len(value) > 1
            own = (value[called[0]],) if called else (name,) if is_pairs else ()
            found += _entries(parsed, inner, depth + 1, (*tags, *own))
        elif inner not in (None, "", [], {}) and name not in called[:1]:
            parsed.leave_out(0, f"“{name}: {_short(inner)}” is left out.")
    return found


def _is_whole(value: Any) -> bool:
    """True for a question with its answer in no list: {"faq1": {"question": "Where?", "answer": "Here."}}."""
    parts = {column_names.part_called(name) for name in value} if isinstance(value, dict) else set()
    return "title" in parts and bool(parts & set(_WORDS[1:]))


def _holds_entries(value: Any, depth: int) -> bool:
    """True where `value` is a list of entries, or has one in it."""
    if depth > _DEEPEST:
        return False
    if isinstance(value, list):
        return any(_is_entry(each) or (isinstance(each, dict) and _holds_entries(each, depth + 1)) for each in value)
    if not isinstance(value, dict):
        return False
    if any(map(_is_whole, value.values())):
        return True
    is_pairs = all(isinstance(inner, str) and asking.asks(name) for name, inner in value.items())
    return (bool(value) and is_pairs) or any(_holds_entries(inner, depth + 1) for inner in value.values())


def _is_entry(value: Any) -> bool:
    return isinstance(value, dict) and any(column_names.part_called(name) in _WORDS for name in value)


def _has_answer(value: dict[str, Any]) -> bool:
    """True where a part of `value` holds words: "content" may also be the name of a list of entries.

    Two levels tell: deeper lists are looked for from above.
    """
    return any(
        column_names.part_called(name) in _WORDS[1:] and not _holds_entries(inner, _DEEPEST - 2)
        for name, inner in value.items()
    )


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:5_000]
