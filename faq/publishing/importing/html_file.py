"""Reads a saved web page: accordions, lists of terms, headings, or "Q:" and "A:"."""

import base64
import re
from collections.abc import Sequence
from functools import partial
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from faq.errors import RefusedError
from faq.models.tag import NAME_LENGTH
from faq.publishing.importing import answers, asking, faq_data, html_inline, step_blocks
from faq.publishing.importing.html_blocks import Block, Reader
from faq.publishing.importing.html_inline import Page
from faq.publishing.importing.parsed import Origin, ParsedFile

_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)", re.IGNORECASE)
_PAIR = re.compile(r"(?:\*\*)?(?:Q|Question|Pregunta)\s?\d{0,3}\s?[:.)](?:\*\*)?\s*(.+)", re.IGNORECASE | re.DOTALL)
_ANSWER = re.compile(
    r"(?:\*\*)?(?:A\s?\d{0,3}\s?:|A\s?\d{1,3}\s?[.)]|(?:Answer|Respuesta)\s?\d{0,3}\s?[:.)])(?:\*\*)?\s*", re.IGNORECASE
)
# "**Who can come?** Everybody." as well
_BOLD_QUESTION = re.compile(
    rf"(\*{{2,3}}[^*\n]{{3,190}}(?:[{asking.MARKS}]\*{{2,3}}|\*{{2,3}} ?[{asking.MARKS}]))[ \n]*(.*)", re.DOTALL
)
# A mark, not one that was typed
_STAR = re.compile(r"(?<!\\)\*")
_ONE_QUESTION = re.compile(rf"[^\n\]|]{{3,190}}[{asking.MARKS}][*_]{{0,3}}")
_MOST_ELEMENTS = 200_000
_MOST_WORDS_OF_TAG = 6
_MOST_PICTURES = 400
_NO_WORDS = "There are no words in this web page."
_FOR_SEARCH_ENGINES = "The page shows no questions; they are taken from what it holds for search engines."


def read(text: str, *, pictures: set[str] | None = None, files: set[str] | None = None) -> ParsedFile:
    """Return the articles of the page `text`; `pictures` and `files` are the addresses of those that came with it."""
    tree = LexborHTMLParser(text)
    parsed = ParsedFile()
    page = Page(parsed, text, _base_of(tree, text), set(pictures or ()), set(files or ()))
    if tree.body is None:
        raise RefusedError(_NO_WORDS)
    if text.count("<") > _MOST_ELEMENTS:
        raise RefusedError("This web page is too large. Please save only the part with the questions.")
    _take_pictures_within(page, tree)
    title = _title_of(tree)
    if title:
        page.leave_out(title, f"“{title}” is the title of the page and is left out.")
    for script in tree.css("head script, head style, head noscript, head iframe"):
        html_inline.leave_out(script, page)
    blocks = list(Reader(page, tree.body).blocks(tree.body))
    if _level_of_questions(_marked_questions(blocks)) is None and (held := faq_data.questions(tree)):
        parsed.note(0, _FOR_SEARCH_ENGINES)
        for question, answer in held:
            blocks += [Block("question", _words_of(question)), *_blocks_of(page, answer), Block("end")]
    return articles(page, blocks, title)


def articles(page: Page, blocks: list[Block], title: str) -> ParsedFile:
    """Return the articles that `blocks` make: one for each question, or one for the page where it asks none."""
    blocks = _marked_questions(blocks)
    level = _level_of_questions(blocks)
    if level is None:
        _add_one(page, blocks, title)
        return page.parsed
    question: Block | None = None
    answer: list[Block] = []
    also: list[str] = []
    sections = _Sections(page, level)
    for block in [*blocks, Block("end")]:
        if question and not answer and question.kind == block.kind == "question":
            said = f"“{block.text}” is taken for another way to ask “{question.text[:60]}”."
            page.parsed.note(page.line_of(block.text), said)
            also.append(block.text)
            continue
        if not (_begins(block, level) or block.kind in ("end", "in", "out") or sections.begins(block)):
            answer.append(block)
            continue
        if question:
            _add(page, question.text, answer, sections.now, also)
        elif answer:
            _leave_out(page, answer)
        question, answer, also = (block if _begins(block, level) else None), [], []
        sections.enter(block)
    sections.enter(Block("out"))
    return page.parsed


class _Sections:
    """The headings above the questions, one for each; one in which no question stood is named when it ends."""

    def __init__(self, page: Page, level: int) -> None:
        self.page, self.level = page, level
        self._open = [Block("heading")]

    @property
    def now(self) -> Block:
        return self._open[-1]

    def begins(self, block: Block) -> bool:
        return block.kind == "heading" and (self.level == 0 or block.level < self.level)

    def enter(self, block: Block) -> None:
        if block.kind == "in":
            self._open.append(Block("heading", block.text))
        elif block.kind == "out":
            self._name_unused(self._open.pop())
            self._open = self._open or [Block("heading")]
        elif self.begins(block):
            self._name_unused(self.now)
            self._open[-1] = block

    def _name_unused(self, section: Block) -> None:
        if section.text and section.kind != "used":
            self.page.leave_out(section.text, f"“{section.text}” is a heading without a question and is left out.")


def _add_one(page: Page, blocks: list[Block], title: str) -> None:
    """The whole page is one article; its first heading is the question."""
    first = next((block for block in blocks if block.kind == "heading"), None)
    rest = [block for block in blocks if block is not first and block.text]
    if rest:
        _add(page, first.text if first else title, rest)
        return
    page.parsed.leave_out(0, f"{_NO_WORDS[:-1]} but “{first.text}”." if first else _NO_WORDS)


def _marked_questions(blocks: list[Block]) -> list[Block]:
    """Take "Q:" at the start of a paragraph, or bold words that ask, for a question; "A:" is no word of the answer.

    Where nothing else asks, paragraphs that ask are the questions: several of them, or the one above all others.
    """
    blocks = _with_paragraphs_that_ask(blocks) if _asks_in_paragraphs(blocks) else blocks
    found: list[Block] = []
    for block in blocks:
        if block.kind == "question":
            marked = _PAIR.fullmatch(block.text)
            found.append(Block("question", marked[1] if marked else block.text))
            continue
        asked = _asked_in(block)
        if asked:
            is_bold = asked.re is _BOLD_QUESTION
            question, _, rest = (asked[1], "", asked[2]) if is_bold else asked[1].strip("* ").partition("\n")
            found.append(Block("question", _plain(_STAR.sub("", question).strip())))
            found += [Block("text", _without_mark(rest))] if rest.strip() else []
        elif found and found[-1].kind == "question" and block.kind == "text":
            found.append(Block("text", _without_mark(block.text)))
        else:
            found.append(block)
    return found


def _asked_in(block: Block) -> re.Match | None:
    if block.kind != "text":
        return None
    return _PAIR.fullmatch(block.text) or _BOLD_QUESTION.fullmatch(block.text)


def _asks_in_paragraphs(blocks: list[Block]) -> bool:
    if any(block.kind == "question" or _asked_in(block) for block in blocks) or _level_of_questions(blocks) is not None:
        return False
    words = [block for block in blocks if block.kind in ("text", "list", "ordered")]
    asked = [block for block in words if _is_question(block)]
    # The last one has no answer: "Still have questions?"
    return bool(asked) and words[-1] is not asked[-1] and (len(asked) > 1 or words[0] is asked[0])


def _with_paragraphs_that_ask(blocks: list[Block]) -> list[Block]:
    return [Block("question", _plain(block.text.strip("*_ "))) if _is_question(block) else block for block in blocks]


def _is_question(block: Block) -> bool:
    return block.kind == "text" and bool(_ONE_QUESTION.fullmatch(block.text))


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
        asked = sum(asking.asks(title) for title in titles)
        if titles and asked * 2 >= len(titles):
            return level
    return None


def _begins(block: Block, level: int) -> bool:
    return block.kind == "question" if level == 0 else block.kind == "heading" and block.level == level


def _add(page: Page, title: str, blocks: list[Block], section: Block | None = None, also: Sequence[str] = ()) -> None:
    text = step_blocks.as_text(blocks, goes_on=page.goes_on)
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
    if not text.strip():
        page.parsed.note(line, f"“{title}” has no answer in this file.")
    page.parsed.add({"title": title, "tags": tags, "asked_like": "\n".join(also), **placed.content}, Origin(starts))


def _leave_out(page: Page, blocks: list[Block]) -> None:
    words = " ".join(_plain(block.text) for block in blocks if block.text)
    if words.strip():
        page.leave_out(words, f"This belongs to no question and is left out: “{' '.join(words.split())}”.")


def _plain(text: str) -> str:
    return re.sub(r"\\([^\w\s])", r"\1", text)


def _words_of(html: str) -> str:
    body = LexborHTMLParser(html).body
    return html_inline.text_of(body) if body else ""


def _blocks_of(page: Page, html: str) -> list[Block]:
    body = LexborHTMLParser(html).body
    return list(Reader(page, body).blocks(body)) if body else []


def _take_pictures_within(page: Page, tree: LexborHTMLParser) -> None:
    """Pictures may be written into the page itself."""
    for node in tree.css('img[src^="data:image/"]')[:_MOST_PICTURES]:
        # It only keeps the place of one that is loaded later
        if len(html_inline.sources_of(node)) > 1:
            continue
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
