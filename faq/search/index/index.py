"""The index of this process: up to date whenever it is read, and repaired when it is lost or damaged."""

import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from faq.models import Edition, file_words, replica
from faq.search.index import embedding_jobs
from faq.search.index.catch_up import catch_up, is_current, mark_for_rebuild
from faq.search.index.documents import Document
from faq.search.index.repair import NotReadyError, is_damage, repair
from faq.search.index.store import Store
from faq.search.index.view import IndexView, load_view
from faq.search.query.parse import Query
from faq.search.query.ranking import Matches

# Seconds for which no search is a reason to repair, after one that no repair helped
_NO_REPAIR = 600.0
# Seconds after which it is looked whether the words of PDFs, whose storage was away, can be read now
_WORDS_AGAIN = 60.0
R = TypeVar("R")


def open_index(*, include_staff: bool = False) -> "Index":
    """Return this process' index for patients, or for staff who may find staff-only articles too."""
    return _index(Path(settings.KB_INDEX_DIR) / ("staff" if include_staff else "patients"), include_staff, os.getpid())


@cache
def _index(folder: Path, include_staff: bool, process: int) -> "Index":
    return Index(folder, include_staff=include_staff)


class Index:
    """What one kind of reader may find: patients, or staff who see staff-only articles too. The two share nothing.

    Everything that reads may raise `NotReadyError`. Damage is repaired in this order: `reopen`, `rebuild`, `discard`.
    """

    def __init__(self, folder: Path, *, include_staff: bool) -> None:
        self.folder, self._file = folder, folder / "articles.sqlite3"
        self._include_staff = include_staff
        self._lock = threading.RLock()
        self._store: Store | None = None
        self._view: IndexView | None = None
        # time.monotonic
        self._no_repair_until = 0.0
        # PDFs that it should hold the words of and does not, and when (time.monotonic) they are looked for again
        self._without_words, self._words_again_at = self._left_without_words(), 0.0

    # What is read for a view serves later requests too, as of the edition of the files
    @replica.not_read()
    def current(self) -> IndexView:
        """Return what is published now. Raises only where nothing can be written."""
        try:
            return self._read_current()
        except Exception as error:
            with self._lock:
                return repair(error, [self.reopen, self.rebuild, self.discard], self._read_current)

    @replica.not_read()
    def as_it_is(self) -> IndexView | None:
        """Return what the files hold, or what was read of them last while another thread builds them. Never waits.

        None where they cannot be read: the next search repairs them.
        """
        if not self._lock.acquire(blocking=False):
            return self._view
        try:
            if self._file.exists():
                self._view = load_view(self.store, self.folder, self._view)
                return self._view
        except Exception as error:
            if not is_damage(error):
                raise
        finally:
            self._lock.release()
        return None

    def matches(self, query: Query, view: IndexView) -> Matches:
        """Return the articles of `view` that `query` may mean."""
        return self._read(view, lambda view: view.matches(query))

    def are_together(self, parts: Sequence[str], view: IndexView) -> bool:
        """Whether some article of `view` holds these words side by side."""
        return self._read(view, lambda view: view.are_together(parts))

    def documents(self, ids: Collection[int], view: IndexView) -> dict[int, Document]:
        """Return the texts of these articles of `view`, by id; those no longer there are left out."""
        return self._read(view, lambda view: view.documents(ids))

    def embed_all(self, progress: embedding_jobs.Progress | None = None) -> int:
        """Make all vectors that are missing, return for how many articles."""
        embedding_jobs.claim(self.store)
        self.current()
        return embedding_jobs.embed_all(self.store, progress)

    @property
    def store(self) -> Store:
        if self._store is None or not self._file.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            self._view, self._store = None, Store(self._file)
        return self._store

    def reopen(self) -> None:
        """Read all files again: what is in memory may be of files that are gone."""
        self._store = self._view = None

    def rebuild(self) -> None:
        """Build the engine's files again from the database; vectors are kept."""
        self.reopen()
        mark_for_rebuild(self.store)

    def discard(self) -> None:
        """Throw everything away; all of it can be made again."""
        self.reopen()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _read_current(self) -> IndexView:
        """Return the view of the database's edition; the one before while another process builds the index."""
        try:
            return self._caught_up()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            if self._view is None:
                raise NotReadyError from error
            return self._view

    def _caught_up(self) -> IndexView:
        if self._without_words:
            self._take_in_words()
        edition = Edition.current()
        known, state = self._view, self.store.state()
        if known and known.state == state and is_current(state, edition):
            return known
        with self._lock:
            if not is_current(state, edition):
                with file_words.noting_missed() as missed:
                    catch_up(self.store, self.folder, include_staff=self._include_staff)
                self._note_without_words(self._without_words | missed)
            self._view = load_view(self.store, self.folder, self._view)
            if embedding_jobs.embed_now_or_later(self.store):
                self._view = load_view(self.store, self.folder, self._view)
            return self._view

    @property
    def _note(self) -> Path:
        """Where the names of PDFs without words outlive this process."""
        return self.folder / "without-words"

    def _left_without_words(self) -> set[str]:
        try:
            return set(self._note.read_text(encoding="utf-8").split())
        except OSError:
            return set()

    def _note_without_words(self, names: set[str]) -> None:
        if names != self._without_words:
            # Without it this process knows all the same
            with suppress(OSError):
                self._note.write_text("\n".join(names), encoding="utf-8")
        self._without_words = names

    def _take_in_words(self) -> None:
        """Let the index be built again where the words that it lacks can be read now; looked at once a minute."""
        if time.monotonic() < self._words_again_at:
            return
        self._words_again_at = time.monotonic() + _WORDS_AGAIN
        if file_words.can_be_read(self._without_words):
            with self._lock:
                self._note_without_words(set())
                self.rebuild()

    def _read(self, view: IndexView, read: Callable[[IndexView], R]) -> R:
        """Return what `read` makes of `view`; some damage is met only here, when opening the files was no trouble."""
        try:
            return read(view)
        except Exception as error:
            if time.monotonic() < self._no_repair_until:
                raise
            return self._read_repaired(error, read)

    def _read_repaired(self, error: Exception, read: Callable[[IndexView], R]) -> R:
        """Repair, and read again. Where that does not help the fault is in the program: it is not tried again soon."""
        try:
            with self._lock:
                return repair(error, [self.reopen, self.rebuild], lambda: read(self.current()))
        except Exception as again:
            if is_damage(again):
                self._no_repair_until = time.monotonic() + _NO_REPAIR
            raise
