"""Encrypts the content of a backup with a password, piece by piece, so that none of it need fit in memory.

The key comes from the password by scrypt (RFC 7914); each piece of 64 KiB is sealed by AES-256-GCM. Its nonce is its
number and whether it is the last one, as in the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015), so that
pieces cannot be left out, moved or cut off. A key serves one file only, because its salt is random.
"""

import io
from types import TracebackType
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from faq.errors import RefusedError

_PIECE = 64 * 1024
_TAG = 16


def _cipher(password: str, salt: bytes) -> AESGCM:
    # 64 MB and about a fifth of a second for each guess
    return AESGCM(Scrypt(salt=salt, length=32, n=2**16, r=8, p=1).derive(password.encode()))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


class EncryptingWriter(io.RawIOBase):
    """Writes to `file` what is written to it, encrypted; `header` is what must stand before it unchanged."""

    def __init__(self, file: io.RawIOBase, password: str, salt: bytes, header: bytes) -> None:
        super().__init__()
        self._file, self._header = file, header
        self._cipher = _cipher(password, salt)
        self._waiting = bytearray()
        self._number = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting += data
        # One piece is always kept back: it may turn out to be the last
        while len(self._waiting) > _PIECE:
            self._seal(is_last=False)
        return len(data)

    def _seal(self, *, is_last: bool) -> None:
        piece = bytes(self._waiting[:_PIECE])
        del self._waiting[:_PIECE]
        self._file.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), piece, self._header))
        self._number += 1

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._seal(is_last=True)


class DecryptingReader(io.RawIOBase):
    """Reads what an `EncryptingWriter` wrote. Raises `RefusedError` when the password is another one."""

    def __init__(self, file: io.RawIOBase, password: str, salt: bytes, header: bytes) -> None:
        super().__init__()
        self._file, self._header = io.BufferedReader(file, _PIECE), header
        self._cipher = _cipher(password, salt)
        self._open = b""
        self._number = 0
        self._is_over = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._open and not self._is_over:
            self._open = self._next_piece()
        piece, self._open = self._open[: len(buffer)], self._open[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)

    def _next_piece(self) -> bytes:
        sealed = self._file.read(_PIECE + _TAG)
        self._is_over = not self._file.peek(1)
        nonce = _nonce(self._number, is_last=self._is_over)
        self._number += 1
        try:
            return self._cipher.decrypt(nonce, sealed, self._header)
        except InvalidTag:
            raise RefusedError("The password is not the one that this backup was made with.") from None
