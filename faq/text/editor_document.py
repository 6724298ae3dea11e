"""Reads Markdown into the document that the text editor shows, by the very parser that makes the pages of patients."""

from collections.abc import Iterator
from functools import cache
from typing import Any, TypedDict

from markdown_it import MarkdownIt
from markdown_it.token import Token

from faq.errors import RefusedError
from faq.text import checklists, inline_rules, markdown

# What follows from the place where a text is shown, not from its source
_LEFT_OUT = ["tame_headings", "complete_addresses", "mark_bare_links", "set_directions", "add_boxes"]
_MARKS = {"strong_open": "strong", "em_open": "em", "s_open": "strike"}
_PASSED_OVER = {"thead", "tbody", "admonition_title"}
_NEED_WORDS = {"list_item", "blockquote", "callout"}
_INNER_ADDRESS = (
    "An address for a link stands inside a list, a note or a quotation here, so this text stays in the plain box."
)
_UNKNOWN = "This text has signs that only the plain box can show."

# A node of a ProseMirror document, as its `Node.toJSON` writes it
Node = dict[str, Any]


class EditorDocument(TypedDict):
    """`document` is a ProseMirror document; its block number n stands in the lines `blocks[n]` of the source."""

    document: Node
    # From the first line, counted from 0, to the one behind the last
    blocks: list[tuple[int, int]]


def read(source: str) -> EditorDocument:
    """Return the Markdown `source` as the editor shows it. Raises `RefusedError` where only the plain box can hold it.

    "Call **us**" becomes a paragraph with a word that is marked as strong. Lines that patients never see, as the
    address in "[1]: https://a.example", are blocks of the kind "kept", which the editor shows and writes unchanged.
    """
    markdown.refuse_too_much(source)
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    env: dict[str, Any] = {"closed_tags": inline_rules.closed_tags(source)}
    tokens = _parser().parse("\n".join(lines).replace("\x00", ""), env)
    _refuse_inner_addresses(tokens, env)
    blocks = list(_with_kept(_blocks(tokens), lines))
    content = [node for node, _ in blocks] or [{"type": "paragraph"}]
    return {"document": {"type": "doc", "content": content}, "blocks": [span for _, span in blocks]}


@cache
def _parser() -> MarkdownIt:
    parser = markdown.make_parser()
    parser.core.ruler.disable(_LEFT_OUT)
    # Addresses stay as they were typed, facts in them included
    for name in ("normalizeLink", "normalizeLinkText"):
        setattr(parser, name, str)
    return parser


def _refuse_inner_addresses(tokens: list[Token], env: dict[str, Any]) -> None:
    """Whoever changes the block around such an address would take it from the links of other blocks."""
    addresses = [*env.get("references", {}).values(), *env.get("duplicate_refs", [])]
    inside = [token.map for token in tokens if token.level == 0 and token.nesting == 1 and token.map]
    if any(start <= address["map"][0] < end for address in addresses for start, end in inside):
        raise RefusedError(_INNER_ADDRESS)


def _blocks(tokens: list[Token]) -> Iterator[tuple[Node, tuple[int, int]]]:
    """The blocks of the document, each with its lines."""
    holders: list[Node] = [{"content": []}]
    span, is_skipped = (0, 0), False
    for index, token in enumerate(tokens):
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if kind in _PASSED_OVER:
            is_skipped = kind == "admonition_title" and token.nesting == 1
            continue
        if token.level == 0 and token.map:
            span = (token.map[0], token.map[1])
        if token.type == "inline":
            holders[-1]["content"] += [] if is_skipped else _inline(token.children or [])
        elif token.nesting == 1:
            holders.append({**_node(token, tokens, index), "content": []})
        elif token.nesting == 0:
            holders[-1]["content"].append(_leaf(token))
        else:
            node = holders.pop()
            # Only tags stood in it, which patients do not see
            if not (token.type == "paragraph_close" and token.hidden and not node["content"]):
                holders[-1]["content"].append(_complete(node))
        if token.level == 0 and token.nesting != 1 and token.type != "inline":
            for block in holders[0]["content"]:
                yield block, span
            holders[0]["content"] = []


def _node(token: Token, tokens: list[Token], index: int) -> Node:
    match token.type:
        case "paragraph_open":
            return {"type": "paragraph"}
        case "heading_open":
            level = len(token.markup) if token.markup.startswith("#") else 1
            return {"type": "heading", "attrs": {"level": level}}
        case "bullet_list_open":
            check = {"check": True} if checklists.is_checklist(token) else {}
            return {"type": "bullet_list", "attrs": {"tight": _is_tight(tokens, index), **check}}
        case "ordered_list_open":
            order = int(token.attrGet("start") or 1)
            return {"type": "ordered_list", "attrs": {"order": order, "tight": _is_tight(tokens, index)}}
        case "list_item_open":
            return {"type": "list_item"}
        case "blockquote_open":
            return {"type": "blockquote"}
        case "admonition_open":
            head = {"kind": token.meta["tag"], "title": token.content, "head": token.info.strip()}
            return {"type": "callout", "attrs": {**head, "markup": token.markup}}
    return _table_part(token)


def _table_part(token: Token) -> Node:
    match token.type:
        case "table_open":
            return {"type": "table"}
        case "tr_open":
            return {"type": "table_row"}
        case "th_open" | "td_open":
            align = str(token.attrGet("style") or "").removeprefix("text-align:")
            kind = "table_header" if token.type == "th_open" else "table_cell"
            return {"type": kind, "attrs": {"align": align}}
    raise RefusedError(_UNKNOWN)


def _is_tight(tokens: list[Token], index: int) -> bool:
    """Whether no space stands between the items of the list that begins at `index`."""
    level = tokens[index].level
    for token in tokens[index + 1 :]:
        if token.level == level:
            return True
        if token.type == "paragraph_open" and token.level == level + 2:
            return token.hidden
    return True


def _leaf(token: Token) -> Node:
    if token.type == "hr":
        return {"type": "horizontal_rule"}
    if token.type != "fence":
        raise RefusedError(_UNKNOWN)
    text = token.content.removesuffix("\n")
    node: Node = {"type": "code_block", "attrs": {"params": token.info.strip()}}
    return {**node, "content": [{"type": "text", "text": text}]} if text else node


def _complete(node: Node) -> Node:
    if not node["content"] and node["type"] in _NEED_WORDS:
        node["content"] = [{"type": "paragraph"}]
    return node if node["content"] else {key: value for key, value in node.items() if key != "content"}


def _inline(tokens: list[Token]) -> list[Node]:
    """What stands within a block: words and breaks with their marks, facts and pictures."""
    nodes: list[Node] = []
    marks: list[Node] = []
    for token in tokens:
        if token.nesting == 1:
            marks.append(_mark(token, len(marks)))
        elif token.nesting == -1:
            marks.pop()
        else:
            _add(nodes, _inline_node(token), _distinct(marks))
    return nodes


def _distinct(marks: list[Node]) -> list[Node]:
    """Emphasis within emphasis is one."""
    first: dict[str, Node] = {}
    for mark in marks:
        first.setdefault(mark["type"], mark)
    return list(first.values())


def _mark(token: Token, depth: int) -> Node:
    """`depth` counts the marks around this one: "[**a**](b)" and "**[a](b)**" are read differently."""
    if token.type in _MARKS:
        return {"type": _MARKS[token.type], "attrs": {"depth": depth}}
    if token.type != "link_open":
        raise RefusedError(_UNKNOWN)
    bare = token.markup if token.markup in ("linkify", "autolink") else ""
    href, title = str(token.attrGet("href") or ""), str(token.attrGet("title") or "")
    return {"type": "link", "attrs": {"href": href, "title": title, "bare": bare, "depth": depth}}


def _inline_node(token: Token) -> Node:
    match token.type:
        case "softbreak" | "hardbreak":
            return {"type": "hard_break"}
        case "fact":
            return {"type": "fact", "attrs": {"name": token.content}}
        case "image":
            alt, title = markdown.alt_of(token.children or []), str(token.attrGet("title") or "")
            return {"type": "image", "attrs": {"src": str(token.attrGet("src") or ""), "alt": alt, "title": title}}
        case "code_inline":
            return {"type": "text", "text": token.content, "marks": [{"type": "code"}]}
        case "text":
            return {"type": "text", "text": token.content}
    raise RefusedError(_UNKNOWN)


def _add(nodes: list[Node], node: Node, around: list[Node]) -> None:
    """Put `node` behind `nodes`; words with the same marks become one node, as ProseMirror asks."""
    if node["type"] == "text" and not node["text"]:
        return
    marks = [*around, *node.get("marks", [])]
    last = nodes[-1] if nodes else {}
    if node["type"] == last.get("type") == "text" and last.get("marks", []) == marks:
        last["text"] += node["text"]
        return
    nodes.append({**node, "marks": marks} if marks else node)


def _with_kept(
    blocks: Iterator[tuple[Node, tuple[int, int]]], lines: list[str]
) -> Iterator[tuple[Node, tuple[int, int]]]:
    """The blocks, and between them what the parser took without showing it; no block ends with blank lines."""
    behind = 0
    for node, (start, end) in blocks:
        yield from _kept(lines, behind, start)
        while end > start + 1 and not lines[end - 1].strip():
            end -= 1
        yield node, (start, end)
        behind = end
    yield from _kept(lines, behind, len(lines))


def _kept(lines: list[str], start: int, end: int) -> Iterator[tuple[Node, tuple[int, int]]]:
    filled = [line for line in range(start, end) if lines[line].strip()]
    if filled:
        first, last = filled[0], filled[-1] + 1
        yield {"type": "kept", "attrs": {"source": "\n".join(lines[first:last])}}, (first, last)
