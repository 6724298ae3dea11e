"""Reads Markdown: our own form, one article a file with a head, "Q:" and "A:", or a heading for each question."""

import re

from faq.publishing import textfile
from faq.publishing.importing import answers, asking, front_matter, plain_text
from faq.publishing.importing.parsed import Origin, ParsedFile

_HEADING = re.compile(r"(#{1,6})[ \t]+(\S.*)")
_FENCE = re.compile(r"\s*(```|~~~)")
_UNDERLINE = re.compile(r"(={2,}|-{2,})\s*")
_BOLD_QUESTION = re.compile(rf" {{0,3}}((?:[-*+]|\d{{1,3}}[.)])?[ \t]*)(\*\*|__)([^*_\n]{{3,190}}[{asking.MARKS}])\2")
# What makers of static sites write for their programs
_INSTRUCTION = re.compile(
    r"\{%[^%\n]{0,300}%\}|\{\{[<%][^\n]{0,300}?[>%]\}\}|\{:[^}\n]{0,300}\}|!?\[\[[^\]\n]{1,300}\]\]"
)
_OWN_PARTS = {"steps", "more detail"}


def read(text: str) -> ParsedFile:
    """Return what is in `text`, whichever of the forms it has."""
    parsed = _read(text)
    for number, line in enumerate(text.split("\n"), start=1):
        for said in _INSTRUCTION.findall(line):
            parsed.note(number, f"“{said}” is an instruction of another program. Patients will read it as it stands.")
    return parsed


def _read(text: str) -> ParsedFile:
    head, body = front_matter.split(text)
    if head:
        return _below_head(text, body) or front_matter.read(text)
    lines = text.split("\n")
    headings = _headings(lines)
    is_page = len(headings) == 1 and headings[0][1] == 1 and not asking.asks(headings[0][2])
    if (not headings or is_page) and not plain_text.has_pairs(text):
        text = "\n".join(lines := _with_headings(lines))
        headings = _headings(lines)
    if plain_text.has_pairs(text) and not any(level == 1 and asking.asks(title) for _, level, title in headings):
        return _pairs(lines)
    level = _level_of_questions(headings)
    if level > 1 or (level and all(plain_text.is_marked(title) for _, at, title in headings if at == 1)):
        return _by_heading(lines, headings, level)
    if headings or not text.strip():
        return textfile.read(text)
    parsed = ParsedFile()
    _add(parsed, "", 1, lines, 1)
    return parsed


def _below_head(text: str, body: str) -> ParsedFile | None:
    """The articles of a file whose head stands above several questions; None where it is one article.

    What the head says holds for all of them; addresses of the old site lead to the first.
    """
    lines = body.split("\n")
    headings = _headings(lines)
    level = _level_of_questions(headings)
    asked = [words for _, at, words in headings if at == level and asking.asks(words)]
    if len(asked) < 2 or level == 1 and len(asked) * 2 <= sum(at == 1 for _, at, _ in headings):
        return None
    above = front_matter.read(text[: len(text) - len(body)])
    # Empty lines keep the numbers of the others
    start = text[: len(text) - len(body)].count("\n")
    parsed = _by_heading([*[""] * start, *lines], [(at + start, each, words) for at, each, words in headings], level)
    told = above.articles[0]
    if told["title"]:
        parsed.leave_out(1, f"“{told['title']}” is taken for the title of the file, so it is left out.")
    for content in parsed.articles:
        content["tags"] = list(dict.fromkeys([*told["tags"], *content["tags"]]))
        content |= {part: told[part] for part in ("audience",) if part in told}
    parsed.origins[0].old_addresses += above.origins[0].old_addresses
    parsed.problems += above.problems
    parsed.notes += above.notes
    return parsed


def _with_headings(lines: list[str]) -> list[str]:
    """The other ways to write a heading, as "## ": a line of "=" or "-" below it, or a bold line that asks."""
    if any(map(_FENCE.match, lines)):
        return lines
    found = list(lines)
    # Columns by which an answer is moved to the right, below a question that is an item of a list
    moved = 0
    for at, line in enumerate(lines):
        below = lines[at + 1] if at + 1 < len(lines) else ""
        is_first = line.strip() and (at == 0 or not lines[at - 1].strip())
        if is_first and (under := _UNDERLINE.fullmatch(below)):
            found[at], found[at + 1] = ("# " if under[1][0] == "=" else "## ") + line.strip(), ""
        elif bold := _BOLD_QUESTION.fullmatch(line.rstrip()):
            found[at], moved = f"## {bold[3]}", len(bold[1])
        elif found[at] == line:
            found[at] = line[min(moved, len(line) - len(line.lstrip())) :]
    return found


def _headings(lines: list[str]) -> list[tuple[int, int, str]]:
    """The (index, level, words) of each heading; a line of code between fences is none."""
    found, is_code = [], False
    for at, line in enumerate(lines):
        is_code ^= bool(_FENCE.match(line))
        if not is_code and (match := _HEADING.fullmatch(line)):
            found.append((at, len(match[1]), match[2].rstrip(" \t#")))
    return found


def _level_of_questions(headings: list[tuple[int, int, str]]) -> int:
    """The level of the headings that are questions; 0 where none is.

    One heading of the first level above several of the second is the title of the page, if most of those ask something.
    """
    firsts = [title for _, level, title in headings if level == 1]
    if len(firsts) > 1 or (firsts and asking.asks(firsts[0])):
        return 1
    for level in range(2, 7):
        titles = [title for _, at, title in headings if at == level and title.casefold() not in _OWN_PARTS]
        asked = sum(asking.asks(title) for title in titles)
        if titles and (asked * 2 > len(titles) or (not firsts and level == headings[0][1])):
            return level
    return 1 if firsts else 0


def _by_heading(lines: list[str], headings: list[tuple[int, int, str]], level: int) -> ParsedFile:
    parsed = ParsedFile()
    above = [(at_level, at) for at, at_level, _ in headings if at_level < level]
    # The first heading, if it stands above all others
    title_at = above[0][1] if above and all(above[0][0] < each for each, _ in above[1:]) else -1
    marks = [(at, words, at_level == level) for at, at_level, words in headings if at_level <= level]
    tag = ""
    _leave_out(parsed, lines[: marks[0][0]], 1)
    for (start, words, is_question), end in zip(marks, [*(at for at, *_ in marks[1:]), len(lines)], strict=True):
        if is_question:
            title, answer = plain_text.without_marks(words.strip("*_ "), lines[start + 1 : end])
            _add(parsed, title, start + 1, answer, start + 2, tag)
            continue
        is_page = start == title_at
        tag = "" if is_page else words
        said = "the title of the file, so it is left out" if is_page else "a tag of the questions below it"
        (parsed.leave_out if is_page else parsed.note)(start + 1, f"“{words}” is taken for {said}.")
        _leave_out(parsed, lines[start + 1 : end], start + 2)
    return parsed


def _leave_out(parsed: ParsedFile, lines: list[str], first: int) -> None:
    for number, line in enumerate(lines, start=first):
        if line.strip():
            parsed.leave_out(number, f"“{line.strip()}” stands above the first question and is left out.")


def _pairs(lines: list[str]) -> ParsedFile:
    parsed = ParsedFile()
    for entry in plain_text.pairs(parsed, lines):
        _add(parsed, entry.title, entry.line, entry.lines, entry.answer_line)
    return parsed


def _add(parsed: ParsedFile, title: str, line: int, answer: list[str], first: int, tag: str = "") -> None:
    while answer and not answer[0].strip():
        answer, first = answer[1:], first + 1
    placed = answers.place("\n".join(answer).rstrip())
    starts = {"title": line} | {part: first + at for part, at in placed.starts.items()}
    tags = [tag] if tag else []
    parsed.add({"title": title, "tags": tags, **placed.content}, Origin(starts))
