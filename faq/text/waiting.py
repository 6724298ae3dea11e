"""Leaves out the smallest whole that needs a missing value: sentence, item of a list, row, heading or paragraph."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from faq.text import sentences

_INLINE = {"a", "br", "code", "em", "img", "mark", "s", "span", "strong"}
_TITLE = re.compile(r'<p class="admonition-title"[^>]*>[^<]*</p>')
_SPACE_AROUND = re.compile(r"^(?:\s|<br>)+|(?:\s|<br>)+$")


@dataclass
class _Node:
    """An element of HTML; `tag` is "" for the whole text."""

    tag: str = ""
    opening: str = ""
    children: list["_Node | str"] = field(default_factory=list)
    # Whether what goes was the last of its words
    has_lost_words: bool = False

    @property
    def html(self) -> str:
        inner = "".join(_html_of(child) for child in self.children)
        return self.opening + inner + (f"</{self.tag}>" if self.tag and self.tag not in sentences.EMPTY_TAGS else "")


def leave_out(html: str, waits: Callable[[str], bool]) -> str:
    """Return sanitised `html` without each smallest whole for which `waits(its HTML)` is true.

    "Come at nine. Write to {{fax}}. Bring your card." loses its second sentence while {{fax}} is empty; "Fax us at
    {{fax}}" as an item of a list goes with the items under it, and its neighbours stay. A row goes as a whole.
    """
    whole = _tree(html)
    _prune(whole, waits)
    return whole.html


def _tree(html: str) -> _Node:
    whole = _Node()
    nodes, position = [whole], 0
    for tag in sentences.TAG.finditer(html):
        if tag.start() > position:
            nodes[-1].children.append(html[position : tag.start()])
        position = tag.end()
        if not tag[1]:
            node = _Node(tag[2], tag[0])
            nodes[-1].children.append(node)
            if node.tag not in sentences.EMPTY_TAGS:
                nodes.append(node)
        elif nodes[-1].tag == tag[2]:
            nodes.pop()
    nodes[-1].children.append(html[position:])
    return whole


def _prune(node: _Node, waits: Callable[[str], bool]) -> bool:
    """Take out of `node` what waits; False when nothing is left of it, so that it goes itself."""
    if not waits(node.html):
        return True
    if node.tag in ("pre", "tr"):
        return False
    kept: list[_Node | str] = []
    # In an item of a list, what hangs under the words that go, goes as well
    has_lost_words = False
    for part in _parts(node):
        if isinstance(part, str):
            if part.strip():
                part, has_lost_words = _without_waiting(part, waits)
            kept.append(part)
        elif node.tag == "li" and part.tag in ("ul", "ol") and has_lost_words:
            continue
        elif _prune(part, waits):
            has_lost_words = part.tag == "label" and part.has_lost_words
            kept.append(part)
        else:
            has_lost_words = part.tag in ("p", "label")
            _drop_introduction(kept)
    node.children, node.has_lost_words = kept, has_lost_words
    return not node.tag or _says_something(node)


def _drop_introduction(kept: list[_Node | str]) -> None:
    """Take away the sentence that leads to what has just gone, as in "You reach us here:"."""
    at = next((at for at in reversed(range(len(kept))) if _html_of(kept[at]).strip()), None)
    last = kept[at] if at is not None else ""
    if isinstance(last, str) or last.tag != "p" or not sentences.TAG.sub("", last.html).rstrip().endswith(":"):
        return
    others = sentences.split("".join(map(_html_of, last.children)))[:-1]
    last.children = ["".join(others).rstrip()]
    if not others:
        del kept[at:]


def _parts(node: _Node) -> list["_Node | str"]:
    """The blocks of `node`, and between them runs of words with their inline elements."""
    parts: list[_Node | str] = []
    for child in node.children:
        if isinstance(child, _Node) and child.tag not in _INLINE:
            parts.append(child)
        elif parts and isinstance(parts[-1], str):
            parts[-1] += _html_of(child)
        else:
            parts.append(_html_of(child))
    return parts


def _html_of(part: "_Node | str") -> str:
    return part if isinstance(part, str) else part.html


def _without_waiting(run: str, waits: Callable[[str], bool]) -> tuple[str, bool]:
    """The sentences of `run` that do not wait, and whether its last one went."""
    found = sentences.split(run)
    kept = [sentence for sentence in found if not waits(sentence)]
    if len(kept) == len(found):
        return run, False
    return _SPACE_AROUND.sub("", "".join(kept)), waits(found[-1])


def _says_something(node: _Node) -> bool:
    html = _TITLE.sub("", node.html)
    if node.tag == "table" and "<tbody" not in html:
        return False
    return "<img" in html or "data-fact" in html or bool(sentences.TAG.sub("", html).strip())
