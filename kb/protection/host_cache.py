"""Counts that the processes of one host share in the machine's memory, and forget when their time is over."""

import fcntl
import os
import pickle
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.filebased import FileBasedCache


class HostMemoryCache(FileBasedCache):
    """A cache in a folder of the machine's memory, for the wrong passwords of the last minutes.

    Its keys are made of addresses, so nothing of it may reach a disk or stay longer than the lock: whoever adds or
    asks for a count first removes all that have run out, and so does each start.
    """

    def __init__(self, dir: str, params: dict[str, Any]) -> None:
        BaseCache.__init__(self, params)  # FileBasedCache makes the folder too early
        self._dir = os.path.abspath(dir)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        self.forget_the_old()
        return super().get(key, default, version)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        with self._alone():
            self.forget_the_old()
            return super().add(key, value, timeout, version)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        with self._alone():
            value = self.get(key, 0, version) + delta
            self.set(key, value, self._seconds_left(key, version), version)
            return value

    def forget_the_old(self) -> None:
        """Remove what has run out."""
        for file in self._list_cache_files():
            with suppress(FileNotFoundError), open(file, "rb") as opened:
                self._is_expired(opened)

    def _seconds_left(self, key: str, version: int | None) -> Any:
        try:
            with open(self._key_to_file(key, version), "rb") as opened:
                return pickle.load(opened) - time.time()  # a file of our own begins with the time of its end
        except FileNotFoundError:
            return DEFAULT_TIMEOUT

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._createdir()
        with (Path(self._dir) / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
