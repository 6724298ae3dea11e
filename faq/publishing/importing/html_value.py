"""Turns a value that is HTML (help desks and web sites write answers so) into Markdown."""

import html
import re

from selectolax.lexbor import LexborHTMLParser

from faq.publishing.importing import html_inline, step_blocks
from faq.publishing.importing.html_blocks import Reader
from faq.publishing.importing.html_inline import Page
from faq.publishing.importing.parsed import ParsedFile

_BLOCK = re.compile(r"</(?:p|div|ul|ol|li|table|h[1-6]|blockquote)>|<(?:p|ul|ol)>|<img\b", re.IGNORECASE)
_IN_A_LINE = re.compile(r"</(?:a|b|i|u|em|strong|span|font)>|<br ?/?>", re.IGNORECASE)
# Such a text is Markdown with a tag in it
_MARKDOWN = re.compile(r"\*\*|\]\(|^(?:[-*#>]|\d+\.) ", re.MULTILINE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|\w{2,20});", re.IGNORECASE)


def is_html(text: str) -> bool:
    """True for "<p>Call us.</p>", not for Markdown, nor for "temperature < 38"."""
    return bool(_BLOCK.search(text) or (_IN_A_LINE.search(text) and not _MARKDOWN.search(text)))


def to_markdown(text: str, parsed: ParsedFile, line: int, *, unit: str) -> str:
    """Return `text` as Markdown; what no article may hold is left out, named in `parsed` at `line`."""
    lines = text if _BLOCK.search(text) else text.replace("\n", "<br>")
    body = LexborHTMLParser(lines).body
    if body is None:
        return ""
    page = Page(parsed, line=line, unit=unit)
    return step_blocks.as_text(list(Reader(page, body).blocks(body)), goes_on=False)


def plain(text: str) -> str:
    """Return the words of a title, which may hold signs of HTML: "A &amp; B" is "A & B"."""
    if not (is_html(text) or _ENTITY.search(text)):
        return text
    body = LexborHTMLParser(text).body
    return html_inline.text_of(body) if body else html.unescape(text)
