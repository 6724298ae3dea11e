"""Takes a page of HTML apart into blocks: questions, headings, and the paragraphs, lists and tables between them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from selectolax.lexbor import LexborNode

from faq.publishing.importing import asking, html_inline, html_tables
from faq.publishing.importing.html_inline import WITHOUT_WORDS, Page

_BLOCKS = set(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1"
    " h2 h3 h4 h5 h6 header hgroup hr html li main nav ol p pre section summary table ul legend button caption".split()
)
_LEFT_OUT = {"nav": "The menu", "footer": "The foot of the page", "aside": "What stands beside", "form": "A form"}
_HEADING = re.compile(r"h([1-6])")
# Deeper ones are read as one paragraph
_DEEPEST = 60
# What builders of sites call the part of an accordion that asks
_CALLED_QUESTION = re.compile(
    r"(?:^|[\s_-])(?:question|(?:accordion|toggle|faq)[_-]?(?:title|header|heading))(?:$|\s)", re.IGNORECASE
)
_MORE_THAN_WORDS = "p, ul, ol, table, h1, h2, h3, h4, h5, h6, [aria-controls]"
# Characters of a cell that are read in each row into which it reaches
_LONGEST_REPEATED = 200


@dataclass
class Block:
    """A piece of a page; `level` is that of a heading. After "end" nothing belongs to the question before.

    From "in" to "out" stand the questions that the words of "in" gather.
    """

    kind: str
    text: str = ""
    level: int = 0


class Reader:
    """Reads one page; remembers which elements a button opens, as those are its answer wherever they stand."""

    def __init__(self, page: Page, body: LexborNode) -> None:
        self.page = page
        self._opened: dict[str, LexborNode] = {}
        wanted = {self._controls(node) for node in body.css("[aria-controls]")} - {""}
        for node in body.css("[id]") if wanted else []:
            if (name := (node.attributes or {}).get("id")) in wanted:
                self._opened[name or ""] = node
        self._done: set[int] = set()

    def blocks(self, node: LexborNode, depth: int = 0) -> Iterator[Block]:
        """The blocks in `node`; text between them makes paragraphs of its own."""
        if depth > _DEEPEST:
            yield self._paragraph(html_inline.escape(html_inline.text_of(node)))
            return
        children = list(node.iter(include_text=True))
        for is_block, group in groupby(children, key=self._is_block):
            if is_block:
                for child in group:
                    yield from self._block(child, depth)
            else:
                text = "".join(html_inline.write_one(child, self.page) for child in group)
                if text.strip():
                    yield self._paragraph(text)

    def _block(self, node: LexborNode, depth: int) -> Iterator[Block]:
        tag, attributes = node.tag or "", node.attributes or {}
        if node.mem_id in self._done:
            return
        if (tag in _LEFT_OUT or tag in WITHOUT_WORDS) and not self._holds_answers(node):
            self._leave_out(node)
        elif found := _HEADING.fullmatch(tag):
            yield from self._heading(node, int(found[1]), depth)
        elif tag in ("summary", "dt") or self._is_called_question(node):
            yield Block("question", html_inline.text_of(node))
        elif tag == "button" or self._controls(node) in self._opened:
            yield from self._button(node, depth)
        elif tag == "details":
            yield from _asked(list(self.blocks(node, depth + 1)))
        elif tag == "dd":
            yield from _as_answer(list(self.blocks(node, depth + 1)))
        elif tag == "dl" or attributes.get("id") in self._opened:
            yield from self.blocks(node, depth + 1)
            yield Block("end")
        elif tag == "table":
            yield from self._table(node, depth)
        else:
            yield from self._words(node, tag, depth)

    def _words(self, node: LexborNode, tag: str, depth: int) -> Iterator[Block]:
        if tag in ("ul", "ol") and self._is_list_of_questions(node):
            yield from self.blocks(node, depth + 1)
        elif tag in ("ul", "ol"):
            yield Block("ordered" if tag == "ol" else "list", self._list(node, tag, depth))
        elif tag == "blockquote":
            inner = self._joined(node, depth)
            yield Block("text", "\n".join(f"> {line}".rstrip() for line in inner.split("\n")))
        elif tag == "pre":
            fence = "```" if "```" not in node.text() else "~~~~"
            yield Block("text", f"{fence}\n{node.text().strip(chr(10))}\n{fence}")
        elif tag != "hr":
            yield from self.blocks(node, depth + 1)

    def _is_called_question(self, node: LexborNode) -> bool:
        """True for "<div class='faq-question'>": nothing but words, which their class calls a question."""
        called = (node.attributes or {}).get("class") or ""
        if not _CALLED_QUESTION.search(called):
            return False
        # What is looked for in an element may be the element itself
        if any(inner.mem_id != node.mem_id for inner in node.css(_MORE_THAN_WORDS)):
            return False
        words = html_inline.text_of(node)
        return 0 < len(words) <= _LONGEST_REPEATED and not self._is_inside_menu(node)

    def _is_list_of_questions(self, node: LexborNode) -> bool:
        """True where most items hold a question with its answer, not a step or a word of an answer."""
        items = [item for item in node.iter() if item.tag == "li"]
        asked = 0
        for item in items:
            first = item.css_first("h1, h2, h3, h4, h5, h6, b, strong, summary, dt, [aria-controls]")
            if first is None:
                continue
            words = html_inline.text_of(first)
            is_marked = first.tag in ("summary", "dt") or self._controls(first) in self._opened
            begins = html_inline.text_of(item).startswith(words)
            asked += is_marked or (begins and asking.asks(words) and html_inline.text_of(item) != words)
        return asked * 2 > len(items)

    def _heading(self, node: LexborNode, level: int, depth: int) -> Iterator[Block]:
        button = node.css_first("[aria-controls]")
        if button and self._controls(button) in self._opened:
            yield from self._button(button, depth)
        elif words := html_inline.text_of(node):
            yield Block("heading", words, level)

    def _button(self, node: LexborNode, depth: int) -> Iterator[Block]:
        answer, words = self._opened.get(self._controls(node)), html_inline.text_of(node)
        if answer is None or self._is_inside_menu(node):
            if words:
                self.page.leave_out(words, f"The button “{words}” is left out.")
            return
        yield from _asked([Block("question", words), *self.blocks(answer, depth + 1)])
        self._done.add(answer.mem_id)

    def _list(self, node: LexborNode, tag: str, depth: int) -> str:
        start = (node.attributes or {}).get("start") or ""
        items, number = [], int(start) if re.fullmatch(r"[0-9]{1,8}", start) else 1
        for child in node.iter(include_text=True):
            inner = self._joined(child, depth) if not child.is_text_node else ""
            if not inner:
                continue
            mark = f"{number}. " if tag == "ol" else "- "
            items.append(mark + inner.replace("\n", "\n" + " " * len(mark)))
            number += 1
        return "\n".join(items)

    def _joined(self, node: LexborNode, depth: int) -> str:
        """Blocks in an item or a quotation, as one text."""
        found = [block for block in self.blocks(node, depth + 2) if block.text]
        parts = [
            f"**{html_inline.escape(each.text)}**" if each.level or each.kind == "question" else each.text
            for each in found
        ]
        is_tight = len(found) == 2 and found[1].kind in ("list", "ordered")
        return ("\n" if is_tight else "\n\n").join(parts)

    def _table(self, node: LexborNode, depth: int) -> Iterator[Block]:
        """A table as Markdown, or a question for each row; one that only places things becomes paragraphs."""
        for caption in [part for part in node.iter() if part.tag == "caption"]:
            yield self._paragraph(html_inline.write(caption, self.page))
        rows = html_tables.rows(node)
        if not html_tables.is_table_of_words(node, rows):
            # A cell that reaches into several rows is read once
            for cell in {cell.mem_id: cell for row in rows for cell in row if cell}.values():
                yield from self.blocks(cell, depth + 3)
            return
        words = self._by_cell(rows, html_inline.text_of)
        if html_tables.asks(rows, words):
            yield from self._questions(rows, words, depth)
        else:
            yield from self._table_of_words(rows, depth)

    def _questions(self, rows: list[html_tables.Row], words: list[list[str]], depth: int) -> Iterator[Block]:
        head = words[0] if html_tables.columns_of(words[0]) else []
        question, answer = html_tables.columns_of(words[0]) or (0, 1)
        if head:
            self.page.parsed.note(0, f"“{' | '.join(head)}” is taken for the names of the columns of a table.")
        for cells, said in list(zip(rows, words, strict=True))[bool(head) :]:
            if not any(said):
                continue
            yield Block("question", said[question])
            yield from self.blocks(cell, depth + 3) if (cell := cells[answer]) else ()
            yield Block("end")
            for column, each in enumerate(said):
                if each and column not in (question, answer):
                    named = f"“{head[column]}: {each}”" if head else f"“{each}”"
                    self.page.leave_out(each, f"{named} belongs to no part of an article and is left out.")

    def _table_of_words(self, rows: list[html_tables.Row], depth: int) -> Iterator[Block]:
        filled = self._by_cell(rows, lambda cell: self._cell(cell, depth))
        lines = ["| " + " | ".join(row) + " |" for row in filled if any(row)]
        if lines:
            yield Block("text", "\n".join([lines[0], "|" + " --- |" * len(filled[0]), *lines[1:]]))

    def _by_cell(self, rows: list[html_tables.Row], words_of: Callable[[LexborNode], str]) -> list[list[str]]:
        """The words of each cell, asked for once; one that reaches into several rows is read in each, unless long."""
        found: dict[int, str] = {}
        made: list[list[str]] = [[] for _ in rows]
        for row, words in zip(rows, made, strict=True):
            for cell in row:
                if cell and cell.mem_id in found:
                    again = found[cell.mem_id]
                    words.append(again if len(again) <= _LONGEST_REPEATED else "")
                    continue
                words.append(words_of(cell) if cell else "")
                if cell:
                    found[cell.mem_id] = words[-1]
        return made

    def _cell(self, cell: LexborNode, depth: int) -> str:
        """All in one line; paragraphs and the items of a list stand beside each other."""
        return " ".join(" ".join(block.text for block in self.blocks(cell, depth + 3)).split()).replace("|", "\\|")

    def _paragraph(self, text: str) -> Block:
        return Block("text", html_inline.paragraph(text))

    def _is_block(self, node: LexborNode) -> bool:
        if node.is_text_node:
            return False
        if node.tag in _BLOCKS or node.tag in ("script", "style") or self._controls(node) in self._opened:
            return True
        if self._is_called_question(node):
            return True
        # An element for a line may hold blocks all the same
        return (
            node.tag not in WITHOUT_WORDS
            and node.css_first("p, div, ul, ol, table, h1, h2, h3, h4, details, dl") is not None
        )

    def _leave_out(self, node: LexborNode) -> None:
        said, words = _LEFT_OUT.get(node.tag or ""), html_inline.text_of(node)
        if not said:
            html_inline.leave_out(node, self.page)
        elif words:
            links = [href for link in node.css("a") if (href := (link.attributes or {}).get("href"))]
            named = f" Its links: {' '.join(links)}" if links else ""
            self.page.leave_out(words, f"{said} is left out: “{words}”.{named}")

    def _holds_answers(self, node: LexborNode) -> bool:
        return node.tag in ("form", "aside") and node.css_first("details, dl, [aria-controls]") is not None

    def _is_inside_menu(self, node: LexborNode) -> bool:
        above = node.parent
        while above is not None:
            if above.tag in ("nav", "footer"):
                return True
            above = above.parent
        return False

    @staticmethod
    def _controls(node: LexborNode) -> str:
        return (node.attributes or {}).get("aria-controls") or ""


def _asked(blocks: list[Block]) -> list[Block]:
    """A question with its answer. Words that ask nothing and only gather questions are a heading above them.

    "On a phone" within "How do I sign in?" is a heading of that answer; "Billing" above questions is none itself.
    """
    if not blocks or blocks[0].kind != "question":
        return [*blocks, Block("end")]
    first, inner = blocks[0], blocks[1:]
    asked = [block for block in inner if block.kind in ("question", "heading") and asking.asks(block.text)]
    questions = [block for block in inner if block.kind == "question"]
    gathers = bool(questions) and inner[0].kind in ("question", "in")
    if asking.asks(first.text) or not (asked or gathers) or len(asked) * 2 < len(questions) and not gathers:
        return [first, *_as_answer(inner), Block("end")]
    if not questions:
        inner = [
            Block("question", block.text) if block.kind == "heading" and block.level == asked[0].level else block
            for block in inner
        ]
    return [Block("in", first.text, 1), *inner, Block("out")]


def _as_answer(blocks: list[Block]) -> list[Block]:
    """What asks, or stands as a heading, within an answer is a heading of that answer."""
    return [
        Block("text", f"## {html_inline.escape(block.text)}") if block.kind in ("question", "heading", "in") else block
        for block in blocks
        if block.text
    ]
