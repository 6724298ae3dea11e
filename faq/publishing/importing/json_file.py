"""Reads JSON: a list of questions with their answers, however deep it lies in the file."""

import json
import re
from typing import Any

from faq.errors import RefusedError
from faq.publishing.importing import named_values
from faq.publishing.importing.parsed import ParsedFile

_MOST = 20_000
# Written so, it is no letter: two of them make one
_HALF_A_SIGN = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
_WORDS = ("title", "answer", "short_answer", "body", "steps")


def read(text: str) -> ParsedFile:
    """Return the articles in `text`; "Entry 3" is the third one. Raises `RefusedError`."""
    try:
        value = json.loads(_HALF_A_SIGN.sub(r"\\ufffd", text))
    except (ValueError, RecursionError):
        raise RefusedError("This file ends in JSON, but it is damaged and cannot be read.") from None
    parsed = ParsedFile()
    entries = _entries(parsed, value)
    for number, entry in enumerate(entries[:_MOST], start=1):
        if isinstance(entry, dict):
            named_values.add(parsed, entry, number, unit="Entry")
        else:
            parsed.leave_out(number, f"“{_short(entry)}” is no question with an answer and is left out.", unit="Entry")
    if len(entries) > _MOST:
        parsed.leave_out(_MOST + 1, f"The entries from here on are left out: at most {_MOST:,} go in.", unit="Entry")
    if not parsed.articles:
        raise RefusedError("There is no list of questions with answers in this file.")
    return parsed


def _entries(parsed: ParsedFile, value: Any) -> list[Any]:
    """The list of entries; {"Question?": "Answer."} is one as well. Whatever stands beside it is left out, named."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return []
    if {named_values.part_called(name) for name in value} & set(_WORDS[:1]):
        return [value]
    lists = [name for name, inner in value.items() if isinstance(inner, list) and any(map(_is_entry, inner))]
    if lists:
        for name, inner in value.items():
            if name != lists[0]:
                parsed.leave_out(0, f"“{name}: {_short(inner)}” is left out.")
        return value[lists[0]]
    if value and all(isinstance(inner, str) for inner in value.values()):
        return [{"question": name, "answer": inner} for name, inner in value.items()]
    return []


def _is_entry(value: Any) -> bool:
    return isinstance(value, dict) and any(named_values.part_called(name) in _WORDS for name in value)


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:5_000]
