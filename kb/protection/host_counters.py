"""Counters that all processes of a host share, in a file that lives in the machine's memory."""

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

# Of 4 KiB: some 80,000 counters, whoever asks
_MOST_PAGES = 2_000
# Another process holds the file for a fraction of a millisecond
_LOCK_SECONDS = 1.0
_SETUP = """
PRAGMA journal_mode = TRUNCATE;
PRAGMA synchronous = OFF;
PRAGMA secure_delete = ON;
PRAGMA temp_store = MEMORY;
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS counters (
    key BLOB PRIMARY KEY, number INTEGER NOT NULL, ends_at REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS counters_by_end ON counters (ends_at);
COMMIT;
"""
_COUNT = """
INSERT INTO counters (key, number, ends_at) VALUES (?, ?, ?)
ON CONFLICT (key) DO UPDATE SET number = number + excluded.number
"""
_RAISE = """
INSERT INTO counters (key, number, ends_at) VALUES (?, ?, ?)
ON CONFLICT (key) DO UPDATE SET number = MAX(number, excluded.number)
"""
_DELETE_HALF = """
DELETE FROM counters WHERE key IN (
    SELECT key FROM counters ORDER BY ends_at LIMIT (SELECT COUNT(*) / 2 + 1 FROM counters)
)
"""
_log = logging.getLogger(__name__)
Answer = TypeVar("Answer")


class CounterTable:
    """Counters that end by themselves, in an SQLite file, or for this process alone in ":memory:".

    A count whose time is over leaves no byte behind: each write removes what has run out, and overwrites it. The
    journal, which undoes the half-written count of a killed process, is emptied with each write. When the file is
    full, the half that would end first goes. Raises `sqlite3.Error` or `OSError` where the file cannot be used.
    """

    def __init__(
        self, path: str, *, clock: Callable[[], float] = time.monotonic, most_pages: int = _MOST_PAGES
    ) -> None:
        self._path = path
        # Not the time of day, which may be set back: one clock of the machine, which restarts when its memory is lost.
        self._clock = clock
        self._most_pages = most_pages
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._inode = 0

    def count(self, key: bytes, seconds: float, by: int = 1) -> int:
        """Add `by` to a counter and return its number; a new one ends after `seconds`, whatever is added meanwhile."""
        return self._store(_COUNT, key, seconds, by)

    def raise_to(self, key: bytes, seconds: float, number: int) -> None:
        """Let a counter have at least this number; a new one ends after `seconds`."""
        self._store(_RAISE, key, seconds, number)

    def read(self, keys: Iterable[bytes]) -> dict[bytes, int]:
        """Return the numbers of those counters that have not run out."""
        asked = list(keys)
        marks = ", ".join("?" * len(asked))
        query = f"SELECT key, number FROM counters WHERE ends_at > ? AND key IN ({marks})"
        with self._lock:
            return dict(self._opened().execute(query, [self._clock(), *asked]))

    def delete(self, keys: Iterable[bytes]) -> None:
        with self._write() as connection:
            connection.executemany("DELETE FROM counters WHERE key = ?", [(key,) for key in keys])

    def clear(self) -> None:
        with self._write() as connection:
            connection.execute("DELETE FROM counters")

    def delete_expired(self) -> None:
        """Remove what has run out, and let go of the file: processes that part now must not inherit a connection."""
        with self._write():
            pass
        with self._lock:
            self._connection.close()
            self._connection = None

    def _store(self, statement: str, key: bytes, seconds: float, number: int) -> int:
        try:
            return self._written(statement, key, seconds, number)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_FULL:
                raise
        with self._write() as connection:
            connection.execute(_DELETE_HALF)
        return self._written(statement, key, seconds, number)

    def _written(self, statement: str, key: bytes, seconds: float, number: int) -> int:
        with self._write() as connection:
            connection.execute(statement, (key, number, self._clock() + seconds))
            # Not RETURNING, which SQLite has since 3.35 only.
            return connection.execute("SELECT number FROM counters WHERE key = ?", (key,)).fetchone()[0]

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("DELETE FROM counters WHERE ends_at <= ?", (self._clock(),))
            yield connection

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None or self._was_removed():
            self._connection = self._open()
        return self._connection

    def _was_removed(self) -> bool:
        # Some systems empty the shared memory of an account that signs out (RemoveIPC of systemd).
        if self._path == ":memory:":
            return False
        try:
            return os.stat(self._path).st_ino != self._inode
        except FileNotFoundError:
            return True

    def _open(self) -> sqlite3.Connection:
        if self._path != ":memory:":
            self._inode = _create_private(self._path)
        connection = sqlite3.connect(self._path, timeout=_LOCK_SECONDS, isolation_level=None, check_same_thread=False)
        connection.executescript(f"PRAGMA max_page_count = {self._most_pages}; {_SETUP}")
        return connection


def _create_private(path: str) -> int:
    """Create the file for its owner alone, unless it is there, and return its inode; the folder is open to all."""
    opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        found = os.fstat(opened)
        if found.st_uid != os.geteuid():
            raise PermissionError(f"{path} belongs to another account")
        return found.st_ino
    finally:
        os.close(opened)


class HostCounters:
    """Counters of a host; where their file cannot be used, each process counts for itself, and the log says so once."""

    has_warned = False

    def __init__(self, path: str) -> None:
        self._path = path
        self._shared, self._own = CounterTable(path), CounterTable(":memory:")

    def count(self, key: bytes, seconds: float, by: int = 1) -> int:
        return self._try(lambda table: table.count(key, seconds, by))

    def raise_to(self, key: bytes, seconds: float, number: int) -> None:
        self._try(lambda table: table.raise_to(key, seconds, number))

    def read(self, keys: Iterable[bytes]) -> dict[bytes, int]:
        return self._try(lambda table: table.read(keys))

    def delete(self, keys: Iterable[bytes]) -> None:
        self._try(lambda table: table.delete(keys))

    def clear(self) -> None:
        self._try(CounterTable.clear)

    def delete_expired(self) -> None:
        self._try(CounterTable.delete_expired)

    def _try(self, ask: Callable[[CounterTable], Answer]) -> Answer:
        try:
            return ask(self._shared)
        except (OSError, sqlite3.Error) as error:
            self._warn(error)
            return ask(self._own)

    def _warn(self, error: Exception) -> None:
        if HostCounters.has_warned:
            return
        # Of the class, not of this object: processes that part later need not say it again.
        HostCounters.has_warned = True
        reason = f"{self._path} cannot be used ({type(error).__name__})"
        _log.warning("%s: each process counts wrong passwords and searches for itself, so limits are higher", reason)
