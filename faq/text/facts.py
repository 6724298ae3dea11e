"""Fills the clinic's facts ({{phone}}, {{portal-address}}) into text that is already safe HTML."""

import re
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import quote, unquote

from django.utils.html import escape

_NAME = r"[\w-]+"
_IN_SOURCE = re.compile(r"\{\{\s*(" + _NAME + r")\s*\}\}")
_IN_HTML = re.compile(r'<span data-fact="(' + _NAME + r')"></span>')
_BLOCK = re.compile(r"<p>(?:(?!</p>).)*</p>|<li>(?:(?!</?li>).)*</li>|<(h[2-6])\b(?:(?!</\1>).)*</\1>", re.DOTALL)
# The whole address, never a part of one
_IN_LINK = re.compile(r'href="%7B%7B((?:[\w-]|%[0-9A-Fa-f]{2})+)%7D%7D"')
_IN_ADDRESSES = "/:?=&#%@+,;~!$'()*[]"
_SCHEMES = ("https://", "http://", "mailto:", "tel:")


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


def has_part_of_link(html: str) -> bool:
    """True when a fact is only a part of a link's address in rendered `html`, where it is never filled in."""
    return "%7B%7B" in _IN_LINK.sub("", html)


def fill(html: str, facts: Mapping[str, FactLike], *, show_unknown: bool = False) -> str:
    """Return `html` (made by `markdown.render`) with every fact in its place.

    An unknown name shows a red mark to staff (`show_unknown`) and nothing at all to a patient. A paragraph, list item
    or heading that asks for a fact without a value is left out: nobody reads "write to us at" with nothing behind it.
    """
    if "data-fact=" not in html and "{{" not in html and "%7B%7B" not in html:
        return html
    html = _BLOCK.sub(lambda match: "" if _waits(match[0], facts) else match[0], html)

    def in_html(match: re.Match) -> str:
        fact = facts.get(match[1].casefold())
        return fact.as_html if fact else _unknown(match[1], show_unknown)

    def in_plain(match: re.Match) -> str:
        fact = facts.get(match[1].casefold())
        return escape(fact.value) if fact else ""

    def in_link(match: re.Match) -> str:
        fact = facts.get(unquote(match[1]).casefold())
        leads = fact.address if fact and fact.address.startswith(_SCHEMES) else "#"
        return f'href="{escape(quote(leads, safe=_IN_ADDRESSES))}"'

    return _IN_SOURCE.sub(in_plain, _IN_LINK.sub(in_link, _IN_HTML.sub(in_html, html)))


def _waits(paragraph: str, facts: Mapping[str, FactLike]) -> bool:
    names = {unquote(name).casefold() for name in _IN_HTML.findall(paragraph) + _IN_LINK.findall(paragraph)}
    return any(name in facts and not facts[name].value for name in names)


def _unknown(name: str, show: bool) -> str:
    if not show:
        return ""
    return f'<mark class="unknown-fact">There is no fact called “{escape(name)}”</mark>'
