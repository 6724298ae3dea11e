"""Fills the clinic's facts ({{phone}}, {{portal-address}}) into text that is already safe HTML."""

import re
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import quote

from django.utils.html import escape

_NAME = r"[\w-]+"
_IN_SOURCE = re.compile(r"\{\{\s*(" + _NAME + r")\s*\}\}")
_IN_HTML = re.compile(r'<span data-fact="(' + _NAME + r')"></span>')
_PARAGRAPH = re.compile(r"<p>(?:(?!</p>).)*</p>", re.DOTALL)
_IN_LINK = re.compile(r"%7B%7B((?:" + _NAME + r"|%[0-9A-Fa-f]{2})+?)%7D%7D")


class FactLike(Protocol):
    """What filling needs of a fact: its plain value, its address for a link, and its safe HTML."""

    value: str

    @property
    def address(self) -> str: ...

    @property
    def as_html(self) -> str: ...


def names_in(source: str) -> set[str]:
    """Return the names of all facts that the Markdown `source` asks for."""
    return {name.casefold() for name in _IN_SOURCE.findall(source)}


def fill(html: str, facts: Mapping[str, FactLike], *, show_unknown: bool = False) -> str:
    """Return `html` (made by `markdown.render`) with every fact in its place.

    An unknown name shows a red mark to staff (`show_unknown`) and nothing at all to a patient. A paragraph asking for a
    fact without a value is left out, so that no patient reads "write to the address below" with nothing below.
    """
    if "data-fact=" not in html and "{{" not in html and "%7B%7B" not in html:
        return html
    html = _PARAGRAPH.sub(lambda match: "" if _waits(match[0], facts) else match[0], html)

    def in_html(match: re.Match) -> str:
        fact = facts.get(match[1].casefold())
        return fact.as_html if fact else _unknown(match[1], show_unknown)

    def in_plain(match: re.Match) -> str:
        fact = facts.get(match[1].casefold())
        return escape(fact.value) if fact else ""

    def in_link(match: re.Match) -> str:
        fact = facts.get(match[1].casefold())
        return (
            quote(fact.address, safe="/:?=&#%@+,;~!$'()*[]").replace("&", "&amp;").replace("'", "&#x27;")
            if fact
            else "#"
        )

    return _IN_SOURCE.sub(in_plain, _IN_LINK.sub(in_link, _IN_HTML.sub(in_html, html)))


def _waits(paragraph: str, facts: Mapping[str, FactLike]) -> bool:
    names = {name.casefold() for name in _IN_HTML.findall(paragraph) + _IN_LINK.findall(paragraph)}
    return any(name in facts and not facts[name].value for name in names)


def _unknown(name: str, show: bool) -> str:
    if not show:
        return ""
    return f'<mark class="unknown-fact">There is no fact called “{escape(name)}”</mark>'
