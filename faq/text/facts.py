"""Fills the clinic's facts ({{phone}}, {{portal-address}}) into text that is already safe HTML."""

import re
from collections.abc import Callable, Mapping
from html import unescape
from typing import Protocol
from urllib.parse import quote, unquote

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from faq.text import waiting

# Whatever stands in double braces is meant as a fact, also when no fact could have such a name
PLACEHOLDER = re.compile(r"\{\{([^{}<>]{0,200})\}\}")
# What is left of one that is not closed, or never began
_HALF = re.compile(r"\{\{+\s?[^\s{}<>]{0,60}\}?|\{?\b[\w.-]{1,60}\}\}+|\}\}+")
_IN_HTML = re.compile(r'<span data-fact="([^"]*)"></span>')
_TAG = re.compile(r'(<[^<>"]*(?:"[^"]*"[^<>"]*)*>)')
# The whole address, never a part of one
_IN_LINK = re.compile(r'href="%7B%7B((?:[\w.~-]|%[0-9A-Fa-f]{2})+)%7D%7D"')
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
    """Return the names of all facts that the Markdown `source` asks for, odd ones included.

    "Call {{Phone}} or {{ clinic phone }}" asks for "phone" and "clinic phone"; no fact can have the second name. Braces
    without a partner count with what stands beside them: "{{phone}" asks for "{{phone}".
    """
    if "{{" not in source and "}}" not in source:
        return set()
    halves = _HALF.findall(PLACEHOLDER.sub(" ", source))
    return {name_of(name) for name in PLACEHOLDER.findall(source)} | {half.casefold() for half in halves}


def name_of(written: str) -> str:
    """Return the name that staff mean by what is `written` between double braces."""
    return " ".join(written.casefold().split())


def as_typed(name: str) -> str:
    """Return one of the names that `names_in` finds with its braces, as it stands in the text."""
    return name if "{" in name or "}" in name else f"{{{{{name}}}}}"


def has_part_of_link(html: str) -> bool:
    """True when a fact is only a part of a link's address in rendered `html`, where it is never filled in."""
    return "%7B%7B" in _IN_LINK.sub("", html)


def fill(html: str, facts: Mapping[str, FactLike], *, show_unknown: bool = False) -> str:
    """Return `html` (made by `markdown.render`) with every fact in its place.

    An unknown name shows a red mark to staff (`show_unknown`) and nothing at all to a patient. The smallest whole that
    asks for a fact without a value is left out: nobody reads "write to us at" with nothing behind it.
    """
    if not any(mark in html for mark in ("data-fact=", "{{", "}}", "%7B%7B")):
        return html
    empty = {name for name, fact in facts.items() if not fact.value}
    if _waits(html, empty):
        html = waiting.leave_out(html, lambda part: _waits(part, empty))

    def in_html(match: re.Match) -> str:
        return _shown(unescape(match[1]), facts, show_unknown)

    def in_link(match: re.Match) -> str:
        fact = facts.get(name_of(unquote(match[1])))
        leads = fact.address if fact and fact.address.startswith(_SCHEMES) else "#"
        return f'href="{escape(quote(leads, safe=_IN_ADDRESSES))}"'

    html = _fill_literal(html, facts, show_unknown)
    return _IN_LINK.sub(in_link, _IN_HTML.sub(in_html, html))


def paragraph(plain: str, facts: Mapping[str, FactLike]) -> SafeString:
    """Return one paragraph of `plain` words with every fact in its place, "" when nothing is left of it.

    "Nadie. Llame al {{clinic-phone}}." is "<p>Nadie.</p>" while there is no phone.
    """
    html = PLACEHOLDER.sub(lambda match: f'<span data-fact="{match[1]}"></span>', escape(plain))
    filled = fill(f"<p>{html}</p>" if plain.strip() else "", facts)
    # Escaped above; what fills the places is safe
    return mark_safe(filled)


def _fill_literal(html: str, facts: Mapping[str, FactLike], show_unknown: bool) -> str:
    """Fill what stands in braces: in code, in descriptions of pictures, and in what older versions rendered."""
    if "{{" not in html and "}}" not in html:
        return html

    def plain(match: re.Match) -> str:
        fact = facts.get(name_of(unescape(match[1])))
        return escape(fact.value) if fact else ""

    def marked(match: re.Match) -> str:
        name = name_of(unescape(match[1]))
        return plain(match) if name in facts else _unknown(name, show_unknown)

    parts = _TAG.split(html)
    # Every other part is a tag, where a mark cannot stand
    parts[1::2] = [_HALF.sub("", PLACEHOLDER.sub(plain, tag)) for tag in parts[1::2]]
    parts[::2] = [_in_text(text, marked, show_unknown) for text in parts[::2]]
    return "".join(parts)


def _in_text(text: str, marked: Callable[[re.Match], str], show_unknown: bool) -> str:
    filled, position = [], 0
    for match in PLACEHOLDER.finditer(text):
        filled += [_without_halves(text[position : match.start()], show_unknown), marked(match)]
        position = match.end()
    return "".join([*filled, _without_halves(text[position:], show_unknown)])


def _without_halves(text: str, show_unknown: bool) -> str:
    return _HALF.sub(lambda match: _unknown(unescape(match[0]), show_unknown), text)


def _waits(html: str, empty: set[str]) -> bool:
    if not empty:
        return False
    text = _TAG.sub("", html) if "{{" in html else ""
    names = [unescape(name) for name in _IN_HTML.findall(html)] + [unescape(n) for n in PLACEHOLDER.findall(text)]
    names += [unquote(name) for name in _IN_LINK.findall(html)]
    return any(name_of(name) in empty for name in names)


def _shown(name: str, facts: Mapping[str, FactLike], show_unknown: bool) -> str:
    fact = facts.get(name_of(name))
    return fact.as_html if fact else _unknown(name, show_unknown)


def _unknown(name: str, show: bool) -> str:
    if not show:
        return ""
    return f'<mark class="unknown-fact">There is no fact called “{escape(name)}”</mark>'
