"""Looks for what somebody typed in all that a site keeps: in clear, written in other ways, and as a hash."""

import base64
import gzip
import hashlib
import re
import sqlite3
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote, quote_plus

import psycopg
import redis

from faq.backup import archive
from faq.text import search_groups, words
from tests.product import manage

_COUNTS = "faq_viewcount, faq_searchcount, faq_searchoutcome, faq_feedbackcount, faq_feedbackreason, faq_addedjournal"
_Hash = Callable[[bytes], "hashlib._Hash"]
_HASHES: tuple[_Hash, ...] = (
    *(hashlib.md5, hashlib.sha1, hashlib.sha256, hashlib.sha512, hashlib.blake2s, hashlib.blake2b),
    lambda text: hashlib.blake2s(text, digest_size=8),
    lambda text: hashlib.blake2s(text, digest_size=16),
    lambda text: hashlib.blake2b(text, digest_size=8),
    lambda text: hashlib.blake2b(text, digest_size=16),
)
# Bytes of a hash that are looked for, so that a shortened one is found
_OF_A_HASH = 8
# A shorter one may stand anywhere by chance
_SHORTEST = 6


def spellings(mark: str) -> set[str]:
    """Return `mark` as it may be written: as typed, normalised, without what parts its pieces, its digits, escaped."""
    plain = {mark, words.normalise(mark), re.sub(r"[\W_]+", "", mark), re.sub(r"\D+", "", mark)}
    escaped = {escape(text) for text in plain for escape in (quote, quote_plus)}
    return {text.lower() for text in plain | escaped if len(text) >= _SHORTEST}


def hashes(mark: str) -> set[bytes]:
    """Return how all hashes of all spellings of `mark` begin, plain, in hex and base64; also its group of searches."""
    found = {search_groups.group_of(text).encode() for text in (mark, words.normalise(mark))}
    for text in spellings(mark) | {mark}:
        for hash_of in _HASHES:
            digest = hash_of(text.encode()).digest()[:_OF_A_HASH]
            found |= {
                digest,
                digest.hex().encode(),
                base64.b64encode(digest)[:10],
                base64.urlsafe_b64encode(digest)[:10],
            }
    return found


class Planted:
    """Pieces of text that must be found nowhere."""

    def __init__(self, marks: Iterable[str]) -> None:
        self._clear = {spelling.encode(): mark for mark in marks for spelling in spellings(mark)}
        self._hashed = {part: f"a hash of {mark}" for mark in marks for part in hashes(mark)}

    def found_in(self, content: bytes, *, hashed: bool = True) -> set[str]:
        lowered = content.lower()
        found = {mark for spelling, mark in self._clear.items() if spelling in lowered}
        return found | {mark for part, mark in self._hashed.items() if hashed and part in content}


class Folder:
    """A folder of data, of which only what has changed since a moment is looked at."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._before = self._files()

    def changed(self) -> Iterator[tuple[str, bytes]]:
        """Yield names and bytes of the files that are new or were written since; the names first, for all files."""
        files = self._files()
        yield "names of files", "\n".join(map(str, files)).encode()
        for file, state in files.items():
            if self._before.get(file) != state:
                yield str(file), file.read_bytes()

    def _files(self) -> dict[Path, tuple[int, int]]:
        found = ((file, file.stat()) for file in self.path.rglob("*") if file.is_file())
        return {file: (stat.st_mtime_ns, stat.st_size) for file, stat in found}


class Sqlite:
    """The database of a site on one machine."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def rows(self) -> Iterator[tuple[str, bytes]]:
        """Yield each table with all its columns as text; afterwards no change waits in the write-ahead log."""
        with self._connection() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()
                yield name, "\n".join("\t".join(map(str, row)) for row in rows).encode()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Another program holds the write lock."""
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")

    @contextmanager
    def without_facts(self) -> Iterator[None]:
        """Meanwhile a table is missing that pages read, so that they are faults."""
        with self._connection() as connection:
            connection.execute("ALTER TABLE faq_fact RENAME TO away")
            yield
            connection.execute("ALTER TABLE away RENAME TO faq_fact")

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, isolation_level=None, timeout=20)) as connection:
            yield connection


class Postgres:
    """The database of a grown site."""

    def __init__(self, url: str) -> None:
        self._url = url

    @property
    def folder(self) -> Path:
        """The folder of the server, with its log and its write-ahead log."""
        with psycopg.connect(self._url) as connection:
            return Path(connection.execute("SHOW data_directory").fetchone()[0]).parent

    def rows(self) -> Iterator[tuple[str, bytes]]:
        """Yield each table with all its columns as text; afterwards its files hold what it holds."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
            tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            for (name,) in tables:
                with connection.cursor().copy(f'COPY "{name}" TO STDOUT') as rows:
                    yield name, b"".join(rows)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Another program has locked all tables of counts; whoever reads is not disturbed."""
        with psycopg.connect(self._url) as connection:
            connection.execute(f"LOCK TABLE {_COUNTS} IN EXCLUSIVE MODE")
            yield
            connection.rollback()

    @contextmanager
    def without_facts(self) -> Iterator[None]:
        """Meanwhile a table is missing that pages read, so that they are faults."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute("ALTER TABLE faq_fact RENAME TO away")
            yield
            connection.execute("ALTER TABLE away RENAME TO faq_fact")


def counters() -> Iterator[tuple[str, bytes]]:
    """Yield the files of counters that sites of this machine keep in its memory."""
    for file in Path("/dev/shm").glob("kb-limits-*"):
        # Another site may end meanwhile
        with suppress(FileNotFoundError):
            yield str(file), file.read_bytes()


def entries_of_redis(url: str) -> Iterator[tuple[str, bytes]]:
    """Yield each key of a Redis with its value, unpacked."""
    with redis.Redis.from_url(url) as server:
        for key in server.scan_iter():
            yield f"Redis {key!r}", key + b"\n" + _unpacked(server.get(key) or b"")


def backup_of(folder: Path, target: Path, **values: object) -> Iterator[tuple[str, bytes]]:
    """Make a backup, and yield what is in it."""
    _done(manage(folder, "backup", str(target), **values))
    held: dict[str, bytes] = {}
    archive.read(target, "", held.__setitem__)
    yield from held.items()


def export_of(folder: Path, target: Path, **values: object) -> Iterator[tuple[str, bytes]]:
    """Export everything, and yield what is in it."""
    _done(manage(folder, "export_articles", str(target), **values))
    with zipfile.ZipFile(target) as export:
        for name in export.namelist():
            yield f"export {name}", export.read(name)


def _done(command: subprocess.CompletedProcess) -> None:
    assert command.returncode == 0, command.stderr


def _unpacked(value: bytes) -> bytes:
    start = value.find(b"\x1f\x8b")
    return value[:start] + gzip.decompress(value[start:]) if start >= 0 else value
