"""A cache in the memory of one process whose size is bounded in bytes, however long its keys and values are."""

import sys
import threading
import time
from collections import OrderedDict
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

# What Python needs for one entry beside its key and value: about 170 bytes (measured), more while the table grows.
_ENTRY_BYTES = 250


class _Store:
    """The entries of one cache, shared by all threads; those asked for longest ago leave first."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.entries: OrderedDict[str, tuple[bytes, float | None]] = OrderedDict()
        self.size = 0

    def put(self, key: str, value: bytes, expires_at: float | None, max_bytes: int) -> None:
        self.drop(key)
        size = _size_of(key, value)
        if size > max_bytes:
            return
        self.entries[key] = (value, expires_at)
        self.size += size
        while self.size > max_bytes:
            self.drop(next(iter(self.entries)))

    def drop(self, key: str) -> bool:
        entry = self.entries.pop(key, None)
        if entry is not None:
            self.size -= _size_of(key, entry[0])
        return entry is not None


# By the cache's LOCATION: Django makes a cache object for each thread, and all of them are to find the same entries.
_stores: dict[str, _Store] = {}


class MemoryCache(BaseCache):
    """Keeps bytes under text keys, at most `OPTIONS["max_bytes"]` of them, keys and bookkeeping included.

    It answers `get`, `set`, `delete`, `clear` and what Django builds on them. A value that is not bytes raises
    TypeError; one that is larger than the whole cache is not kept.
    """

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._max_bytes: int = params["OPTIONS"]["max_bytes"]
        self._store = _stores.setdefault(name, _Store())

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        key = self.make_key(key, version)
        with self._store.lock:
            value, expires_at = self._store.entries.get(key, (None, None))
            if value is None:
                return default
            if expires_at is not None and expires_at <= time.time():
                self._store.drop(key)
                return default
            self._store.entries.move_to_end(key)
            return value

    def set(self, key: str, value: bytes, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        if not isinstance(value, bytes):
            raise TypeError(f"This cache keeps bytes, not {type(value).__name__}.")
        key = self.make_key(key, version)
        with self._store.lock:
            self._store.put(key, value, self.get_backend_timeout(timeout), self._max_bytes)

    def delete(self, key: str, version: int | None = None) -> bool:
        key = self.make_key(key, version)
        with self._store.lock:
            return self._store.drop(key)

    def clear(self) -> None:
        with self._store.lock:
            self._store.entries.clear()
            self._store.size = 0


def _size_of(key: str, value: bytes) -> int:
    return sys.getsizeof(key) + sys.getsizeof(value) + _ENTRY_BYTES
