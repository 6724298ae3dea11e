"""Reads whatever a clinic brings: picks the reader for each file, and joins what they find."""

import io
import posixpath
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from faq.errors import RefusedError
from faq.publishing.importing import (
    came_along,
    decoding,
    document_file,
    files,
    html_file,
    json_file,
    markdown_file,
    office,
    plain_text,
    tables,
)
from faq.publishing.importing.came_along import Companions
from faq.publishing.importing.files import Opened
from faq.publishing.importing.parsed import FileSource, ParsedFile, PictureSource, Remark

Progress = Callable[[int], None]
_PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".svg", ".heic", ".avif", ".tif", ".tiff")
_OFFICE = {
    ".docx": document_file.read,
    ".docm": document_file.read,
    ".xlsx": tables.read_xlsx,
    ".xlsm": tables.read_xlsx,
}
_TEXTS: dict[str, Callable[[str], ParsedFile]] = {
    ".md": markdown_file.read,
    ".markdown": markdown_file.read,
    ".txt": plain_text.read,
    ".text": plain_text.read,
    ".json": json_file.read,
    ".jsonl": json_file.read_lines,
    ".ndjson": json_file.read_lines,
}
_ADVICE = {
    ".doc": "This is an old form of documents. Please save it as .docx.",
    ".xls": "This is an old form of tables. Please save it as .xlsx.",
    ".pdf": "A PDF does not tell its questions and steps. Please save the text as a document (.docx) or as plain text.",
    ".odt": "Please save this document as .docx.",
    ".rtf": "Please save this document as .docx.",
    ".zip": "A packed folder within a packed folder is not opened. Please unpack it first.",
    ".mht": "Please save this page once more, as “Web page, complete” or as .html.",
    ".mhtml": "Please save this page once more, as “Web page, complete” or as .html.",
    ".webarchive": "Please save this page once more, as page source (.html).",
    ".pages": "Please save this document as .docx.",
    ".xml": "Please save this as .csv or .json, or save its pages as .html.",
    ".css": "A style sheet holds no articles, so it is left out.",
    ".js": "A script holds no articles, so it is left out.",
}
_UNKNOWN = (
    "This kind of file is not known. Articles are read from .docx, .html, .md, .txt, .csv, .xlsx, .json, and from a "
    "folder or .zip of them."
)
_NUMBER = re.compile(r"(\d{1,3})\s?[.)]\s+(?=\S)")


def read_path(path: Path, progress: Progress | None = None) -> ParsedFile:
    """Return what a file, a folder or a .zip at `path` holds. Raises `RefusedError` where it cannot be opened.

    `progress` is called with the number of files read so far.
    """
    left_out: list[Remark] = []
    return _read_all(files.open_path(path, left_out), left_out, progress)


def read_upload(name: str, data: bytes) -> ParsedFile:
    """Return what the file `name` holds, which somebody sent. Raises `RefusedError` where it cannot be read at all."""
    left_out: list[Remark] = []
    if Path(name).suffix.lower() == ".zip":
        return _read_all(files.open_packed(io.BytesIO(data), left_out), left_out)
    return _read_all([Opened(posixpath.basename(name.replace("\\", "/")), lambda: data)], left_out)


def _read_all(opened: Iterable[Opened], left_out: list[Remark], progress: Progress | None = None) -> ParsedFile:
    found, texts = ParsedFile(), []
    pictures: dict[str, PictureSource] = {}
    pdfs: dict[str, FileSource] = {}
    for file in opened:
        kind = Path(file.name).suffix.lower()
        if kind in _PICTURES:
            pictures[file.name] = file.read
        elif kind == ".pdf":
            pdfs[file.name] = file.read
        else:
            texts.append(file)
    if not texts:
        found.problems += [Remark(0, _ADVICE[".pdf"], name) for name in pdfs]
        pdfs = {}
    beside = Companions(pictures, pdfs)
    for done, file in enumerate(texts, start=1):
        try:
            parsed = _read_one(file, beside)
            _name_apart(parsed, file.name)
            _take_off_numbers(parsed)
            found.extend(parsed, file.name)
        except RefusedError as refusal:
            found.problems.append(Remark(0, str(refusal), file.name))
        if progress:
            progress(done)
    found.problems += left_out
    beside.join(found)
    return found


def _read_one(file: Opened, beside: Companions) -> ParsedFile:
    kind = Path(file.name).suffix.lower()
    if kind in _OFFICE:
        data = file.read()
        file.budget.charge(office.unpacked_size(data))
        return _OFFICE[kind](data)
    if kind in (".csv", ".tsv"):
        return tables.read_csv(file.read())
    if kind not in (*_TEXTS, ".html", ".htm", ".xhtml"):
        raise RefusedError(_ADVICE.get(kind, _UNKNOWN))
    decode = decoding.decode if kind in _TEXTS else decoding.decode_page
    text, guessed = decode(file.read())
    folder = posixpath.dirname(file.name)
    if kind in _TEXTS:
        parsed = _TEXTS[kind](beside.named_in_markdown(text, folder))
    else:
        page = beside.named_in_html(text, folder)
        parsed = html_file.read(page, pictures=beside.pictures, files=beside.files)
    if guessed:
        parsed.note(0, guessed)
    return parsed


def _take_off_numbers(parsed: ParsedFile) -> None:
    """Questions that a file counts ("1. Where?", "2. When?") stand in no such order here."""
    found = [_NUMBER.match(content["title"]) for content in parsed.articles]
    if len(found) < 2 or [int(each[1]) if each else 0 for each in found] != list(range(1, len(found) + 1)):
        return
    parsed.note(0, f"The numbers 1 to {len(found)} before the questions are left out.")
    for content in parsed.articles:
        content["title"] = _NUMBER.sub("", content["title"])


def _name_apart(parsed: ParsedFile, file: str) -> None:
    """The pictures of two documents may have the same names."""
    renamed = {name: came_along.address_of(f"{file}/{name.partition(':')[2]}") for name in parsed.pictures}
    if not renamed:
        return
    for content in parsed.articles:
        for part in ("short_answer", "body"):
            content[part] = _renamed(content.get(part, ""), renamed)
        content["steps"] = [
            {**step, "text": _renamed(step["text"], renamed)} if "text" in step else step for step in content["steps"]
        ]
    parsed.pictures = {renamed[name]: source for name, source in parsed.pictures.items()}


def _renamed(text: str, names: dict[str, str]) -> str:
    return re.sub(r"\]\((import:within-\d+)\)", lambda found: f"]({names.get(found[1], found[1])})", text)
