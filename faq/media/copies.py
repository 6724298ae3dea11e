"""Copies of what lies in a bucket, on this host's own disk: each is fetched once a week, however often it is read."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.utils._os import safe_join

from faq.media.stored import HIDDEN

_DAY = 24 * 60 * 60
# Seconds: after the first a copy is fetched anew where that can be; after the second it is removed, so that what was
# removed from the bucket is gone from every host, too
_FRESH, _KEPT = 7 * _DAY, 14 * _DAY
# Of the bound, what is looked through again after so much more was written
_SHARE = 20


class Copies:
    """At most about `most_bytes` in `folder`; the oldest go first. A disk that is full only means more fetching."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self._folder, self._most_bytes = folder, most_bytes
        # Since the folder was last looked through, and when (time.monotonic) it will be in any case
        self._written, self._look_at = 0, 0.0

    def opened(self, name: str, *, even_old: bool = False) -> IO[bytes] | None:
        """Return the copy of `name`, to be read and closed; None where there is none, or only one that is too old."""
        if time.monotonic() > self._look_at:
            self._make_room()
        with suppress(OSError):
            file = self._path(name).open("rb")
            if even_old or os.fstat(file.fileno()).st_mtime > time.time() - _FRESH:
                return file
            file.close()
        return None

    def put(self, name: str, data: bytes) -> None:
        """Keep a copy of `data` as `name`, if the disk takes it."""
        path = self._path(name)
        draft = path.with_name(f"{HIDDEN}{path.name}.{os.getpid()}")
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                draft.write_bytes(data)
                draft.replace(path)
            finally:
                draft.unlink(missing_ok=True)
            self._written += len(data)
            if self._written > self._most_bytes // _SHARE:
                self._make_room()

    def drop(self, name: str) -> None:
        """Remove the copy of `name`, if there is one."""
        with suppress(OSError):
            self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        """Raises SuspiciousFileOperation for what would lie outside: a bucket takes any name, such as ../secret-key."""
        return Path(safe_join(self._folder, name))

    def _make_room(self) -> None:
        """Remove what is too old, then the oldest until the rest fits."""
        self._written, self._look_at = 0, time.monotonic() + _DAY
        with suppress(OSError):
            room, limit = self._most_bytes, time.time() - _KEPT
            for written_at, size, path in sorted(self._all(), reverse=True):
                room -= size
                if written_at < limit or room < 0:
                    path.unlink(missing_ok=True)

    def _all(self) -> Iterator[tuple[float, int, Path]]:
        for path in self._folder.rglob("*"):
            # Another process may remove it just now
            with suppress(FileNotFoundError):
                facts = path.stat()
                if path.is_file():
                    yield facts.st_mtime, facts.st_size, path
