"""Reads the files of an export, whoever made it: nothing is unpacked to the disk, and everything has a limit."""

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from faq.errors import RefusedError
from faq.publishing import pdfs, zips
from faq.publishing.site_files.fields import DamagedError
from faq.values import pdf_names, picture_names

MARK = "site.json"
# What an export holds; other files are left alone
_KNOWN = re.compile(r"site\.json|data/\w+\.json|articles/[^/]+\.md|history/[^/]+\.json|(?:pictures|files)/[^/]+")
_MOST_FILES = 200_000
_MEGABYTE = 1024 * 1024
# Bytes, unpacked
_MOST_IN_ALL = 8 * 1024 * _MEGABYTE
_MOST_IN_ONE = {"articles": 2 * _MEGABYTE, "pictures": 16 * _MEGABYTE, "files": pdfs.MAX_BYTES}
_MOST_JSON = 256 * _MEGABYTE
NOT_OURS = "This is no export of a site like this one: it has no site.json at its top."
TOO_LARGE = "This export is larger than this site can take in."
_OUTSIDE = "This file is no export of a site like this one: it names a file outside itself."
Read = Callable[[str, int], bytes]


class Source:
    """The files of an export by their names; raises `RefusedError`, naming the file, for one that cannot be read."""

    def __init__(self, sizes: dict[str, int], read: Read) -> None:
        self.names = frozenset(name for name in sizes if _KNOWN.fullmatch(name))
        self._read = read
        if len(sizes) > _MOST_FILES or sum(sizes.values()) > _MOST_IN_ALL:
            raise RefusedError(TOO_LARGE)

    def bytes_of(self, name: str) -> bytes:
        if name not in self.names:
            raise damaged(name)
        limit = _MOST_IN_ONE.get(name.partition("/")[0], _MOST_JSON)
        try:
            data = self._read(name, limit + 1)
        except zips.BROKEN as error:
            raise damaged(name) from error
        if len(data) > limit:
            raise RefusedError(TOO_LARGE)
        return data

    def text_of(self, name: str) -> str:
        try:
            return self.bytes_of(name).decode("utf-8")
        except UnicodeDecodeError as error:
            raise damaged(name) from error

    def json_of(self, name: str) -> Any:
        with reading(name):
            return json.loads(self.text_of(name))

    def in_folder(self, folder: str) -> list[str]:
        return sorted(name for name in self.names if name.startswith(f"{folder}/"))

    def pictures(self) -> list[str]:
        return [name for name in self.in_folder("pictures") if picture_names.is_name(name)]

    def files(self) -> list[str]:
        return [name for name in self.in_folder("files") if pdf_names.is_name(name)]


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Say of whatever goes wrong with the values of the file `name` that it is damaged."""
    try:
        yield
    # Values of a wrong kind fail wherever they are first used
    except (DamagedError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise damaged(name) from error


def damaged(name: str) -> RefusedError:
    return RefusedError(f"This export is damaged: its file {name[:120]} is missing or cannot be read.")


def is_export(path: Path) -> bool:
    """True where `path`, a folder or a zip file, has our mark at its top."""
    if path.is_dir():
        return (path / MARK).is_file()
    try:
        with zipfile.ZipFile(path) as archive:
            return MARK in archive.namelist()
    except (OSError, zipfile.BadZipFile, ValueError):
        return False


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """Yield the files of the folder or zip file `path`. Raises `RefusedError` for what is no export of ours."""
    if path.is_dir():
        yield _folder(path)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            yield _zip_file(archive)
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        raise RefusedError(NOT_OURS) from error


def _folder(path: Path) -> Source:
    files = [file for file in path.rglob("*") if file.is_file()]
    if any(path.resolve() not in file.resolve().parents for file in files):
        raise RefusedError(_OUTSIDE)

    def read(name: str, limit: int) -> bytes:
        with (path / name).open("rb") as file:
            return file.read(limit)

    return _checked(Source({file.relative_to(path).as_posix(): file.stat().st_size for file in files}, read))


def _zip_file(archive: zipfile.ZipFile) -> Source:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    names = [entry.filename for entry in entries]
    if any(map(zips.leads_outside, names)):
        raise RefusedError(_OUTSIDE)
    if any(entry.compress_type not in zips.KNOWN_METHODS for entry in entries):
        raise RefusedError("This export is packed in a rare way that is not read here. Please pack it as a plain .zip.")
    if len(set(names)) < len(names):
        raise RefusedError("This export is damaged: it holds two files with one name.")

    def read(name: str, limit: int) -> bytes:
        with archive.open(name) as file:
            return file.read(limit)

    return _checked(Source({entry.filename: entry.file_size for entry in entries}, read))


def _checked(source: Source) -> Source:
    if MARK not in source.names:
        raise RefusedError(NOT_OURS)
    return source
