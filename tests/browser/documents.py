"""Makes documents as people could write them in the editor, signs of Markdown among their words included."""

from random import Random
from typing import Any

_WORDS = (
    "Call us now at the desk open noon portal press Save 24. 1. 1) a_b 2*3 ** * _ ` ~~ [x] ![y] <b> </b> <br>"
    " <name> &amp; AT&T C:\\forms é 日本 “q” (r) # ## > - + | = === --- !!! 5 38.5 °C end. and ok: : ^ $5 1.5 C# ?!"
).split(" ")
_PICTURE = "/media/pictures/0123456789abcdef0123456789abcdef-320x200.png"
_ADDRESSES = ("/articles/hours/", "https://a.example/(x)", "{{phone}}", "https://a.example/a%20b", "tel:1")
Node = dict[str, Any]


def make(random: Random) -> Node:
    """A document of one to four blocks."""
    return {"type": "doc", "content": [_block(random, 0) for _ in range(random.randint(1, 4))]}


def _words(random: Random) -> str:
    return " ".join(random.choices(_WORDS, k=random.randint(1, 5)))


def _text(text: str, marks: list[Node]) -> Node:
    return {"type": "text", "text": text, "marks": marks} if marks else {"type": "text", "text": text}


def _marks(random: Random) -> list[Node]:
    href = random.choice(_ADDRESSES)
    known = (("strong", {}), ("em", {}), ("link", {"attrs": {"href": href}}))
    return [{"type": kind, **more} for kind, more in known if random.random() < 0.2]


def _inline(random: Random, *, has_breaks: bool = False) -> list[Node]:
    nodes: list[Node] = [_text(random.choice(("Please ", "Ask: ")), [])]
    for _ in range(random.randint(1, 5)):
        kind = random.random()
        if kind < 0.75:
            nodes.append(_text(_words(random), _marks(random)))
        elif kind < 0.85:
            nodes.append({"type": "fact", "attrs": {"name": "phone"}})
        elif kind < 0.92:
            nodes.append({"type": "image", "attrs": {"src": _PICTURE, "alt": _words(random), "title": ""}})
        else:
            nodes.append(_text(random.choice(("code", "a`b", "x|y")), [{"type": "code"}]))
        # What is marked otherwise is parted by a space, or by a new line
        is_break = has_breaks and random.random() < 0.2
        nodes.append({"type": "hard_break"} if is_break else _text(" ", []))
    return [*nodes, _text("so.", [])]


def _paragraph(random: Random) -> Node:
    return {"type": "paragraph", "content": _inline(random, has_breaks=True)}


def _block(random: Random, depth: int) -> Node:
    kind = random.random()
    if kind < 0.45 or depth > 2:
        return _paragraph(random)
    if kind < 0.55:
        return {"type": "heading", "attrs": {"level": random.randint(1, 4)}, "content": _inline(random)}
    if kind < 0.75:
        return _list(random, depth)
    if kind < 0.82:
        return {"type": "blockquote", "content": [_block(random, depth + 1) for _ in range(random.randint(1, 2))]}
    if kind < 0.9:
        return {"type": "callout", "content": [_block(random, depth + 1) for _ in range(random.randint(1, 2))]}
    return {"type": "horizontal_rule"} if kind < 0.92 else _table(random)


def _list(random: Random, depth: int) -> Node:
    items = []
    for _ in range(random.randint(1, 4)):
        more = [_block(random, depth + 1)] if random.random() < 0.25 else []
        items.append({"type": "list_item", "content": [_paragraph(random), *more]})
    kind, tight = random.choice(("bullet_list", "ordered_list")), random.random() < 0.7
    check = {"check": True} if kind == "bullet_list" and random.random() < 0.3 else {}
    return {"type": kind, "attrs": {"tight": tight, **check}, "content": items}


def _table(random: Random) -> Node:
    rows = []
    for kind in ("table_header", "table_cell", "table_cell"):
        cells = [{"type": kind, "attrs": {"align": ""}, "content": _inline(random)} for _ in range(2)]
        rows.append({"type": "table_row", "content": cells})
    return {"type": "table", "content": rows}
