"""Reads questions and answers as people type them into a plain text file.

Answers stand apart by lines of "-", or each question has a "?" or "Q:" before it. Words stay as typed.
"""

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass

from faq.models import Article
from faq.publishing.importing import asking, instructions
from faq.publishing.importing.parsed import Origin, ParsedFile
from faq.publishing.kinds import Content
from faq.text import differences

_LINE = re.compile(r"\s*(?:[-–—_=*~]\s?){1,}\s*")
# "Q:", "Question 3.", and in Spanish "P:" and "Pregunta:"
_QUESTION = re.compile(
    r"\s*(?:\*\*|__)?(?:(?:Q|Question|Pregunta)\s?\d{0,3}\s?[:.)]|P\s?\d{0,3}\s?:)\s*(?:\*\*|__)?\s*", re.IGNORECASE
)
_ANSWER = re.compile(
    r"\s*(?:\*\*|__)?(?:(?:A|Answer|Respuesta)\s?\d{0,3}\s?[:.)]|R\s?\d{0,3}\s?:)(?:\*\*|__)?\s*", re.IGNORECASE
)
_NUMBER = re.compile(r"\s*(\d{1,3})\s?[.)]\s+\S")
_SHORT = re.compile(r"Short answer\s*:\s*", re.IGNORECASE)
_LONGEST_TITLE = Article.title.field.max_length or 200
_HEAD_OF_FILE = "“{}” stands above the first question and is taken for the title of the file, so it is left out."


@dataclass
class Entry:
    """One question with its answer; `line` is where it begins, `answer_line` where its answer does."""

    title: str
    line: int
    lines: list[str]
    answer_line: int


def read(text: str) -> ParsedFile:
    """Return what is in `text`. Where it tells no question, there is an article without one for each answer."""
    parsed = ParsedFile()
    for entry in _entries(parsed, text.split("\n")):
        add(parsed, entry)
    if not parsed.articles:
        parsed.leave_out(0, "There are no words in this file.")
    return parsed


def add(parsed: ParsedFile, entry: Entry, *, is_markdown: bool = False) -> None:
    """Add the article that `entry` makes, its steps recognised; plain words are kept as they were typed."""
    keep = (lambda words: words) if is_markdown else differences.keep
    lines, first = _without_blank_ends(entry.lines, entry.answer_line)
    # Where all of an answer is moved to the right, that says nothing
    lines = textwrap.dedent("\n".join(lines)).split("\n")
    lines = _without_label(parsed, lines, first)
    found = instructions.find(lines)
    above = lines[: found[0]] if found else lines
    content: Content = {"title": entry.title, **_words(_apart(above), keep)}
    starts = {"title": entry.line, "short_answer": first}
    if found:
        steps = instructions.group(lines[slice(*found)])
        content["steps"] = [{"text": keep(step)} for step in steps]
        starts["steps"] = first + found[0]
        below = "\n".join(lines[found[1] :]).strip()
        content["body"] = "\n\n".join(filter(None, [content.get("body", ""), keep(below) if below else ""]))
    parsed.add(content, Origin(starts))


def has_pairs(text: str) -> bool:
    """True where `text` marks its questions and answers with "Q:" and "A:"."""
    lines = text.split("\n")
    return any(map(_QUESTION.match, lines)) and any(map(_ANSWER.match, lines))


def is_marked(title: str) -> bool:
    """True for "Q: Where?"."""
    return bool(_QUESTION.match(title))


def without_marks(title: str, lines: list[str]) -> tuple[str, list[str]]:
    """Return a question and the lines of its answer without "Q:" and "A:", which stand before both."""
    question = _QUESTION.match(title)
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    answer = _ANSWER.match(lines[first]) if question and first is not None else None
    if not question or not answer or first is None:
        return title, lines
    return title[question.end() :], [*lines[:first], lines[first][answer.end() :], *lines[first + 1 :]]


def pairs(parsed: ParsedFile, lines: list[str]) -> list[Entry]:
    """Return the entries of `lines`, of which each question begins with "Q:"; what stands above is left out, named."""
    entries: list[Entry] = []
    for number, line in enumerate(lines, start=1):
        if found := _QUESTION.match(line):
            entries.append(Entry(line[found.end() :].strip("* _"), number, [], number + 1))
        elif entries and not entries[-1].title and line.strip():
            # "Q:" stands in a line of its own
            entries[-1].title, entries[-1].answer_line = line.strip("* _"), number + 1
        elif entries and not any(map(str.strip, entries[-1].lines)) and (found := _ANSWER.match(line)):
            entries[-1].lines, entries[-1].answer_line = [line[found.end() :]], number
        elif entries:
            entries[-1].lines.append(line)
        elif line.strip():
            parsed.leave_out(number, _HEAD_OF_FILE.format(line.strip()))
    for entry in entries:
        while entry.lines and _LINE.fullmatch(entry.lines[-1] or "-"):
            entry.lines.pop()
    return entries


def _entries(parsed: ParsedFile, lines: list[str]) -> list[Entry]:
    if has_pairs("\n".join(lines)):
        return pairs(parsed, lines)
    if any(_LINE.fullmatch(line) for line in lines):
        return _between_lines(parsed, lines)
    return _below_questions(parsed, lines)


def _between_lines(parsed: ParsedFile, lines: list[str]) -> list[Entry]:
    """What stands above the first line of "-" is the title of the file, unless it is as long as an answer."""
    marks = [-1, *(at for at, line in enumerate(lines) if _LINE.fullmatch(line)), len(lines)]
    found = []
    for start, end in zip(marks, marks[1:], strict=False):
        block = lines[start + 1 : end]
        words = [line for line in block if line.strip()]
        if start == -1 and len(words) == 1 and len(words[0]) < 80 and words[0].strip()[-1] not in "?.!:":
            parsed.leave_out(block.index(words[0]) + 1, _HEAD_OF_FILE.format(words[0].strip()))
        elif words:
            found.append(_entry(block, start + 2))
    return found


def _below_questions(parsed: ParsedFile, lines: list[str]) -> list[Entry]:
    """Each line that ends with "?" and stands alone, or above its answer after an empty line, begins an entry."""
    counted = _counted(lines)
    starts = [
        at
        for at, line in enumerate(lines)
        if at in counted or (_is_question(line) and (at == 0 or not lines[at - 1].strip()))
    ]
    if not starts:
        return [_entry(lines, 1)] if any(map(str.strip, lines)) else []
    for number, line in enumerate(lines[: starts[0]], start=1):
        if line.strip():
            parsed.leave_out(number, _HEAD_OF_FILE.format(line.strip()))
    return [_entry(lines[start:end], start + 1) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _counted(lines: list[str]) -> set[int]:
    """The lines with questions that are numbered from 1; they may stand close to the answers above them."""
    found = [
        (at, int(each[1])) for at, line in enumerate(lines) if _is_question(line) and (each := _NUMBER.match(line))
    ]
    is_count = len(found) > 1 and [number for _, number in found] == list(range(1, len(found) + 1))
    return {at for at, _ in found} if is_count else set()


def _entry(block: list[str], line: int) -> Entry:
    first = next(at for at, words in enumerate(block) if words.strip())
    if _is_question(block[first]) and any(map(str.strip, block[first + 1 :])):
        return Entry(block[first].strip(" #*_"), line + first, block[first + 1 :], line + first + 1)
    return Entry("", line + first, block[first:], line + first)


def _is_question(line: str) -> bool:
    return asking.asks(line) and len(line) <= _LONGEST_TITLE


def _without_blank_ends(lines: list[str], first: int) -> tuple[list[str], int]:
    while lines and not lines[0].strip():
        lines, first = lines[1:], first + 1
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines, first


def _without_label(parsed: ParsedFile, lines: list[str], first: int) -> list[str]:
    found = _SHORT.match(lines[0]) if lines else None
    if not found or not lines[0][found.end() :].strip():
        return lines
    parsed.note(first, "“Short answer:” is taken for the name of the part, not for words of the answer.")
    return [lines[0][found.end() :], *lines[1:]]


def _apart(lines: list[str]) -> list[str]:
    """The paragraphs in `lines`: each line is one, but an address belongs to the line above it."""
    found: list[str] = []
    for line in lines:
        if found and (instructions.is_address(line) or line.startswith(tuple(" \t-*•"))):
            found[-1] += f"\n{line}"
        elif line.strip():
            found.append(line)
    return found


def _words(paragraphs: list[str], keep: Callable[[str], str]) -> dict[str, str]:
    """All of it as the short answer while it is short enough to stand above the steps, else the first paragraph."""
    whole = "\n\n".join(paragraphs)
    if len(whole) <= 600 or len(paragraphs) < 2:
        short, rest = paragraphs, []
    else:
        short, rest = paragraphs[:1], paragraphs[1:]
    if len("\n\n".join(short)) > 1_900:
        short, rest = [], paragraphs
    parts = {"short_answer": "\n\n".join(map(keep, short)), "body": "\n\n".join(map(keep, rest))}
    return {name: words for name, words in parts.items() if words}
