"""Opens what is to be imported: one file, a folder, or a packed folder, within limits, and never outside of it."""

import os
import posixpath
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO

from faq.errors import RefusedError
from faq.publishing import zips
from faq.publishing.importing import office
from faq.publishing.importing.parsed import Remark

# Bytes
LARGEST_FILE = 50_000_000
_MOST_UNPACKED = 500_000_000
_MOST_FILES = 50_000
_TOO_LARGE = f"This file is larger than {LARGEST_FILE // 1_000_000} MB. Please split it."
_LINK = "This is a link to another place, so it is left out."
_OUTSIDE = "Its name leads out of the folder, so it is left out."
# What systems put beside the files of people
_OF_SYSTEMS = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass
class Budget:
    """How many bytes may still be unpacked for one import, of the folder and of the documents within it."""

    left: int = _MOST_UNPACKED

    def charge(self, size: int) -> None:
        """Take `size` bytes off before they are unpacked. Raises `RefusedError` where they are too many."""
        if size > self.left:
            raise RefusedError(
                f"All files together unpack to more than {_MOST_UNPACKED // 1_000_000} MB, so this one is left out."
                " Please split them."
            )
        self.left -= size


@dataclass
class Opened:
    """One file: its path within the folder, how to get its bytes (may raise `RefusedError`), what it may unpack."""

    name: str
    read: Callable[[], bytes]
    budget: Budget = field(default_factory=Budget)


def open_path(path: Path, left_out: list[Remark]) -> Iterator[Opened]:
    """Yield the files at `path`; what is none goes to `left_out`. Raises `RefusedError` where nothing can be read."""
    try:
        if path.is_dir():
            yield from _folder(path, left_out)
        elif zipfile.is_zipfile(path) and path.suffix.lower() not in (".docx", ".xlsx", ".docm", ".xlsm"):
            yield from open_packed(path, left_out)
        else:
            yield Opened(path.name, partial(_read, path))
    except OSError as error:
        raise RefusedError(f"{path} cannot be read: {error.strerror or 'it is damaged'}.") from None


def open_packed(file: Path | BinaryIO, left_out: list[Remark]) -> Iterator[Opened]:
    """Yield the files that the .zip `file` holds, as `open_path` does."""
    try:
        packed = zipfile.ZipFile(file)
        members = sorted(packed.infolist(), key=lambda member: member.filename)
    except zips.BROKEN:
        raise RefusedError("This packed folder (.zip) is damaged. Please pack it once more.") from None
    if len(members) > _MOST_FILES:
        raise RefusedError(f"This packed folder holds more than {_MOST_FILES:,} files. Please split it.")
    budget = Budget()
    for member in members:
        if member.is_dir() or _is_of_system(member.filename):
            continue
        if reason := _why_not(member):
            left_out.append(Remark(0, reason, _printable(member.filename)))
        else:
            # Some programs of Windows part folders by a backslash
            name = _printable(member.filename).replace("\\", "/")
            yield Opened(name, partial(_unpack, packed, member, budget), budget)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise RefusedError(_TOO_LARGE)
        return path.read_bytes()
    except OSError as error:
        raise RefusedError(f"It cannot be read: {error.strerror}.") from None


def _folder(top: Path, left_out: list[Remark]) -> Iterator[Opened]:
    budget = Budget()
    for folder, folders, names in os.walk(top, followlinks=False):
        links = [name for name in folders if Path(folder, name).is_symlink()]
        folders[:] = sorted(name for name in folders if name not in links and not name.startswith("."))
        for name in sorted([*names, *links]):
            path = Path(folder, name)
            shown = path.relative_to(top).as_posix()
            if path.is_symlink():
                left_out.append(Remark(0, _LINK, shown))
            elif not path.is_file():
                left_out.append(Remark(0, "This is no file, so it is left out.", shown))
            elif not _is_of_system(shown):
                yield Opened(shown, partial(_read, path), budget)


def _why_not(member: zipfile.ZipInfo) -> str:
    if stat.S_ISLNK(member.external_attr >> 16):
        return _LINK
    if zips.leads_outside(member.filename):
        return _OUTSIDE
    if member.flag_bits & 1:
        return "It is locked with a password, so it is left out. Please pack it without one."
    if member.compress_type not in zips.KNOWN_METHODS:
        return "It is packed in a rare way that is not read here, so it is left out. Please pack it as a plain .zip."
    return ""


def _unpack(packed: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget) -> bytes:
    """No more is read of a member than its head says, so that this can be charged before it is opened."""
    budget.charge(min(member.file_size, LARGEST_FILE + 1))
    return office.read_member(packed, member, LARGEST_FILE)


def _is_of_system(name: str) -> bool:
    parts = posixpath.normpath(name).split("/")
    return parts[-1] in _OF_SYSTEMS or "__MACOSX" in parts or parts[-1].startswith("._")


def _printable(name: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in name)[:300]
