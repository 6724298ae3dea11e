"""An article as a Markdown file: its short parts as lines of JSON on top, its texts and steps below; and back."""

import json
import re
from typing import Any

from faq.models.parts import PARTS, STEP_PARTS, Kind, Part
from faq.publishing import reader_questions
from faq.publishing.attachments import Files, Videos
from faq.publishing.file_rules import file_problems
from faq.publishing.kinds import Content, StepContent, kind, value_in
from faq.publishing.site_files.fields import DamagedError
from faq.publishing.video_rules import video_problems
from faq.text.reader_questions import words_of_keys
from faq.values import pdf_names, picture_names

_TEXTS = (Kind.MARKDOWN, Kind.STEPS)
# Parts of a step that shows the steps of another article
_OF_INCLUDED = (Kind.INCLUDE, Kind.REWORDED)
_FENCE = "---"
_HEADING = re.compile(r"^## .* <!-- part (\w+) -->$", re.MULTILINE)
_STEP_LINE = re.compile(r"([0-9]{1,4})\. ?(.*)", re.DOTALL)
_STEP_PARTS_LINE = re.compile(r"<!-- step (\{.*\}) -->")
# What a text holds that looks like a mark of ours gets one more space, and loses it again
_LOOKS_LIKE_A_MARK = re.compile(r"<!--( +)(?=(?:part|step)\b)")
_PICTURE = f"(?={picture_names.NAME.pattern})"


def write(content: Content, file_names: dict[str, str]) -> str:
    """Return `content` as a Markdown file; `file_names` says where the files of articles are, by their addresses."""
    short = [part for part in PARTS if part.kind not in _TEXTS and (part is not _READER_QUESTIONS or _asks(content))]
    head = [f"{part.name}: {_json(value_in(content, part))}" for part in short]
    texts = [_section(part, content, file_names) for part in PARTS if part.kind in _TEXTS and content[part.name]]
    return "\n".join([_FENCE, *head, _FENCE, "", f"# {content['title']}", "", *texts])


def read(text: str) -> Content:
    """Return the content of a file that `write` made. Raises `DamagedError`."""
    begins, head, rest = (text.split(f"{_FENCE}\n", 2) + ["", ""])[:3]
    if begins or not rest:
        raise DamagedError
    lines = (line.partition(": ") for line in head.split("\n") if line)
    named = {name: json.loads(value) for name, _, value in lines}
    pieces = _HEADING.split(rest)
    named |= dict(zip(pieces[1::2], pieces[2::2], strict=True))
    return {
        part.name: _read(part, named[part.name]) if part.name in named else kind(part).blank(part) for part in PARTS
    }


def check(content: Any) -> Content:
    """Return `content` when its values are of the kinds that their parts have. Raises `DamagedError`."""
    if not isinstance(content, dict) or not isinstance(content.get("title"), str):
        raise DamagedError
    for part in PARTS:
        _check(part, value_in(content, part))
    known = words_of_keys(value_in(content, _READER_QUESTIONS))
    for step in value_in(content, _STEPS):
        if not isinstance(step, dict):
            raise DamagedError
        for part in STEP_PARTS:
            _check(part, value_in(step, part))
        if not known.keys() >= set(value_in(step, _ONLY_FOR)):
            raise DamagedError
    # Half a letter, which JSON can hold and no page can
    json.dumps(content, ensure_ascii=False).encode()
    return content


_STEPS = next(part for part in PARTS if part.kind is Kind.STEPS)
_READER_QUESTIONS = next(part for part in PARTS if part.kind is Kind.READER_QUESTIONS)
_ONLY_FOR = next(part for part in STEP_PARTS if part.kind is Kind.ONLY_FOR)


def _check(part: Part, value: Any) -> None:
    if part.kind is Kind.REWORDED:
        _check_reworded(value)
        return
    if part.kind is Kind.READER_QUESTIONS:
        if reader_questions.shape_is_wrong(value):
            raise DamagedError
        return
    if part.kind is Kind.FILES:
        _check_files(value)
        return
    if part.kind is Kind.VIDEOS:
        _check_videos(value)
        return
    is_right = isinstance(value, list if part.kind in (Kind.TAGS, Kind.STEPS, Kind.ONLY_FOR) else str)
    if part.kind in (Kind.TAGS, Kind.ONLY_FOR):
        is_right = is_right and all(isinstance(name, str) for name in value)
    if part.kind is Kind.PICTURE:
        is_right = is_right and (not value or picture_names.is_name(value))
    if part.kind is Kind.CHOICE:
        is_right = is_right and value in {key for key, _ in part.field.flatchoices}
    if not is_right:
        raise DamagedError


def _check_files(value: Any) -> None:
    """Files to download: [{"key", "title", "file"}], each key once."""
    if not isinstance(value, list):
        raise DamagedError
    for each in value:
        is_right = isinstance(each, dict) and each.keys() == {"key", "title", "file"}
        if not is_right or not all(isinstance(text, str) for text in each.values()):
            raise DamagedError
        if not pdf_names.is_name(each["file"]):
            raise DamagedError
    if file_problems(value) or Files().tidy(value) != value:
        raise DamagedError


def _check_videos(value: Any) -> None:
    """Videos at their own sites: [{"title", "url", "length", "poster", "poster_alt", "transcript"}]."""
    if not isinstance(value, list):
        raise DamagedError
    for each in value:
        if not isinstance(each, dict) or not all(isinstance(text, str) for text in each.values()):
            raise DamagedError
    if Videos().tidy(value) != value or video_problems(value):
        raise DamagedError


def _check_reworded(value: Any) -> None:
    """Own words: nothing, or {"of": texts of the steps they were written for, "own": {number of one: words}}."""
    if value == {}:
        return
    of, own = (value.get("of"), value.get("own")) if isinstance(value, dict) else (None, None)
    if not (isinstance(of, list) and isinstance(own, dict) and all(isinstance(text, str) for text in of)):
        raise DamagedError
    numbers = {str(number) for number in range(1, len(of) + 1)}
    if not (numbers >= own.keys() and all(isinstance(text, str) for text in own.values())):
        raise DamagedError


def _asks(content: Content) -> bool:
    return bool(value_in(content, _READER_QUESTIONS))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _section(part: Part, content: Content, file_names: dict[str, str]) -> str:
    heading = f"## {part.label} <!-- part {part.name} -->"
    if part.kind is Kind.MARKDOWN:
        return f"{heading}\n\n{_escaped(content[part.name])}\n"
    words = words_of_keys(content.get("reader_questions", []))
    steps = (_step(number, step, file_names, words) for number, step in enumerate(content[part.name], start=1))
    return f"{heading}\n\n" + "\n\n".join(steps) + "\n"


def _read(part: Part, sent: Any) -> Any:
    if part.kind is Kind.MARKDOWN:
        return _unescaped(sent.strip("\n"))
    return _read_steps(sent) if part.kind is Kind.STEPS else sent


def _step(number: int, step: StepContent, file_names: dict[str, str], words: dict[str, str]) -> str:
    """What only we need of a step stands in a comment; above it, the same for people who open the file elsewhere."""
    others = {part.name: step[part.name] for part in STEP_PARTS if part.name != "text" and step.get(part.name)}
    lines = [_escaped(step.get("text", ""))]
    if step.get("include"):
        lines = [f"[{_label(step['include'])}]({file_names.get(step['include'], '')})"]
    if step.get("picture"):
        lines += ["", f"![{_label(step.get('picture_alt', ''))}](../{step['picture']})"]
    if step.get("only_for"):
        lines += ["", f"*Only for: {', '.join(words.get(key, key) for key in step['only_for'])}*"]
    if others:
        lines += ["", f"<!-- step {_json(others).replace('>', chr(92) + 'u003e')} -->"]
    first, *more = "\n".join(lines).split("\n")
    marker = f"{number}. "
    return "\n".join([marker + first, *(" " * len(marker) + line if line else "" for line in more)])


def _read_steps(text: str) -> list[StepContent]:
    steps: list[list[str]] = []
    indent = ""
    for line in text.strip("\n").split("\n"):
        begins = _STEP_LINE.fullmatch(line)
        if begins:
            indent = " " * (len(begins[1]) + 2)
            steps.append([begins[2]])
        elif steps:
            steps[-1].append(line.removeprefix(indent))
        elif line:
            raise DamagedError
    return [_read_step(lines) for lines in steps]


def _read_step(lines: list[str]) -> StepContent:
    while lines and not lines[-1]:
        lines.pop()
    marked = _STEP_PARTS_LINE.fullmatch(lines[-1]) if lines else None
    others = json.loads(marked[1]) if marked else {}
    if others.get("include"):
        return {name: others[name] for name in ("include", "reworded", "only_for") if name in others}
    # The comment, the picture and whom it is for above it, and the empty lines before each
    ours = sum(2 for name in ("picture", "only_for") if others.get(name))
    kept = lines[: len(lines) - 2 - ours] if marked else lines
    content = {"text": _unescaped("\n".join(kept)), **others}
    # One for everybody says nothing of it
    names = [part.name for part in STEP_PARTS if part.kind not in _OF_INCLUDED and part.name != "only_for"]
    only_for = {"only_for": others["only_for"]} if others.get("only_for") else {}
    return {part.name: value_in(content, part) for part in STEP_PARTS if part.name in names} | only_for


def _label(text: str) -> str:
    return re.sub(r"([\[\]\\])", r"\\\1", text)


def _escaped(text: str) -> str:
    """Pictures lead into the folder of pictures, so that other programs show them too."""
    text = _LOOKS_LIKE_A_MARK.sub(r"<!--\1 ", text)
    text = re.sub(rf"\]\(((?:\.\./)+){_PICTURE}", r"](../\1", text)
    return re.sub(rf"\]\(/media/{_PICTURE}", "](../", text)


def _unescaped(text: str) -> str:
    text = re.sub(rf"\]\(\.\./{_PICTURE}", "](/media/", text)
    text = re.sub(rf"\]\(\.\./((?:\.\./)+){_PICTURE}", r"](\1", text)
    return re.sub(r"<!-- ( +)(?=(?:part|step)\b)", r"<!--\1", text)
