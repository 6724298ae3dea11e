"""Shows tags of HTML as the words they stand around, and keeps signs as typed that Markdown would take away."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_TAG = re.compile(r"<!--[^<>]{0,500}-->|</?([a-z][a-z0-9]*)(?:\s[^<>]{0,500})?/?>", re.IGNORECASE)
_LINK = re.compile(
    r"""<a\s[^<>]{0,300}?href\s*=\s*["']?((?:https?://|mailto:|tel:|/|www\.)[^\s"'<>]+)[^<>]{0,300}>([^<]+)</a\s*>""",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"</([a-z][a-z0-9]*)\s*>", re.IGNORECASE)
_LINES = set("br p div hr ul ol li dl dt dd table tr h1 h2 h3 h4 h5 h6 details summary blockquote pre".split())
_CELLS = {"td", "th"}
_WORDS = set(
    "a abbr b big del em font i ins kbd nobr s small span strike strong sub sup tt u thead tbody tfoot".split()
)
# Staff may mean these as a blank to fill in, as in "enter <code>": tags only where one is closed, too
_WHEN_CLOSED = set(
    "address article aside caption center cite code figcaption figure footer header label main mark nav section time"
    " title".split()
)
_NETWORK_FOLDER = re.compile(r"\\\\(?=\w[\w.-]*\\)")


def use(parser: MarkdownIt) -> None:
    """Put these rules into `parser`."""
    parser.inline.ruler.before("escape", "network_folder", _network_folder)
    parser.inline.ruler.before("emphasis", "multiplication", _multiplication)
    parser.inline.ruler.before("autolink", "html_tag", _html_tag)
    parser.core.ruler.after("inline", "html_tags", _take_out_tags)


def closed_tags(source: str) -> set[str]:
    """Return the names of the HTML tags that `source` closes somewhere."""
    return {name.lower() for name in _CLOSING.findall(source)}


def _html_tag(state: StateInline, silent: bool) -> bool:
    """A tag of HTML becomes a new line, a space or nothing; "<your name>" stays as typed."""
    if state.src[state.pos] != "<":
        return False
    if link := _LINK.match(state.src, state.pos):
        return _push_link(state, link, silent)
    match = _TAG.match(state.src, state.pos)
    if not match or (kind := _kind(match[1], state.env.get("closed_tags", set()))) is None:
        return False
    if not silent:
        state.push("html_tag", "", 0).content = kind
    state.pos = match.end()
    return True


def _kind(name: str | None, closed: set[str]) -> str | None:
    """What stands in place of a tag: "\\n", " " or nothing; None when it is no tag, but words."""
    name = (name or "").lower()
    if name in _LINES:
        return "\n"
    if name in _CELLS:
        return " "
    return "" if not name or name in _WORDS or (name in _WHEN_CLOSED and name in closed) else None


def _push_link(state: StateInline, link: re.Match, silent: bool) -> bool:
    address = state.md.normalizeLink(link[1])
    if not state.md.validateLink(address):
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": address}
        state.push("text", "", 0).content = link[2]
        state.push("link_close", "a", -1)
    state.pos = link.end()
    return True


def _take_out_tags(state: StateCore) -> None:
    """Put new lines and spaces in place of tags; no empty line or paragraph stays where only tags were."""
    for index, token in enumerate(state.tokens):
        if not any(inner.type == "html_tag" for inner in token.children or []):
            continue
        token.children = _without_tags(token.children or [])
        if not token.children and state.tokens[index - 1].type == "paragraph_open":
            state.tokens[index - 1].hidden = state.tokens[index + 1].hidden = True


def _without_tags(tokens: list[Token]) -> list[Token]:
    kept: list[Token] = []
    for token in map(_replaced, tokens):
        if token.type == "text" and not token.content:
            continue
        if token.type in ("softbreak", "hardbreak") and (not kept or kept[-1].type in ("softbreak", "hardbreak")):
            continue
        kept.append(token)
    while kept and (kept[-1].type in ("softbreak", "hardbreak") or not _shows(kept[-1])):
        kept.pop()
    return kept


def _replaced(token: Token) -> Token:
    if token.type != "html_tag":
        return token
    if token.content == "\n":
        return Token("softbreak", "br", 0, level=token.level)
    return Token("text", "", 0, content=token.content, level=token.level)


def _shows(token: Token) -> bool:
    return token.type != "text" or bool(token.content.strip())


def _multiplication(state: StateInline, silent: bool) -> bool:
    """A star between two digits is a sign: "2*3*4" stays as typed."""
    before, after = state.src[state.pos - 1 : state.pos], state.src[state.pos + 1 : state.pos + 2]
    if state.src[state.pos] != "*" or not (before.isdigit() and after.isdigit()):
        return False
    if not silent:
        state.pending += "*"
    state.pos += 1
    return True


def _network_folder(state: StateInline, silent: bool) -> bool:
    r"""The two backslashes before the name of a computer stay: "\\server\forms"."""
    match = _NETWORK_FOLDER.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        state.pending += match[0]
    state.pos = match.end()
    return True
