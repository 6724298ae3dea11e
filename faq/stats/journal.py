"""Keeps counts in files of the data folder while the database cannot take them, each to be added later exactly once.

A process appends to a file of its own, one line a count: the day, the article or 0, and what led to a view, what a
search came to, what a reader answered or which file was opened.
It holds the file locked while it writes; the system lets go of that lock when the process dies. So a file that can be
locked has lost its writer, and whoever locks it may add it.
"""

import fcntl
import json
import os
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError

from faq.models import FeedbackCount, SearchOutcome, ViewCount

_SUFFIX = ".journal"
# Stands in a line for a file of an article that was opened; `group` is its key
FILE_OPENED = "file"
_ANSWERS = FeedbackCount.Answer.values
_OF_ARTICLES = {*ViewCount.Source.values, *_ANSWERS, FILE_OPENED}


class Entry(NamedTuple):
    """One count: a view of an article on a day, with a `kind` what a search came to, or a search that did not help.

    `kind`, `rank`, `group` and `text` are those of `models.SearchOutcome`; the text is redacted. With an article beside
    it, `kind` is a source of `models.ViewCount`, with its place as text, or an answer of `models.FeedbackCount` to its
    version `revision` and its step `rank`; `before` is the answer that it takes the place of, and a text is the reason
    for an answer that was counted already. With the kind `FILE_OPENED` it is one opening of the file whose key is
    `group`. With `in_doubt`, the id of a transaction with whose commit PostgreSQL went away, it counts unless that was
    stored.
    """

    day: date
    article_id: int = 0
    kind: str = ""
    rank: int = 0
    group: str = ""
    text: str = ""
    revision: int = 0
    before: str = ""
    in_doubt: str = ""

    def to_line(self) -> bytes:
        count = f"{self.day.isoformat()} {self.article_id}"
        more = f" {json.dumps(self[2:])}" if self[2:] != _BARE else ""
        return f"{count}{more}\n".encode()

    @classmethod
    def from_line(cls, line: str) -> "Entry":
        """Return what `to_line` wrote; raises ValueError when it did not write this."""
        day, article_id, *more = line.split(maxsplit=2)
        count = cls(date.fromisoformat(day), int(article_id))
        if not more:
            return count
        # Files of earlier versions end with the text, or with the answer before
        values = json.loads(more[0])
        kind, rank, group, text, revision, before, in_doubt = [*values, *_BARE[len(values) :]][: len(_BARE)]
        kinds = _OF_ARTICLES if count.article_id else SearchOutcome.Kind.values
        if kind not in ("", *kinds) or before not in ("", *_ANSWERS) or not _TRANSACTION_ID.fullmatch(in_doubt):
            raise ValueError(line)
        named = {
            "kind": kind,
            "group": group[: 80 if kind == FILE_OPENED else 16],
            "text": text[:300],
            "before": before,
            "in_doubt": in_doubt,
        }
        return count._replace(rank=int(rank), revision=int(revision), **named)


_BARE = Entry(date.min)[2:]
_TRANSACTION_ID = re.compile("[0-9]{,18}")


class Journal:
    """The file of this process, and those that other processes left behind."""

    def __init__(self) -> None:
        # A process that was killed may have left something
        self.may_hold_entries = True
        self._file: int | None = None
        self._lock = Lock()

    def append(self, entry: Entry) -> None:
        """Write `entry` to the end of this process's file, as one `write`: it survives the death of the process.

        It is as safe as a commit of SQLite's in this site's settings: the system writes it to the disk within seconds,
        and only a power cut may come first. Raises OSError when the folder is full or cannot be written.
        """
        line = entry.to_line()
        with self._lock:
            self._file = self._file if self._file is not None else _new_file()
            size = os.fstat(self._file).st_size
            if os.write(self._file, line) != len(line):
                # A full disk took a part
                os.ftruncate(self._file, size)
                raise OSError(f"{_folder()} is full.")
            self.may_hold_entries = True

    def empty(self, add: Callable[[str, Counter[Entry]], None], forget: Callable[[str], None]) -> None:
        """Have `add(name, entries)` take what each file holds, delete the file, then call `forget(name)`.

        A process that dies after `add` leaves the file: `add` is called with that name again and must then do nothing.
        Files of processes that live stay. Raises what `add` and `forget` raise, the file then stays, and OSError.
        """
        with self._lock:
            self.may_hold_entries = False
            if self._file is not None:
                os.close(self._file)
            self._file = None
        try:
            for path in sorted(_folder().glob(f"*{_SUFFIX}")):
                with _locked(path) as is_ours:
                    if is_ours:
                        add(path.stem, _entries_in(path))
                        path.unlink()
                        forget(path.stem)
        except DatabaseError:
            self.may_hold_entries = True
            raise


def _folder() -> Path:
    return Path(settings.KB_JOURNAL_DIR)


def _new_file() -> int:
    """Return a new file, locked before it has the name by which others find it."""
    folder = _folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / secrets.token_hex(16)
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        path.rename(path.with_suffix(_SUFFIX))
    except OSError:
        os.close(file)
        raise
    return file


@contextmanager
def _locked(path: Path) -> Iterator[bool]:
    """Lock the file and yield True; False where a living process has it, or another one has just removed it."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        yield False
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield os.fstat(file).st_nlink > 0
    except BlockingIOError:
        yield False
    finally:
        os.close(file)


def _entries_in(path: Path) -> Counter[Entry]:
    """Count the lines of a file; what a power cut left of one, or made of it, is passed over."""
    found: Counter[Entry] = Counter()
    with path.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            try:
                found[Entry.from_line(line)] += line.endswith("\n")
            except (ValueError, TypeError):
                continue
    return +found
