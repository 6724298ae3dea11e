"""The file of a backup from outside: a mark, a line of facts, the content, and a checksum over all of it.

    clinic-kb backup             the mark, in every format that there will be
    {"format": 1, "salt": ""}    one line of JSON; with a password "salt" is 16 random bytes in hexadecimal digits
    ...                          the content, encrypted when there is a password (`encryption.py`)
    32 bytes                     SHA-256 of everything before

The checksum is looked at first: after that, each surprise is one of the format and not of a disk or a network.
"""

import hashlib
import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from faq.backup.encryption import DecryptingReader, EncryptingWriter
from faq.errors import RefusedError

FORMAT = 1
_MARK = b"clinic-kb backup\n"
_DIGEST = 32
_LONGEST_HEADER = 1_000
_PIECE = 1024 * 1024
_NO_BACKUP = "{} is not a backup of this knowledge base."


class _HashedFile(io.RawIOBase):
    """Writes to `file` and remembers the checksum of what went through."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.digest.update(data)
        self._file.write(data)
        return len(data)


@contextmanager
def writing(file: BinaryIO, password: str) -> Iterator[io.RawIOBase]:
    """Within, what is written to the given stream becomes the content of `file`; "" means no password."""
    hashed = _HashedFile(file)
    salt = os.urandom(16) if password else b""
    header = json.dumps({"format": FORMAT, "salt": salt.hex()}).encode() + b"\n"
    hashed.write(_MARK + header)
    if password:
        with EncryptingWriter(hashed, password, salt, header) as encrypting:
            yield encrypting
    else:
        yield hashed
    file.write(hashed.digest.digest())


@contextmanager
def reading(path: Path, password: str) -> Iterator[io.BufferedIOBase]:
    """Within, the given stream holds the content of the file at `path`.

    Raises `RefusedError` where it is no backup, damaged, of a newer format, or the password is missing or wrong;
    OSError where it cannot be read.
    """
    with path.open("rb") as file:
        header = _checked_header(file, path)
        salt = _salt_in(header, path)
        content = _Part(file, file.tell(), path.stat().st_size - _DIGEST)
        if not salt:
            yield io.BufferedReader(content, _PIECE)
        elif not password:
            raise RefusedError(f"{path} was made with a password. Please give it with --password or --password-file.")
        else:
            yield io.BufferedReader(DecryptingReader(content, password, salt, header), _PIECE)


def needs_password(path: Path) -> bool:
    """Return whether the backup at `path` was made with a password. Raises as `reading` does."""
    with path.open("rb") as file:
        return bool(_salt_in(_checked_header(file, path), path))


def _salt_in(header: bytes, path: Path) -> bytes:
    """Return the salt in the line of facts, b"" without a password. Raises `RefusedError` for a foreign line."""
    try:
        facts = json.loads(header)
        is_newer = facts["format"] > FORMAT
        salt = b"" if is_newer else bytes.fromhex(facts["salt"])
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        raise RefusedError(_NO_BACKUP.format(path)) from None
    if is_newer:
        raise RefusedError(
            f"{path} was made by a newer version of this software. Please bring the software up to date first."
        )
    return salt


def _checked_header(file: BinaryIO, path: Path) -> bytes:
    """Return the line of facts, once mark and checksum are right; `file` stands behind it then."""
    if file.read(len(_MARK)) != _MARK:
        raise RefusedError(_NO_BACKUP.format(path))
    left = path.stat().st_size - _DIGEST
    file.seek(0)
    digest = hashlib.sha256()
    while left > 0 and (piece := file.read(min(_PIECE, left))):
        digest.update(piece)
        left -= len(piece)
    if left or file.read() != digest.digest():
        raise RefusedError(f"{path} is damaged: it is not what was written then. Please take another backup.")
    file.seek(len(_MARK))
    return file.readline(_LONGEST_HEADER)


class _Part(io.RawIOBase):
    """The bytes of a file from `start` to before `end`."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        super().__init__()
        self._file, self._left = file, end - start
        file.seek(start)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._file.read(min(len(buffer), self._left))
        buffer[: len(piece)] = piece
        self._left -= len(piece)
        return len(piece)
