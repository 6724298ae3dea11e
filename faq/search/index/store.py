"""What the index keeps beside the engine: the text of each article, its vectors, and how far it has come.

One SQLite file. Its write lock is the lock of the whole index: one writer at a time, let go by the system when a
process dies. The engine is written first and this file last: what it says of the edition is never ahead.
"""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

_TABLES = """
CREATE TABLE IF NOT EXISTS state (one INTEGER PRIMARY KEY CHECK (one = 1), edition INTEGER, token TEXT, folder TEXT,
    form TEXT, tick INTEGER, writes INTEGER, encoding_until REAL);
CREATE TABLE IF NOT EXISTS article (id INTEGER PRIMARY KEY, edition INTEGER, tick INTEGER, tags TEXT, key TEXT,
    page TEXT);
CREATE INDEX IF NOT EXISTS article_tick ON article (tick);
CREATE INDEX IF NOT EXISTS article_key ON article (key);
CREATE TABLE IF NOT EXISTS gone (id INTEGER PRIMARY KEY, tick INTEGER);
CREATE TABLE IF NOT EXISTS vector (key TEXT PRIMARY KEY, rows BLOB) WITHOUT ROWID;
INSERT OR IGNORE INTO state VALUES (1, -1, '', '', '', 0, 0, 0);
"""


@dataclass(frozen=True)
class State:
    edition: int
    token: str
    folder: str  # where the engine's files are
    form: str  # what wrote it: another form is built anew
    tick: int  # moves with every write
    writes: int  # since the engine's folder was made
    encoding_until: float = 0.0  # until when (time.time) a process has promised to make the missing vectors


_STATE = tuple(field.name for field in fields(State))


@dataclass(frozen=True)
class Row:
    id: int
    edition: int
    tags: tuple[str, ...]
    key: str  # names the text that its vectors were made of
    page: dict


class Store:
    """The file at `path`. Raises sqlite3.Error when it cannot be read or its lock is held too long."""

    def __init__(self, path: Path, *, patience: float = 20.0) -> None:
        self._path, self._patience = path, patience
        self._local = threading.local()
        if not self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'vector'").fetchone():
            self._db.executescript(_TABLES)

    @property
    def _db(self) -> sqlite3.Connection:
        if not hasattr(self._local, "db"):
            db = sqlite3.connect(self._path, timeout=self._patience, isolation_level=None)
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            self._local.db = db
        return self._local.db

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock; everything within is kept together, or nothing of it."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def state(self) -> State:
        return State(*self._db.execute(f"SELECT {', '.join(_STATE)} FROM state").fetchone())

    def set_state(self, state: State) -> None:
        places = ", ".join(f"{name}=?" for name in _STATE)
        self._db.execute(f"UPDATE state SET {places}", [getattr(state, name) for name in _STATE])

    def put(self, rows: Iterable[Row], tick: int) -> None:
        rows = list(rows)
        values = ((row.id, row.edition, tick, " ".join(row.tags), row.key, json.dumps(row.page)) for row in rows)
        self._db.executemany("INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?, ?)", values)
        self._db.executemany("DELETE FROM gone WHERE id=?", [(row.id,) for row in rows])

    def remove(self, ids: Iterable[int], tick: int) -> None:
        ids = [(id,) for id in ids]
        self._db.executemany("DELETE FROM article WHERE id=?", ids)
        self._db.executemany("INSERT OR REPLACE INTO gone VALUES (?, ?)", [(*id, tick) for id in ids])

    def clear(self) -> None:
        """Forget all articles. Vectors stay: they belong to texts, and most texts come back."""
        self._db.execute("DELETE FROM article")
        self._db.execute("DELETE FROM gone")

    def pages(self, ids: Iterable[int]) -> dict[int, dict]:
        """Return what is kept of these articles, by id; those no longer there are left out."""
        ids = list(ids)
        marks = ",".join("?" * len(ids))
        found = self._db.execute(f"SELECT id, page FROM article WHERE id IN ({marks})", ids)
        return {id: json.loads(page) for id, page in found}

    def changed_since(self, tick: int) -> list[tuple[int, tuple[str, ...], bytes | None]]:
        """Return (id, tags, vectors) of what was written after `tick`; a vector not made yet is None."""
        query = "SELECT id, tags, rows FROM article LEFT JOIN vector USING (key) WHERE tick > ? ORDER BY id"
        return [(id, tuple(tags.split()), rows) for id, tags, rows in self._db.execute(query, (tick,))]

    def gone_since(self, tick: int) -> list[int]:
        return [id for (id,) in self._db.execute("SELECT id FROM gone WHERE tick > ?", (tick,))]

    def sums(self) -> tuple[int, int]:
        """Return the number of articles and the sum of their editions, to be compared with the database's."""
        return self._db.execute("SELECT COUNT(*), COALESCE(SUM(edition), 0) FROM article").fetchone()

    def without_vectors(self, limit: int) -> list[tuple[str, dict]]:
        query = "SELECT key, page FROM article LEFT JOIN vector USING (key) WHERE rows IS NULL AND key != '' LIMIT ?"
        return [(key, json.loads(page)) for key, page in self._db.execute(query, (limit,))]

    def vector_counts(self) -> tuple[int, int]:
        """Return how many articles there are, and how many of them have their vectors."""
        return self._db.execute("SELECT COUNT(*), COUNT(rows) FROM article LEFT JOIN vector USING (key)").fetchone()

    def put_vectors(self, vectors: Iterable[tuple[str, bytes]], tick: int) -> None:
        for key, rows in vectors:
            self._db.execute("INSERT OR REPLACE INTO vector VALUES (?, ?)", (key, rows))
            self._db.execute("UPDATE article SET tick=? WHERE key=?", (tick, key))

    def drop_unused_vectors(self) -> None:
        self._db.execute("DELETE FROM vector WHERE key NOT IN (SELECT key FROM article)")

    def close(self) -> None:
        """Close this thread's connection."""
        self._db.close()
        del self._local.db
