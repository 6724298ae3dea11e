"""Reads the questions that a web page holds for search engines (FAQPage of schema.org, as JSON-LD)."""

import json
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

# Of one page
_MOST = 1_000
_DEEPEST = 10


def questions(tree: LexborHTMLParser) -> list[tuple[str, str]]:
    """Return the questions and answers, each as HTML; [] where the page holds none, or they cannot be read."""
    found: list[tuple[str, str]] = []
    for script in tree.css('script[type="application/ld+json"]'):
        try:
            found += list(_questions(json.loads(script.text()), 0))
        except (ValueError, RecursionError):
            continue
    return found[:_MOST]


def _questions(value: Any, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _questions(each, depth + 1)
    elif isinstance(value, dict):
        if value.get("@type") in ("Question", ["Question"]):
            answer = value.get("acceptedAnswer")
            words = answer.get("text") if isinstance(answer, dict) else None
            if isinstance(value.get("name"), str) and isinstance(words, str):
                yield value["name"], words
            return
        for name in ("@graph", "mainEntity", "hasPart"):
            yield from _questions(value.get(name), depth + 1)
