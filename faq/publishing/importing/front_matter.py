"""Reads the head that many programs write at the top of a Markdown file, between two lines of "---" or "+++"."""

import re
import tomllib
from typing import Any

import yaml

from faq.publishing.importing import answers, column_names, named_values
from faq.publishing.importing.parsed import Origin, ParsedFile

_HEAD = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_HEAD_OF_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|$)", re.DOTALL)
# Where a head tells no title, the first line below it does
_HEADING = re.compile(r"(\s*)#[ \t]+([^\n]*[^\s#])[ \t#]*(?:\n|$)")
_LONGEST = 50_000
# Parts of an article that such a head may hold; the answer stands below it
_TAKEN = {"title", "tags", "asked_like", "old", "slug", "audience"}


def split(text: str) -> tuple[str, str]:
    """Return the head of `text` and what stands below; the head is "" where there is none."""
    found = _HEAD.match(text) or _HEAD_OF_TOML.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def read(text: str) -> ParsedFile:
    """Return the one article in `text`. What its head says that no article has is left out, named."""
    head, body = split(text)
    parsed, first = ParsedFile(), text[: len(text) - len(body)].count("\n") + 1
    values = _values(parsed, head, is_toml=text.startswith("+++"))
    parts: dict[str, Any] = {}
    for name, value in values.items():
        part = column_names.part_called(name)
        if part in _TAKEN and named_values.take(parts, part, value):
            continue
        if value not in (None, "", []):
            line, said = _stands_at(head, name)
            parsed.leave_out(line, f"“{said}” is no part of an article and is left out.")
    if "title" not in parts and (heading := _HEADING.match(body)):
        parts["title"] = heading[2]
        # Its empty line keeps the numbers of the others
        body = heading[1] + "\n" + body[heading.end() :]
    placed = answers.place(body.strip("\n"))
    blank = len(body) - len(body.lstrip("\n"))
    named_values.add_parts(parsed, parts, 1, unit="Line")
    parsed.articles[0] |= placed.content
    starts = {"title": 1} | {part: first + blank + line for part, line in placed.starts.items()}
    parsed.origins[0] = Origin(starts, old_addresses=parsed.origins[0].old_addresses)
    return parsed


def _values(parsed: ParsedFile, head: str, *, is_toml: bool) -> dict[str, Any]:
    """What the head says. One that refers to itself could grow without end, so it is not read."""
    try:
        if len(head) > _LONGEST or not is_toml and any(isinstance(event, yaml.AliasEvent) for event in _events(head)):
            raise yaml.YAMLError
        values = tomllib.loads(head) if is_toml else yaml.load(head, Loader=_Loader)
    except (yaml.YAMLError, RecursionError, ValueError):
        parsed.leave_out(1, f"The head of this file cannot be read, so it is left out: “{head[:_LONGEST]}”")
        return {}
    if isinstance(values, dict):
        return {str(name): value for name, value in values.items()}
    parsed.leave_out(1, f"The head of this file names nothing, so it is left out: “{head}”")
    return {}


_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _events(head: str) -> list[Any]:
    return list(yaml.parse(head, Loader=_Loader)) if "*" in head else []


def _stands_at(head: str, name: str) -> tuple[int, str]:
    """The line where `name` stands, and all that the head says of it, in its own words."""
    found = re.search(rf"^[\"']?{re.escape(name)}[\"']?[ \t]*:.*(?:\n(?:[ \t]|- ?|\n).*)*", head, re.MULTILINE)
    return (head[: found.start()].count("\n") + 2, found[0].strip()) if found else (1, f"{name}: …")
