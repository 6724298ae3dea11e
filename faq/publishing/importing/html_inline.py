"""Writes what stands in one paragraph of HTML as Markdown, so that patients read exactly its words."""

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborNode

from faq.publishing.importing.parsed import ParsedFile
from faq.values import picture_names

_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": "~~", "del": "~~", "strike": "~~"}
# 10<sup>3</sup> is not 103
_NUMBERS = "0123456789+-−=()n"
_RAISED = {
    "sup": str.maketrans(_NUMBERS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ"),
    "sub": str.maketrans(_NUMBERS, "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₙ"),
}
_SIGNS = re.compile(r"([\\`*\[\]<>]|~~|\{\{)")
# Within a word it means nothing
_UNDERLINE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_AT_START = re.compile(r"^([#+=>|-]|:::|!!!)|^(\d{1,9})([.)])(?=\s|$)", re.MULTILINE)
# Programs write one bold part in several pieces
_TWICE = re.compile(r"(?<=[^\s*\\])\*\*( ?)\*\*(?=[^\s*])")
_SPACES = re.compile(r"[ \t\n\r\f\xa0]+")
_SCHEMES = ("http", "https", "mailto", "tel")
# Deeper ones are read as their words alone
_DEEPEST = 100
_IN_A_LINE = set(
    "a abbr b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small span strike strong sub sup time"
    " tt u var wbr".split()
)
# Where a picture stands that is loaded when readers come to it; `src` then only keeps its place
_LATER = ("data-src", "data-lazy-src", "data-original", "data-srcset", "srcset")
# Marks of a document's notes and of its table of contents: their words are kept, nobody needs the way
_WITHIN_DOCUMENTS = ("#footnote-", "#endnote-", "#_Toc")
WITHOUT_WORDS = {"script", "style", "template", "noscript", "object", "embed", "svg", "math", "head", "link", "meta"}
WITHOUT_WORDS |= {"input", "select", "textarea", "iframe", "video", "audio", "canvas", "-comment", "title", "map"}


@dataclass
class Page:
    """One page that is read: where what is left out is said, and where its addresses lead."""

    parsed: ParsedFile
    source: str = ""
    base: str = ""
    # The addresses of pictures that came with the file
    pictures: set[str] = field(default_factory=set)
    # Those of PDFs that did
    files: set[str] = field(default_factory=set)
    # Where all of it stands, in a table or list; else each thing has its own line
    line: int = 0
    unit: str = "Line"
    # True where the numbers of a list may go on in the next one, which the source does not tell
    goes_on: bool = False

    def line_of(self, words: str) -> int:
        """The line of the source in which `words` stand first; 0 where that cannot be told."""
        if self.line:
            return self.line
        at = self.source.find(words.strip()[:40]) if words.strip() else -1
        return self.source.count("\n", 0, at) + 1 if at >= 0 else 0

    def leave_out(self, words: str, message: str) -> None:
        self.parsed.leave_out(self.line_of(words), message, unit=self.unit)


def text_of(node: LexborNode) -> str:
    """Return the words in `node`, scripts and the like not among them."""
    found: list[str] = []
    last: int | None = None
    for inner in node.traverse(include_text=True):
        if inner.is_text_node and not _is_without_words(inner, node):
            # Words of two blocks are never one word, however the first one ends
            found += [" "] if last not in (None, block := _block_of(inner)) else []
            found.append(inner.text_content or "")
            last = block
        elif inner.tag == "br":
            found.append(" ")
    return _SPACES.sub(" ", "".join(found)).strip()


def write(node: LexborNode, page: Page, depth: int = 0) -> str:
    """Return the contents of `node` as one paragraph of Markdown; what cannot stand there is left out, named."""
    if depth > _DEEPEST:
        return escape(text_of(node))
    return "".join(write_one(child, page, depth + 1) for child in node.iter(include_text=True))


def write_one(node: LexborNode, page: Page, depth: int = 0) -> str:
    """Return `node` itself as Markdown: a piece of text, or an element that stands within a line."""
    if node.is_text_node:
        return escape(_SPACES.sub(" ", node.text_content or ""))
    tag = node.tag
    if tag == "br":
        return "\n"
    if tag == "img":
        return _picture(node, page)
    if tag in WITHOUT_WORDS:
        leave_out(node, page)
        return ""
    inner = write(node, page, depth)
    if tag in _RAISED:
        return _raised(inner, _RAISED[tag])
    if tag == "a":
        return _link(node, inner, page)
    mark = _MARKS.get(tag or "")
    return _marked(inner, mark) if mark else inner


def escape(text: str) -> str:
    """Return `text` with a backslash before each sign that Markdown would take for something else."""
    text = _SIGNS.sub(lambda found: "\\" + found[0] if len(found[0]) == 1 else f"\\{found[0][0]}\\{found[0][1]}", text)
    return _ENTITY.sub(r"\\&", _UNDERLINE.sub(r"\\_", text))


def paragraph(text: str) -> str:
    """Return a paragraph without stray spaces, its lines not beginning as headings or lists do."""
    lines = [_TWICE.sub(r"\1", " ".join(line.split())) for line in text.split("\n")]
    return _AT_START.sub(_escaped_start, "\n".join(lines).strip())


def leave_out(node: LexborNode, page: Page) -> None:
    """Name an element that no article may hold, with the words in it."""
    if node.tag in ("-comment", "head", "link", "meta", "title"):
        return
    if node.tag == "map":
        for area in node.css("area[href]"):
            address = (area.attributes or {}).get("href") or ""
            page.leave_out(address, f"A link of a part of a picture to {address} is left out.")
        return
    words = _SPACES.sub(" ", node.text() if node.tag not in ("script", "style") else "").strip()
    what = {"iframe": "A page inside the page", "script": "A script", "style": "A style"}.get(node.tag or "")
    attributes, within = node.attributes or {}, node.css_first("source[src], img[src]")
    source = attributes.get("src") or attributes.get("data") or ((within.attributes or {}).get("src") if within else "")
    words = words or " ".join((attributes.get("title") or "").split())
    said = f"{what or f'An element “{node.tag}”'}{f' from {source}' if source else ''} is left out"
    page.leave_out(words, f"{said}: “{words}”." if words else f"{said}.")


def _escaped_start(found: re.Match) -> str:
    return f"{found[2]}\\{found[3]}" if found[2] else f"\\{found[1]}"


def _raised(inner: str, signs: dict[int, int]) -> str:
    """Small numbers above or below the line; letters ("1st") stay as they are."""
    return inner.translate(signs) if inner.strip() and set(inner.strip()) <= set(_NUMBERS) else inner


def _marked(inner: str, mark: str) -> str:
    """Spaces at the edge stand outside of the marks, which Markdown asks for."""
    bare = inner.strip()
    if not any(map(str.isalpha, bare)) or "\n" in bare or mark in bare:
        return inner
    before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    return f"{before}{mark}{bare}{mark}{after}"


def _link(node: LexborNode, inner: str, page: Page) -> str:
    address, words = ((node.attributes or {}).get("href") or "").strip(), " ".join(inner.split())
    if not address or not words or "](" in words:
        if address:
            said = "A link without words to" if not words else "The link of a picture to"
            page.leave_out(address, f"{said} {address} is left out.")
        return inner
    if address.startswith("#"):
        if not address.startswith(_WITHIN_DOCUMENTS):
            said = f"The link of “{text_of(node)}” to {address} leads to a place of the same page and is left out."
            page.leave_out(address, said)
        return inner
    if address in page.files:
        return f"[{words}]({address})"
    target = _joined(page.base, address)
    if _scheme_of(target) in _SCHEMES:
        safe = target.replace(" ", "%20").replace("(", "%28").replace(")", "%29")
        before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
        return f"{before}[{words}](<{safe}>){after}" if "<" not in safe and ">" not in safe else inner
    page.leave_out(address, f"The link of “{text_of(node)}” to {address} leads to no web page and is left out.")
    return inner


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address) if base else address
    except ValueError:
        return address


def _scheme_of(address: str) -> str:
    try:
        return urlsplit(address).scheme.casefold()
    except ValueError:
        return ""


def sources_of(node: LexborNode) -> list[str]:
    """Return the addresses that the picture `node` names, the one that readers see first."""
    attributes = node.attributes or {}
    named = [(attributes.get(name) or "").strip() for name in (*_LATER, "src")]
    # Of several sizes the first: "a.png 1x, b.png 2x"
    return [source if source.startswith("data:") else source.split(",")[0].split()[0] for source in named if source]


def _picture(node: LexborNode, page: Page) -> str:
    sources, alt = sources_of(node), " ".join(((node.attributes or {}).get("alt") or "").split())
    named = f"The picture “{alt}”" if alt else "A picture without description"
    for source in sources:
        if source in page.pictures or picture_names.is_name(source.removeprefix("/media/")):
            if not alt:
                called = "in this file" if source.startswith("import:within-") else source.removeprefix("import:")
                page.parsed.note(page.line_of(source), f"The picture {called[:80]} needs a description.")
            return f"![{escape(alt)}]({source})"
    elsewhere = [source for source in sources if not source.startswith("data:")]
    where = f"stands at {elsewhere[0]}" if elsewhere else "is no picture we can use"
    page.leave_out(elsewhere[0] if elsewhere else alt, f"{named} {where} and is left out.")
    return ""


def _block_of(node: LexborNode) -> int:
    above = node.parent
    # Deeper than anybody writes
    for _ in range(30):
        if above is None or above.parent is None or above.tag not in _IN_A_LINE:
            break
        above = above.parent
    return above.mem_id if above is not None else 0


def _is_without_words(node: LexborNode, top: LexborNode) -> bool:
    above = node.parent
    return above is not None and above.tag in ("script", "style", "template", "noscript", "title")
