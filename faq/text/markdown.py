"""Turns what staff write into safe HTML; page, preview, print and search all use this one function."""

import re
from collections.abc import Iterable
from html import unescape

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin

from faq.errors import RefusedError
from faq.text import block_rules, checklists, direction, facts, inline_rules, links
from faq.text.slugs import slug_for
from faq.values import picture_names

# Characters; a long printed leaflet has about 15,000
MAX_LENGTH = 50_000
_MAX_LINES = 5_000
# The parser's time grows with the square of open brackets
_MAX_BRACKETS = 4_000
# Nor do long runs of addresses end soon
_MAX_LINKS = 500
_LINK_MARKS = ("://", "www.", "@", "tel:")
_MAX_COLUMNS = 50
_MAX_NESTING = 24
_TAGS = {"p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "s", "code", "pre"}
_TAGS |= {"blockquote", "a", "img", "table", "thead", "tbody", "tr", "th", "td", "div", "span", "label", "input"}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height", "loading", "decoding"},
    **{tag: {"dir"} for tag in direction.BLOCKS},
    "ol": {"start", "dir"},
    "span": {"data-fact"},
    **{f"h{level}": {"id", "dir"} for level in range(2, 7)},
}
_CLASSES = {
    "a": {"bare", "picture"},
    "div": {"admonition", "note", "tip", "warning", "important"},
    "p": {"admonition-title"},
    "ul": {"checklist"},
}
_VALUES = {"input": {"type": {"checkbox"}}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_BLOCK_END = re.compile(r"</(?:p|li|h\d|tr|div|blockquote|pre)>")
_CELL_END = re.compile(r"</t[dh]>(?!\s*</tr>)")
_LINE_BREAK = re.compile(r"<br ?/?>")
_STOPS = ".!?…:;,،。？！؟"
_CLOSERS = "”’\"')]»"


def render(source: str, *, top_heading: int = 2) -> str:
    """Return `source` (Markdown) as safe HTML.

    Headings start at level `top_heading`. Facts stay as placeholders for `facts.fill`. Pictures are only our own, and
    each opens whole when it is pressed, unless it stands in a link; a picture from another host becomes a link to it,
    so that no reader's browser is sent there. Raises `RefusedError`.
    """
    if not source.strip():
        return ""
    refuse_too_much(source)
    known = {"top_heading": top_heading, "closed_tags": inline_rules.closed_tags(source)}
    html = _parser.render(source.replace("\x00", ""), known)
    return direction.isolate_numbers(_cleaner.clean(html).strip())


def refuse_too_much(source: str) -> None:
    """Raise `RefusedError` where `source` would take the parser too long."""
    if len(source) > MAX_LENGTH:
        long, most = f"{len(source):,}", f"{MAX_LENGTH:,}"
        raise RefusedError(
            f"This text has {long} characters. Please keep it under {most}, or split it into two articles."
        )
    if source.count("\n") > _MAX_LINES:
        raise RefusedError(f"This text has more than {_MAX_LINES:,} lines. Please split it into two articles.")
    if source.count("[") > _MAX_BRACKETS:
        raise RefusedError("This text has thousands of square brackets. Please take them out.")
    if sum(source.lower().count(mark) for mark in _LINK_MARKS) > _MAX_LINKS:
        raise RefusedError(
            f"This text has more than {_MAX_LINKS} web or e-mail addresses. Please split it into two articles."
        )
    if any(line.count("|") > _MAX_COLUMNS for line in source.splitlines()):
        raise RefusedError(f"A table has more than {_MAX_COLUMNS} columns. Please make it narrower.")


def to_text(html: str) -> str:
    """Return the words of `html` as plain text. A block that no sign ends gets a full stop, a table's cell a comma.

    >>> to_text("<h2>To bring</h2><ul><li>Your card</li><li>A mask, if you cough.</li></ul>")
    'To bring. Your card. A mask, if you cough.'
    """
    blocks = [_words_of(block) for block in _BLOCK_END.split(_CELL_END.sub(", ", html))]
    return join_sentences(filter(None, blocks))


def join_sentences(texts: Iterable[str]) -> str:
    """Return the texts one after the other; each but the last ends with a full stop, or the sign that it has."""
    *before, last = [*texts] or [""]
    return " ".join([*(text if text.rstrip(_CLOSERS)[-1:] in _STOPS else f"{text}." for text in before), last])


def _words_of(block: str) -> str:
    words = " ".join(unescape(re.sub(r"<[^>]+>", "", _LINE_BREAK.sub(" ", block))).split())
    # Of cells without words only the comma is left
    return re.sub(r"(?<!\S)(?:, )+|(?:,\s*)+$", "", words)


def headings(html: str) -> list[tuple[str, str]]:
    """Return (anchor, words) of each second-level heading in rendered `html`, in order."""
    return [
        (match[1], to_text(match[2])) for match in re.finditer(r'<h2 id="([^"]+)"[^>]*>(.*?)</h2>', html, re.DOTALL)
    ]


def alt_of(tokens: list[Token]) -> str:
    """Return the words of an image's description; a fact keeps its braces and is filled in later as plain text."""
    parts = []
    for token in tokens:
        if token.type == "fact":
            parts.append("{{" + token.content + "}}")
        elif token.children:
            parts.append(alt_of(token.children))
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        else:
            parts.append(token.content)
    return "".join(parts)


def _fact_rule(state: StateInline, silent: bool) -> bool:
    match = facts.PLACEHOLDER.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        token = state.push("fact", "span", 0)
        token.content = facts.name_of(match[1])
    state.pos = match.end()
    return True


def _render_fact(self: RendererHTML, tokens: list[Token], index: int, options: dict, env: dict) -> str:
    return f'<span data-fact="{escapeHtml(tokens[index].content)}"></span>'


def _render_image(self: RendererHTML, tokens: list[Token], index: int, options: dict, env: dict) -> str:
    token = tokens[index]
    alt = alt_of(token.children or [])
    source = str(token.attrGet("src") or "")
    size, is_in_link = picture_names.size_of(source), token.meta["is_in_link"]
    if size is None and is_in_link:
        return escapeHtml(alt or "picture")
    if size is None:
        return f'<a href="{escapeHtml(links.complete(source))}">{escapeHtml(alt or "picture")}</a>'
    html = (
        f'<img src="{escapeHtml(source)}" alt="{escapeHtml(alt)}" width="{size[0]}" height="{size[1]}"'
        ' loading="lazy" decoding="async">'
    )
    # Pressed, it is shown as large as it is, as that of a step
    return html if is_in_link else f'<a class="picture" href="{escapeHtml(source)}">{html}</a>'


def _refuse_deep_nesting(state: StateCore) -> None:
    """Beyond its limit the parser drops words silently; a refusal keeps them on the writer's screen."""
    if any(token.level >= _MAX_NESTING - 1 for token in state.tokens):
        raise RefusedError(
            f"Lists or quotes inside each other go more than {_MAX_NESTING // 2} deep. Please make them flatter."
        )


def _tame_headings(state: StateCore) -> None:
    """Start at the level the page has free, skip no level, and give each heading an address of its own."""
    opening = [token for token in state.tokens if token.type == "heading_open"]
    ranks = {tag: rank for rank, tag in enumerate(sorted({token.tag for token in opening}))}
    used: dict[str, int] = {}
    for index, token in enumerate(state.tokens):
        if token.type not in ("heading_open", "heading_close"):
            continue
        token.tag = f"h{min(state.env.get('top_heading', 2) + ranks[token.tag], 6)}"
        if token.type == "heading_open":
            name = slug_for(state.tokens[index + 1].content, fallback="part")
            used[name] = used.get(name, 0) + 1
            token.attrSet("id", f"part-{name}" + (f"-{used[name]}" if used[name] > 1 else ""))


def _note_pictures_in_links(state: StateCore) -> None:
    """Tell pictures that stand within a link, which is not changed by them."""
    for token in state.tokens:
        is_in_link = False
        for inner in token.children or []:
            if inner.type in ("link_open", "link_close"):
                is_in_link = inner.type == "link_open"
            elif inner.type == "image":
                inner.meta["is_in_link"] = is_in_link


def make_parser() -> MarkdownIt:
    """Return a new parser with every rule of ours."""
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True, "maxNesting": _MAX_NESTING})
    parser.linkify = links.Linkifier()
    parser.enable(["table", "strikethrough", "linkify"]).use(admon_plugin)
    block_rules.use(parser)
    inline_rules.use(parser)
    parser.inline.ruler.before("text", "fact", _fact_rule)
    parser.inline.add_terminator_char("{")
    parser.core.ruler.after("block", "refuse_deep_nesting", _refuse_deep_nesting)
    parser.core.ruler.after("refuse_deep_nesting", "mark_checklists", checklists.mark_checklists)
    parser.core.ruler.push("tame_headings", _tame_headings)
    parser.core.ruler.push("note_pictures_in_links", _note_pictures_in_links)
    parser.core.ruler.push("complete_addresses", links.complete_addresses)
    parser.core.ruler.push("mark_bare_links", links.mark_bare_links)
    parser.core.ruler.push("set_directions", direction.set_directions)
    parser.core.ruler.push("add_boxes", checklists.add_boxes)
    parser.add_render_rule("fact", _render_fact)
    parser.add_render_rule("image", _render_image)
    return parser


_parser = make_parser()
_cleaner = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    allowed_classes=_CLASSES,
    tag_attribute_values=_VALUES,
    url_schemes=_SCHEMES,
    link_rel="noopener noreferrer",
)
