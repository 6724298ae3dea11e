"""Makes an article of values that have names: columns of a table, keys of a list, the head of a Markdown file."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from faq.models import Article
from faq.publishing.importing import answers, column_names, html_value, instructions
from faq.publishing.importing.parsed import Origin, ParsedFile
from faq.publishing.kinds import Content

# Where a value is a list of keys of its own, the one with the words
_KEYS_OF_WORDS = ("text", "rendered", "html", "markdown", "content", "body", "value", "name", "title", "label")
# Never the value of a part, however it is written there
_LONGEST_SAID = 5_000


def add(parsed: ParsedFile, values: Mapping[str, Any], line: int, *, unit: str) -> None:
    """Add the article that `values` make; a value that belongs to no part is left out, named."""
    parts: dict[str, Any] = {}
    for name, value in values.items():
        part = column_names.part_called(name)
        if value in (None, "", [], {}):
            continue
        if not take(parts, part, value):
            parsed.leave_out(
                line, f"“{_said(name)}: {_said(value)}” belongs to no part of an article and is left out.", unit=unit
            )
    if parts.keys() - {"old", "slug", "audience", "tags"}:
        add_parts(parsed, parts, line, unit=unit)
        content = parsed.articles[-1]
        if not any(content.get(part) for part in ("short_answer", "body", "steps")):
            parsed.note(line, f"“{content['title']}” has no answer in this file.", unit=unit)
    elif parts:
        said = ", ".join(f"“{_said(value)}”" for value in parts.values())
        parsed.leave_out(line, f"There is no answer beside {said}.", unit=unit)


def take(parts: dict[str, Any], part: str, value: Any) -> bool:
    """Put `value` into `parts`; False where it has no place. Old addresses and tags may have several names."""
    if part in ("old", "tags") and part in parts:
        values = names if part == "tags" else _lines
        parts[part] = [*values(parts[part]), *values(value)]
    elif part in ("answer", "body") and part in parts:
        # "Description" and "Body": both are words of the answer
        parts[part] = "\n\n".join([_said(parts[part]), _said(value)])
    elif not part or part in parts:
        return False
    else:
        parts[part] = value
    return True


def add_parts(parsed: ParsedFile, parts: Mapping[str, Any], line: int, *, unit: str) -> None:
    """Add the article that `parts` make; their names are those that `part_called` returns."""
    content: Content = {"title": " ".join(html_value.plain(_said(parts.get("title", ""))).split())}

    def words_of(value: Any) -> str:
        text = _said(value)
        return html_value.to_markdown(text, parsed, line, unit=unit) if html_value.is_html(text) else text

    content |= _words(parts, words_of)
    content["tags"] = names(parts.get("tags", []))
    content["asked_like"] = "\n".join(_lines(parts.get("asked_like", "")))
    content |= _choices(parsed, parts, line, unit)
    parsed.add(content, Origin({"title": line}, unit=unit, old_addresses=_lines(parts.get("old", ""))))


def names(value: Any) -> list[str]:
    """Return the tags in `value`: a list, or words with commas or semicolons between them."""
    several = [value] if isinstance(value, dict) else value
    several = several if isinstance(several, list) else re.split(r"[,;|\n]", _said(value))
    return [name for name in (_said(each).strip() for each in several) if name]


def _words(parts: Mapping[str, Any], words_of: Callable[[Any], str]) -> Content:
    """The parts that patients read; an answer without steps of its own may hold them."""
    found: Content = {}
    if "answer" in parts:
        found |= answers.place(words_of(parts["answer"])).content
    for name in ("short_answer", "body"):
        if name in parts:
            rest = found.get(name, "")
            found[name] = "\n\n".join(filter(None, [words_of(parts[name]), rest]))
    if "short_answer" in found and not answers.fits(found):
        found["body"] = "\n\n".join(filter(None, [found.pop("short_answer"), found.get("body", "")]))
    if "steps" in parts:
        texts = parts["steps"] if isinstance(parts["steps"], list) else None
        found["steps"] = found.get("steps", []) + _steps(texts, words_of(parts["steps"]), words_of)
    return found


def _steps(texts: list[Any] | None, text: str, words_of: Callable[[Any], str]) -> list[dict[str, str]]:
    if texts:
        return [{"text": words} for each in texts if (words := words_of(each)).strip()]
    placed = answers.place(text).content
    if placed.get("steps") and not placed["short_answer"] and "body" not in placed:
        return placed["steps"]
    lines = [line for line in text.split("\n") if line.strip()]
    return [{"text": words} for words in instructions.group(lines or [""]) if words.strip()]


def _choices(parsed: ParsedFile, parts: Mapping[str, Any], line: int, unit: str) -> Content:
    found: Content = {}
    if "slug" in parts:
        found["slug"] = _said(parts["slug"]).strip("/ ")
    if "audience" in parts:
        typed = _said(parts["audience"]).strip().casefold()
        known = {word.casefold(): key for key, label in Article.Audience.choices for word in (key, label)}
        if typed in known:
            found["audience"] = known[typed]
        else:
            parsed.leave_out(line, f"“{typed}” says nobody who may read it. It is for everybody.", unit=unit)
    return found


def _lines(value: Any) -> list[str]:
    several = value if isinstance(value, list) else re.split(r"[;\n]", _said(value))
    return [line for line in (_said(each).strip() for each in several) if line]


def _said(value: Any) -> str:
    """The words of `value`, however it was kept; without the sign that no database takes."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, list) and all(isinstance(each, str | int | float) for each in value):
        return "\n\n".join(map(str, value))
    if isinstance(value, dict | list):
        words = [value.get(name) for name in _KEYS_OF_WORDS] if isinstance(value, dict) else []
        if said := next((each for each in words if isinstance(each, str)), None):
            return _said(said)
        # {"en-US": "Where?"}
        if isinstance(value, dict) and len(value) == 1 and isinstance(alone := next(iter(value.values())), str):
            return _said(alone)
        return json.dumps(value, ensure_ascii=False, default=str)[:_LONGEST_SAID]
    return "" if value is None else str(value)
