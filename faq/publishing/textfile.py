"""Reads a plain text file of articles: facts and topics at its head, then each article under its question.

The form of the file, which is also how the first content of a new site is kept (`faq/seed/`):

    Clinic: The Hive
    Fact: portal-address | Address of the patient portal | address | https://...
    Topic: Patient portal | Signing in and finding your way

    # Where is the link to the patient portal?
    Tags: Patient portal
    Also asked: portal link; where do I log in
    Also asked: the lines add up

    The short answer, one or more paragraphs.

    ## Steps
    1. The first step.
    2. Steps of: How do I reset my password?

    ## More detail
    Any Markdown.
"""

import re
from itertools import pairwise
from typing import Any

from faq.models.parts import PARTS, Kind, Part, of_kind
from faq.publishing.importing import answers
from faq.publishing.importing.parsed import Origin, ParsedFile, Remark
from faq.publishing.kinds import Content
from faq.text.slugs import slug_for

# Stand below a heading; any other part in a line of its own
_LONG = (Kind.MARKDOWN, Kind.STEPS)
_HEADINGS = {f"## {part.called_in_files}".lower(): part.name for part in of_kind(*_LONG) if part.called_in_files}
_NOTES = {part.called_in_files.lower(): part for part in PARTS if part.called_in_files and part.kind not in _LONG}
_NOTE = re.compile(rf"({'|'.join(map(re.escape, _NOTES))}):\s*(.*)", re.IGNORECASE)
_STEP = re.compile(r"\d{1,3}[.)]\s+(.*)")
_MOST_WORDS_OF_TAG = 5
_FENCE = re.compile(r"\s*(?:\d{1,3}[.)]\s+)?```")
_STEPS_OF = re.compile(r"Steps of:\s*(.+)", re.IGNORECASE)


def read(text: str) -> ParsedFile:
    """Return what is in `text`. Lines that cannot be used are listed in `problems`, and those that
    are no words of an answer in `notes`; nothing is dropped silently.
    """
    parsed, lines = ParsedFile(), text.lstrip("\ufeff").splitlines()
    starts = [*_questions(lines), len(lines)]
    for number, line in enumerate(lines[: starts[0]], start=1):
        _read_head(parsed, number, line.strip())
    for start, end in pairwise(starts):
        _read_article(parsed, start + 1, lines[start:end])
    if not parsed.articles:
        parsed.problems.append(Remark(1, "There is no question here. A question is a line that begins with “# ”."))
    return parsed


def _questions(lines: list[str]) -> list[int]:
    """Where the questions begin; a line of code between fences is none."""
    found, is_code = [], False
    for number, line in enumerate(lines):
        is_code ^= bool(_FENCE.match(line))
        if line.startswith("# ") and not is_code:
            found.append(number)
    return found


def _read_head(parsed: ParsedFile, number: int, line: str) -> None:
    key, _, value = line.partition(":")
    parts = [part.strip() for part in value.split("|")]
    if not line:
        return
    if line.startswith("<!--"):
        parsed.notes.append(Remark(number, f"“{line[:60]}” is a comment and is left out."))
        return
    if key == "Clinic":
        parsed.clinic = value.strip()
    elif key == "Fact" and len(parts) == 4:
        parsed.facts.append(parts)
    elif key == "Topic":
        parsed.topics.append((parts[0], parts[1] if len(parts) > 1 else ""))
    else:
        parsed.problems.append(Remark(number, f"“{line[:60]}” stands before the first question and is not understood."))


def _read_article(parsed: ParsedFile, first: int, lines: list[str]) -> None:
    article: Content = {"title": lines[0][2:].strip(), "tags": [], "asked_like": "", "steps": []}
    texts: dict[str, list[str]] = {"short_answer": []}
    starts, part = {"title": first}, "short_answer"
    for number, line in enumerate(lines[1:], start=first + 1):
        if line.strip().lower() in _HEADINGS:
            part = _HEADINGS[line.strip().lower()]
        elif part == "short_answer" and part not in starts and (note := _note(line.strip())):
            _take_note(parsed, article, starts, number, *note)
        elif part == "steps":
            _read_step(parsed, article, starts, number, line)
        else:
            texts.setdefault(part, []).append(line)
            if line.strip():
                starts.setdefault(part, number)
    article |= {name: "\n".join(text).strip() for name, text in texts.items()}
    if not answers.fits(article) and texts.keys() == {"short_answer"} and not article["steps"]:
        # A whole page below a question; what was written for this form stays where it stands
        placed = answers.place(article.pop("short_answer"))
        first = starts.pop("short_answer")
        article |= {"short_answer": "", **placed.content}
        starts |= {part: first + line for part, line in placed.starts.items()}
    parsed.add(article, Origin(starts))


def _note(line: str) -> tuple[Part, Any] | None:
    """What a line below the question says about the article; None when it is a part of the answer.

    "Address: opening-hours" is a note. "Address: 12 Main Street" is no address of a page, so it is the answer.
    """
    match = _NOTE.fullmatch(line)
    if not match:
        return None
    part, value = _NOTES[match[1].lower()], match[2].strip()
    if part.kind is Kind.TAGS:
        names = [name.strip() for name in value.split(",") if name.strip()]
        return (part, names) if all(map(_may_be_tag, names)) else None
    if part.kind is Kind.TEXT:
        return part, "\n".join(line.strip() for line in value.split(";") if line.strip())
    if part.kind is Kind.CHOICE:
        known = {word.casefold(): key for key, label in part.field.flatchoices for word in (str(key), str(label))}
        return (part, known[value.casefold()]) if value.casefold() in known else None
    return (part, value) if value == "" or slug_for(value) == value else None


def _may_be_tag(name: str) -> bool:
    return len(name.split()) <= _MOST_WORDS_OF_TAG and not name.endswith((".", "!", "?"))


def _take_note(
    parsed: ParsedFile, article: Content, starts: dict[str, int], number: int, part: Part, value: Any
) -> None:
    said = ", ".join(value) if part.kind is Kind.TAGS else value.replace("\n", "; ")
    if part.kind is Kind.TEXT and part.name in starts:
        # Many ways of asking stand in several lines of the file
        value = f"{article[part.name]}\n{value}"
    article[part.name], starts[part.name] = value, starts.get(part.name, number)
    message = f"“{said[:60]}” is taken for “{part.label}”, not for words of the answer."
    parsed.notes.append(Remark(number, message))


def _read_step(parsed: ParsedFile, article: Content, starts: dict[str, int], number: int, line: str) -> None:
    start = _STEP.match(line)
    if start:
        starts[f"step {len(article['steps'])}"] = number
        shared = _STEPS_OF.fullmatch(start[1].strip())
        article["steps"].append({"include": shared[1].strip()} if shared else {"text": start[1].strip()})
    elif not line.strip() or (article["steps"] and line.startswith("   ") and "text" in article["steps"][-1]):
        if article["steps"] and "text" in article["steps"][-1]:
            article["steps"][-1]["text"] += "\n" + line.removeprefix("   ").rstrip()
    else:
        parsed.problems.append(
            Remark(number, f"“{line.strip()[:60]}” is not a step. A step begins with its number, for example “1. ”.")
        )
