"""Reads a plain text file of articles: facts and topics at its head, then each article under its question.

The form of the file, which is also how the first content of a new site is kept (`faq/seed/`):

    Clinic: The Hive
    Fact: portal-address | Address of the patient portal | address | https://...
    Topic: Patient portal | Signing in and finding your way

    # Where is the link to the patient portal?
    Tags: Patient portal
    Also asked: portal link; where do I log in

    The short answer, one or more paragraphs.

    ## Steps
    1. The first step.
    2. Steps of: How do I reset my password?

    ## More detail
    Any Markdown.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from faq.publishing.snapshot import Content

_NOTES = {"tags": "tags", "also asked": "asked_like", "address": "slug", "audience": "audience"}
_NOTE = re.compile(r"(Tags|Also asked|Address|Audience):\s*(.*)", re.IGNORECASE)
_STEP = re.compile(r"\d{1,3}[.)]\s+(.*)")
_STEPS_OF = re.compile(r"Steps of:\s*(.+)", re.IGNORECASE)


@dataclass
class Problem:
    """A line that cannot be used, and why."""

    line: int
    words: str


@dataclass
class Parcel:
    """What a file holds; a step's `include` names the question of another article."""

    clinic: str = ""
    facts: list[list[str]] = field(default_factory=list)  # name, label, kind, value
    topics: list[tuple[str, str]] = field(default_factory=list)  # name, description
    articles: list[Content] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(text: str) -> Parcel:
    """Return what is in `text`. Lines that cannot be used are listed in `problems`; nothing is dropped silently."""
    parcel, lines = Parcel(), text.lstrip("\ufeff").splitlines()
    starts = [*_questions(lines), len(lines)]
    for number, line in enumerate(lines[: starts[0]], start=1):
        _read_head(parcel, number, line.strip())
    for start, end in pairwise(starts):
        parcel.articles.append(_read_article(parcel, start + 1, lines[start:end]))
    if not parcel.articles:
        parcel.problems.append(Problem(1, "There is no question here. A question is a line that begins with “# ”."))
    return parcel


def _questions(lines: list[str]) -> list[int]:
    """Where the questions begin; a line of code between fences is none."""
    found, is_code = [], False
    for number, line in enumerate(lines):
        is_code ^= line.lstrip().startswith("```")
        if line.startswith("# ") and not is_code:
            found.append(number)
    return found


def _read_head(parcel: Parcel, number: int, line: str) -> None:
    key, _, value = line.partition(":")
    parts = [part.strip() for part in value.split("|")]
    if not line or line.startswith("<!--"):
        return
    if key == "Clinic":
        parcel.clinic = value.strip()
    elif key == "Fact" and len(parts) == 4:
        parcel.facts.append(parts)
    elif key == "Topic":
        parcel.topics.append((parts[0], parts[1] if len(parts) > 1 else ""))
    else:
        parcel.problems.append(
            Problem(number, f"“{line[:60]}” stands before the first question and is not understood.")
        )


def _read_article(parcel: Parcel, first: int, lines: list[str]) -> Content:
    article: Content = {"title": lines[0][2:].strip(), "tags": [], "asked_like": "", "steps": []}
    parts: dict[str, list[str]] = {"short_answer": [], "steps": [], "body": []}
    part = "short_answer"
    for number, line in enumerate(lines[1:], start=first + 1):
        if line.strip().lower() in ("## steps", "## more detail"):
            part = "steps" if line.strip().lower() == "## steps" else "body"
        elif part == "short_answer" and not "".join(parts[part]).strip() and (note := _NOTE.fullmatch(line.strip())):
            _take_note(article, note[1].lower(), note[2].strip())
        elif part == "steps":
            _read_step(parcel, article, number, line)
        else:
            parts[part].append(line)
    return article | {
        "short_answer": "\n".join(parts["short_answer"]).strip(),
        "body": "\n".join(parts["body"]).strip(),
    }


def _take_note(article: Content, key: str, value: str) -> None:
    if key == "tags":
        article["tags"] = [name.strip() for name in value.split(",") if name.strip()]
    elif key == "also asked":
        article["asked_like"] = "\n".join(line.strip() for line in value.split(";") if line.strip())
    else:
        article[_NOTES[key]] = value


def _read_step(parcel: Parcel, article: Content, number: int, line: str) -> None:
    start = _STEP.match(line)
    if start:
        shared = _STEPS_OF.fullmatch(start[1].strip())
        article["steps"].append({"include": shared[1].strip()} if shared else {"text": start[1].strip()})
    elif not line.strip() or (article["steps"] and line.startswith("   ") and "text" in article["steps"][-1]):
        if article["steps"] and "text" in article["steps"][-1]:
            article["steps"][-1]["text"] += "\n" + line.removeprefix("   ").rstrip()
    else:
        parcel.problems.append(
            Problem(number, f"“{line.strip()[:60]}” is not a step. A step begins with its number, for example “1. ”.")
        )
