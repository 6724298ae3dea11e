"""What the index keeps beside the engine: the text of each article, its vectors, and how far it has come.

One SQLite file. Its write lock is the lock of the whole index: one writer at a time, let go by the system when a
process dies. The engine is written first and this file last: what it says of the edition is never ahead.
"""

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

from faq.search.index.documents import Document

_TABLES = """
CREATE TABLE IF NOT EXISTS state (one INTEGER PRIMARY KEY CHECK (one = 1), edition INTEGER, token TEXT, folder TEXT,
    schema_version TEXT, sequence INTEGER, writes INTEGER, claimed_until REAL);
CREATE TABLE IF NOT EXISTS article (id INTEGER PRIMARY KEY, edition INTEGER, sequence INTEGER, tags TEXT, text_key TEXT,
    document TEXT);
CREATE INDEX IF NOT EXISTS article_sequence ON article (sequence);
CREATE INDEX IF NOT EXISTS article_text_key ON article (text_key);
CREATE TABLE IF NOT EXISTS deleted (id INTEGER PRIMARY KEY, sequence INTEGER);
CREATE TABLE IF NOT EXISTS vector (text_key TEXT PRIMARY KEY, rows BLOB) WITHOUT ROWID;
INSERT OR IGNORE INTO state VALUES (1, -1, '', '', '', 0, 0, 0);
"""


@dataclass(frozen=True)
class State:
    edition: int
    # Of the edition
    token: str
    # Where the engine's files are
    folder: str
    # Of what is kept, and the model's name: an index of another one is built again
    schema_version: str
    # Goes up with every write
    sequence: int
    # Of articles, since the engine's folder was made
    writes: int
    # Until when (time.time) a process has claimed to make the missing vectors
    claimed_until: float = 0.0


_STATE = tuple(field.name for field in fields(State))


class Store:
    """The file at `path`. Raises sqlite3.Error when it cannot be read or its lock is held for `timeout` seconds."""

    def __init__(self, path: Path, *, timeout: float = 20.0) -> None:
        self._path, self._timeout = path, timeout
        self._local = threading.local()
        if not self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'vector'").fetchone():
            self._db.executescript(_TABLES)

    @property
    def _db(self) -> sqlite3.Connection:
        if not hasattr(self._local, "db"):
            db = sqlite3.connect(self._path, timeout=self._timeout, isolation_level=None)
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            self._local.db = db
        return self._local.db

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock; everything within is kept together, or nothing of it."""
        # Commits, or rolls back when anything is raised
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            yield

    def state(self) -> State:
        return State(*self._db.execute(f"SELECT {', '.join(_STATE)} FROM state").fetchone())

    def set_state(self, state: State) -> None:
        places = ", ".join(f"{name}=?" for name in _STATE)
        self._db.execute(f"UPDATE state SET {places}", [getattr(state, name) for name in _STATE])

    def put(self, documents: Iterable[Document], sequence: int) -> None:
        documents = list(documents)
        rows = ((d.id, d.edition, sequence, " ".join(d.tag_slugs), d.text_key, d.as_json()) for d in documents)
        self._db.executemany("INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._db.executemany("DELETE FROM deleted WHERE id=?", [(document.id,) for document in documents])

    def remove(self, ids: Iterable[int], sequence: int) -> None:
        ids = list(ids)
        self._db.executemany("DELETE FROM article WHERE id=?", [(id,) for id in ids])
        self._db.executemany("INSERT OR REPLACE INTO deleted VALUES (?, ?)", [(id, sequence) for id in ids])

    def clear(self) -> None:
        """Remove all articles. Vectors stay: they belong to texts, and most texts come back."""
        self._db.execute("DELETE FROM article")
        self._db.execute("DELETE FROM deleted")

    def documents(self, ids: Iterable[int]) -> dict[int, Document]:
        """Return what is kept of these articles, by id; those no longer there are left out."""
        ids = list(ids)
        marks = ",".join("?" * len(ids))
        rows = self._db.execute(f"SELECT id, document FROM article WHERE id IN ({marks})", ids)
        return {id: Document.from_json(text) for id, text in rows}

    def changed_since(self, sequence: int) -> list[tuple[int, tuple[str, ...], bytes | None]]:
        """Return (id, tag slugs, vectors) of what was written after `sequence`; vectors not made yet are None."""
        query = "SELECT id, tags, rows FROM article LEFT JOIN vector USING (text_key) WHERE sequence > ? ORDER BY id"
        return [(id, tuple(tags.split()), rows) for id, tags, rows in self._db.execute(query, (sequence,))]

    def deleted_since(self, sequence: int) -> list[int]:
        return [id for (id,) in self._db.execute("SELECT id FROM deleted WHERE sequence > ?", (sequence,))]

    def checksum(self) -> tuple[int, int]:
        """Return the number of articles and the sum of their editions, to be compared with the database's."""
        return self._db.execute("SELECT COUNT(*), COALESCE(SUM(edition), 0) FROM article").fetchone()

    def without_vectors(self, limit: int, *, newest_first: bool = False) -> list[tuple[str, Document]]:
        """Return (text key, document) of up to `limit` articles whose vectors are not made yet, by id."""
        query = f"""SELECT text_key, document FROM article LEFT JOIN vector USING (text_key) WHERE rows IS NULL
            ORDER BY id {"DESC" if newest_first else "ASC"} LIMIT ?"""
        return [(key, Document.from_json(text)) for key, text in self._db.execute(query, (limit,))]

    def vector_counts(self) -> tuple[int, int]:
        """Return how many articles there are, and how many of them have their vectors."""
        return self._db.execute(
            "SELECT COUNT(*), COUNT(rows) FROM article LEFT JOIN vector USING (text_key)"
        ).fetchone()

    def put_vectors(self, vectors: Iterable[tuple[str, bytes]], sequence: int) -> None:
        for text_key, rows in vectors:
            self._db.execute("INSERT OR REPLACE INTO vector VALUES (?, ?)", (text_key, rows))
            self._db.execute("UPDATE article SET sequence=? WHERE text_key=?", (sequence, text_key))

    def drop_unused_vectors(self) -> None:
        self._db.execute("DELETE FROM vector WHERE text_key NOT IN (SELECT text_key FROM article)")
