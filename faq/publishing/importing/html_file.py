"""Reads a saved web page: accordions, lists of terms, headings, or "Q:" and "A:"."""

import base64
import re
from functools import partial
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from faq.errors import RefusedError
from faq.models.tag import NAME_LENGTH
from faq.publishing.importing import answers, html_inline, step_blocks
from faq.publishing.importing.html_blocks import Block, Reader
from faq.publishing.importing.html_inline import Page
from faq.publishing.importing.parsed import Origin, ParsedFile

_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)", re.IGNORECASE)
_PAIR = re.compile(r"(?:\*\*)?(?:Q|Question)\s?\d{0,3}\s?[:.)](?:\*\*)?\s*(.+)", re.IGNORECASE | re.DOTALL)
_ANSWER = re.compile(
    r"(?:\*\*)?(?:A\s?\d{0,3}\s?:|A\s?\d{1,3}\s?[.)]|Answer\s?\d{0,3}\s?[:.)])(?:\*\*)?\s*", re.IGNORECASE
)
_BOLD_QUESTION = re.compile(r"\*\*([^*\n]{3,190}\?)\*\*")
_MOST_ELEMENTS = 200_000
_MOST_WORDS_OF_TAG = 6
_MOST_PICTURES = 400


def read(text: str, *, pictures: set[str] | None = None) -> ParsedFile:
    """Return the articles of the page `text`; `pictures` are the addresses of those that came with it."""
    tree = LexborHTMLParser(text)
    parsed = ParsedFile()
    page = Page(parsed, text, _base_of(tree, text), set(pictures or ()))
    if tree.body is None or text.count("<") > _MOST_ELEMENTS:
        raise RefusedError("This web page is too large. Please save only the part with the questions.")
    _take_pictures_within(page, tree)
    title = _title_of(tree)
    if title:
        page.leave_out(title, f"“{title}” is the title of the page and is left out.")
    for script in tree.css("head script, head style, head noscript, head iframe"):
        html_inline.leave_out(script, page)
    return articles(page, list(Reader(page, tree.body).blocks(tree.body)), title)


def articles(page: Page, blocks: list[Block], title: str) -> ParsedFile:
    """Return the articles that `blocks` make: one for each question, or one for the page where it asks none."""
    blocks = _marked_questions(blocks)
    level = _level_of_questions(blocks)
    if level is None:
        first = next((block for block in blocks if block.kind == "heading"), None)
        named = first.text if first else title
        _add(page, named, [block for block in blocks if block is not first])
        return page.parsed
    question: Block | None = None
    answer: list[Block] = []
    section = Block("heading")
    for block in [*blocks, Block("end")]:
        if not (_begins(block, level) or block.kind == "end" or _is_section(block, level)):
            answer.append(block)
            continue
        if question:
            _add(page, question.text, answer, section)
        elif answer:
            _leave_out(page, answer)
        question, answer = (block if _begins(block, level) else None), []
        section = _entered(page, section, block) if _is_section(block, level) else section
    _entered(page, section, Block("heading"))
    return page.parsed


def _entered(page: Page, before: Block, section: Block) -> Block:
    """Return `section`; name the one before, where no question stood in it."""
    if before.text and before.kind != "used":
        page.leave_out(before.text, f"“{before.text}” is a heading without a question and is left out.")
    return section


def _marked_questions(blocks: list[Block]) -> list[Block]:
    """Take "Q:" at the start of a paragraph, or bold words that ask, for a question; "A:" is no word of the answer."""
    found: list[Block] = []
    for block in blocks:
        asked = _PAIR.fullmatch(block.text) if block.kind == "text" else None
        asked = asked or (_BOLD_QUESTION.fullmatch(block.text) if block.kind == "text" else None)
        if asked:
            question, _, rest = asked[1].strip("* ").partition("\n")
            found.append(Block("question", _plain(question.strip("* "))))
            found += [Block("text", _without_mark(rest))] if rest.strip() else []
        elif found and found[-1].kind == "question" and block.kind == "text":
            found.append(Block("text", _without_mark(block.text)))
        else:
            found.append(block)
    return found


def _without_mark(answer: str) -> str:
    """Without "A:" at the start; "A. Smith is our doctor" keeps its words."""
    mark = _ANSWER.match(answer)
    return answer[mark.end() :] if mark else answer


def _level_of_questions(blocks: list[Block]) -> int | None:
    """0 where questions are marked as such, else the level of the headings that ask; None where none does."""
    if any(block.kind == "question" for block in blocks):
        return 0
    for level in range(1, 7):
        titles = [block.text for block in blocks if block.kind == "heading" and block.level == level]
        asking = sum(title.rstrip().endswith("?") for title in titles)
        if titles and asking * 2 >= len(titles):
            return level
    return None


def _begins(block: Block, level: int) -> bool:
    return block.kind == "question" if level == 0 else block.kind == "heading" and block.level == level


def _is_section(block: Block, level: int) -> bool:
    return block.kind == "heading" and (level == 0 or block.level < level)


def _add(page: Page, title: str, blocks: list[Block], section: Block | None = None) -> None:
    steps = step_blocks.joined(blocks, goes_on=page.goes_on)
    text = "\n\n".join(_as_text(block) for block in steps if block.text)
    placed = answers.place(text)
    line, tags = page.line_of(title), []
    if (
        section
        and section.text
        and len(section.text) <= NAME_LENGTH
        and len(section.text.split()) <= _MOST_WORDS_OF_TAG
    ):
        section.kind, tags = "used", [section.text]
        page.parsed.note(page.line_of(section.text), f"“{section.text}” is taken for a tag of “{title[:60]}”.")
    starts = {"title": line, **dict.fromkeys(placed.starts, line)}
    page.parsed.add({"title": title, "tags": tags, **placed.content}, Origin(starts))


def _as_text(block: Block) -> str:
    return f"## {html_inline.escape(block.text)}" if block.kind == "heading" else block.text


def _leave_out(page: Page, blocks: list[Block]) -> None:
    words = " ".join(_plain(block.text) for block in blocks if block.text)
    if words.strip():
        page.leave_out(words, f"This belongs to no question and is left out: “{' '.join(words.split())}”.")


def _plain(text: str) -> str:
    return re.sub(r"\\([^\w\s])", r"\1", text)


def _take_pictures_within(page: Page, tree: LexborHTMLParser) -> None:
    """Pictures may be written into the page itself."""
    for node in tree.css('img[src^="data:image/"]')[:_MOST_PICTURES]:
        kind, _, packed = ((node.attributes or {}).get("src") or "").partition(";base64,")
        if packed and kind.endswith(("png", "jpeg", "jpg", "webp", "gif")):
            name = f"import:within-{len(page.pictures) + 1}"
            page.pictures.add(name)
            page.parsed.pictures[name] = partial(_unpacked, packed)
            node.attrs["src"] = name


def _unpacked(packed: str) -> bytes:
    try:
        return base64.b64decode(unquote(packed))
    except ValueError:
        return b""


def _title_of(tree: LexborHTMLParser) -> str:
    node = tree.css_first("title")
    return " ".join(node.text().split()) if node else ""


def _base_of(tree: LexborHTMLParser, text: str) -> str:
    """Where the page stood before it was saved, so that its links lead there still."""
    saved = _SAVED_FROM.search(text[:5_000])
    for selector, name in (
        ("base[href]", "href"),
        ('link[rel="canonical"]', "href"),
        ('meta[property="og:url"]', "content"),
    ):
        node: LexborNode | None = tree.css_first(selector)
        value = (node.attributes or {}).get(name) if node else None
        if value and value.startswith(("http://", "https://")):
            return value
    return saved[1] if saved else ""
