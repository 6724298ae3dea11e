"""Looks into a PDF within strict limits: a program of its own, started by `pdfs.py`, so that no file hangs the site.

It reads the file from its input and answers one line of JSON: {"pages": 2, "text": "..."}, or {"refused": REASON}.
It imports nothing of this site and needs no settings.
"""

import json
import logging
import re
import resource
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any

# Seconds of the processor, and bytes of memory (Linux counts what is only reserved, too)
CPU_SECONDS = 10
MEMORY = 700 * 1024 * 1024
MOST_PAGES = 50
# Characters that search looks into: 50 pages of a booklet have about 100,000
MOST_TEXT = 120_000
# Bytes of one picture or page, unpacked: a photograph on a whole page has 30 million
_MOST_UNPACKED = 100_000_000
_PIECE = 1_000_000
_MOST_OBJECTS = 100_000
# Values within all objects
_MOST_VALUES = 5_000_000
# Names that make a file do something, or carry something, by the reason for which it is refused
_FORBIDDEN = {
    "script": {"/JS", "/JavaScript"},
    "launch": {"/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Thread", "/AA"},
    "attachment": {"/EmbeddedFile", "/EmbeddedFiles", "/EF", "/FileAttachment"},
    "media": {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/Rendition"},
    "xfa": {"/XFA"},
}
_REASONS = {name: reason for reason, names in _FORBIDDEN.items() for name in names}
# In the bytes as they are, which other programs may read otherwise than we do; short names occur there by chance
_IN_BYTES = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia)\b")
_ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
_END = re.compile(rb"%%EOF\s*\Z")
# A packed folder behind a PDF ends so
_END_OF_ZIP = b"PK\x05\x06"
_TAIL = 70_000


class _RefusedError(Exception):
    """Raised with the reason."""


def look(data: bytes) -> dict[str, Any]:
    """Return {"pages", "text"} of the PDF `data`, or {"refused": reason}. May need all the time and memory there is."""
    try:
        _look_at_bytes(data)
        return _read(data)
    except _RefusedError as refused:
        return {"refused": str(refused)}
    except (MemoryError, RecursionError):
        return {"refused": "heavy"}
    # A broken file fails in many ways
    except Exception:
        return {"refused": "damaged"}


def _look_at_bytes(data: bytes) -> None:
    if not data.startswith(b"%PDF-"):
        raise _RefusedError("kind")
    tail = data[-_TAIL:]
    if not _END.search(tail[-2_000:]) or _END_OF_ZIP in tail:
        raise _RefusedError("damaged")
    _look_for_names(data)


def _look_for_names(data: bytes) -> None:
    plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)
    found = _IN_BYTES.search(plain)
    if found:
        raise _RefusedError(_REASONS["/" + found[1].decode()])


def _read(data: bytes) -> dict[str, Any]:
    # Loaded within the limits of memory
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted or "/Encrypt" in reader.trailer:
        raise _RefusedError("password")
    _look_at_objects(reader)
    pages = len(reader.pages)
    if not pages:
        raise _RefusedError("damaged")
    if pages > MOST_PAGES:
        raise _RefusedError("pages")
    return {"pages": pages, "text": _text(reader)}


def _look_at_objects(reader: Any) -> None:
    """Refuse a file of which any object, also one that nothing leads to, does or carries what none may."""
    left = _MOST_VALUES
    for value in _values(reader):
        left -= 1
        if not left:
            raise _RefusedError("heavy")
        if isinstance(value, str) and value in _REASONS:
            raise _RefusedError(_REASONS[value])
        if isinstance(value, dict):
            _look_at_opening(value)


def _values(reader: Any) -> Iterator[Any]:
    """Yield each name, and each value of another kind, within all objects; without recursion, however deep they are."""
    from pypdf.generic import IndirectObject, NameObject, StreamObject

    numbers = {(number, generation) for generation, ids in reader.xref.items() for number in ids}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > _MOST_OBJECTS:
        raise _RefusedError("heavy")
    waiting: list[Any] = [reader.trailer]
    for number, generation in sorted(numbers):
        waiting.append(reader.get_object(IndirectObject(number, generation, reader)))
        while waiting:
            value = waiting.pop()
            if isinstance(value, StreamObject):
                _look_into_stream(value)
            if isinstance(value, dict):
                # What an item leads to is looked at by itself
                waiting += [*value.keys(), *value.values()]
                yield value
            elif isinstance(value, list):
                waiting += list(value)
                yield value
            elif isinstance(value, NameObject):
                yield str(value)


def _look_at_opening(value: Any) -> None:
    """Refuse what a file does by itself when it is opened, but for turning to a page."""
    opening = value.get("/OpenAction")
    if hasattr(opening, "get_object"):
        opening = opening.get_object()
    if isinstance(opening, dict) and opening.get("/S") != "/GoTo":
        raise _RefusedError("launch")


def _look_into_stream(stream: Any) -> None:
    if "/F" in stream:
        # What is shown lies in another file
        raise _RefusedError("launch")
    filters = stream.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, list) else [str(filters)]
    packed = [name for name in names if name in ("/FlateDecode", "/Fl")]
    if len(packed) > 1 or (packed and names[0] == packed[0] and _is_bomb(stream._data)):
        raise _RefusedError("heavy")
    if stream.get("/Type") == "/ObjStm":
        # Objects that are packed in it, also those that no table names
        _look_for_names(stream.get_data())


def _is_bomb(packed: bytes) -> bool:
    unpacked, size = zlib.decompressobj(), 0
    # What is broken unpacks nowhere
    with suppress(zlib.error):
        while packed and size <= _MOST_UNPACKED:
            piece = unpacked.decompress(packed, _PIECE)
            size, packed = size + len(piece), unpacked.unconsumed_tail
            if not piece:
                break
    return size > _MOST_UNPACKED


def _text(reader: Any) -> str:
    found, left = [], MOST_TEXT
    for page in reader.pages:
        words = _words_on(page)[:left]
        found.append(words)
        left -= len(words)
        if left <= 0:
            break
    return "\n".join(filter(None, found)).replace("\x00", "")


def _words_on(page: Any) -> str:
    try:
        return " ".join(page.extract_text().split())
    except MemoryError:
        raise
    # A page of odd letters can be printed all the same
    except Exception:
        return ""


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # macOS knows no such limit
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
    """Answer for the file on the standard input."""
    _limit()
    logging.disable()
    # As UTF-8, with half letters that some files hold written as escapes
    sys.stdout.write(json.dumps(look(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
