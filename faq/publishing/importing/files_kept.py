"""Makes files of an article of the PDFs that came with an import and that its texts link to."""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from faq.errors import RefusedError
from faq.publishing import file_rules, files
from faq.publishing.attachments import FileContent
from faq.publishing.importing.came_along import name_of
from faq.publishing.importing.parsed import FileSource
from faq.publishing.kinds import Content

_LINK = re.compile(
    r"(?<!!)\[((?:\\.|[^\]\\]){0,1000})\]\(<?(import:[^\s)>]+\.pdf)>?(?:[ \t]+\"[^\"\n]*\")?\)", re.IGNORECASE
)
_SIGN = re.compile(r"\\([^\w\s])|\*+|(?<!\w)_+|_+(?!\w)")
# Words of a link that name no file
_SAY_NOTHING = {"", "here", "click here", "this", "this link", "download", "pdf", "link", "open", "view"}
_TOO_MANY = "The file {} is left out: an article can have {} files at most."


def keep(content: Content, sources: dict[str, FileSource]) -> tuple[Content, list[str]]:
    """Return `content` with its PDFs stored as its files, and a sentence for each one that cannot be.

    The words of their links stay where they are; the files stand below the article.
    """
    return _taken_in(content, sources, files.store)


def refused(content: Content, sources: dict[str, FileSource]) -> list[str]:
    """Return a sentence for each PDF that `keep` would leave out. Stores nothing."""
    return _taken_in(content, sources, files.check)[1]


def told(content: Content) -> list[str]:
    """Return a sentence for each PDF that becomes a file of the article."""
    return [
        f"The file {name_of(address)} becomes a file below the article, called “{title}”. The text keeps no link to it."
        for address, title in _linked(content).items()
    ]


def without_links(content: Content) -> Content:
    """Return `content` with the words of these links alone."""
    if "import:" not in str(content):
        return content
    parts: Content = {part: _LINK.sub(r"\1", content[part]) for part in ("short_answer", "body") if part in content}
    steps = [{**step, "text": _LINK.sub(r"\1", step["text"])} if "text" in step else step for step in content["steps"]]
    return {**content, **parts, "steps": steps}


def _taken_in(
    content: Content, sources: dict[str, FileSource], take: Callable[[BinaryIO], str | None]
) -> tuple[Content, list[str]]:
    linked = _linked(content)
    if not linked:
        return content, []
    kept: list[FileContent] = list(content.get("files", []))
    said: list[str] = []
    for address, title in linked.items():
        try:
            if len(kept) >= file_rules.MOST_FILES:
                said.append(_TOO_MANY.format(name_of(address), file_rules.MOST_FILES))
                continue
            # One that was typed on the page, not brought along, has no source
            if source := sources.get(address):
                kept.append({"key": "", "title": title, "file": take(io.BytesIO(source())) or ""})
            else:
                said.append(f"The file {name_of(address)} did not come along, so it is left out.")
        except RefusedError as refusal:
            said.append(f"The file {name_of(address)} is left out: {refusal}")
    return {**without_links(content), "files": kept}, said


def _linked(content: Content) -> dict[str, str]:
    """What each PDF is to be called, by the address that links name; each stands once."""
    found: dict[str, str] = {}
    for text in _texts(content):
        for link in _LINK.finditer(text):
            words = " ".join(_SIGN.sub(r"\1", link[1]).split())
            says_nothing = words.casefold().strip(" .!>") in _SAY_NOTHING
            found.setdefault(link[2], (_plain_name(link[2]) if says_nothing else words)[: file_rules.LONGEST_NAME])
    return found


def _texts(content: Content) -> Iterator[str]:
    yield from (content[part] for part in ("short_answer", "body") if part in content)
    yield from (step["text"] for step in content["steps"] if "text" in step)


def _plain_name(address: str) -> str:
    """ "docs/records-form.pdf" is "Records form"."""
    words = re.sub(r"[-_\s]+", " ", PurePosixPath(name_of(address)).stem).strip() or "File"
    return words[0].upper() + words[1:]
