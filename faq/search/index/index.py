"""The index of this host: catches up with the edition before it answers, builds itself anew when lost or damaged."""

import logging
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from django.conf import settings
from django.db import Error as DatabaseFault

from faq.models import Article, Edition
from faq.search.index import documents, embedding, embedding_jobs, view
from faq.search.index.engine import Engine, Page
from faq.search.index.store import State, Store
from faq.search.index.view import Reading

_FORM = 4  # of what is kept: add one when an older index could not be read rightly
_STALE = 40  # writes after which the engine's statistics, which count replaced articles too, are worth a fresh start
_HOPELESS = 600.0  # seconds for which a question that no mending helped is not mended for again
Answer = TypeVar("Answer")
_log = logging.getLogger(__name__)


class NotReady(Exception):
    """Another process is building the index, and this one has none yet."""


# Not a fault of the index: somebody stops the process, or the database (not the index's own file) does not answer.
_NO_DAMAGE = (KeyboardInterrupt, SystemExit, DatabaseFault)


class Index:
    """What one kind of reader may find: patients, or staff who see staff-only articles too. The two share nothing."""

    def __init__(self, folder: Path, *, include_staff: bool) -> None:
        self.folder, self._file = folder, folder / "articles.sqlite3"
        self._include_staff = include_staff
        self._lock = threading.RLock()
        self._store: Store | None = None
        self._reading: Reading | None = None
        self._hopeless_until = 0.0  # time.monotonic

    def current(self) -> Reading:
        """Return what is published now. Heals a lost or damaged folder; raises only where nothing can be written."""
        try:
            return self._current()
        except sqlite3.OperationalError as error:
            if not _is_busy(error):
                return self._healed(error)
            if self._reading is None:
                raise NotReady from error
            return self._reading  # another process is building; what we have is right but for its news
        except BaseException as error:
            return self._healed(error)

    def ask(self, question: Callable[[Reading], Answer]) -> Answer:
        """Return what `question` says of what is published now; asks again when it stumbles over damaged files."""
        now = self.current()
        try:
            return question(now)
        except BaseException as error:
            return self._ask_again(question, error)

    def pages(self, ids: list[int]) -> dict[int, dict]:
        """Return the texts kept of these articles, by id."""
        return self.store.pages(ids)

    def facts(self) -> dict[str, object]:
        """Return what the operator may ask: edition, articles, those with vectors, whether the model is there."""
        now = self.current()
        articles, with_vectors = self.store.vector_counts()
        return {
            "edition": now.state.edition,
            "articles": articles,
            "with_vectors": with_vectors,
            "model": embedding.model() is not None,
            "words": len(now.vocabulary.counts),
        }

    def finish_meaning(self, progress: object = None) -> int:
        """Make all vectors that are missing, return how many; `progress` is called with (done, left) now and then."""
        embedding_jobs.promise(self.store)
        self.current()
        return embedding_jobs.finish(self.store, progress)

    def _current(self) -> Reading:
        wanted = Edition.now()
        now, state = self._reading, self.store.state()
        if now and now.state == state and _matches(state, wanted):
            return now
        with self._lock:
            if not _matches(state, wanted):
                self._catch_up()
            self._reading = view.read(self.store, self.folder, self._reading)
            if embedding_jobs.encode_now_or_later(self.store):
                self._reading = view.read(self.store, self.folder, self._reading)
            return self._reading

    @property
    def store(self) -> Store:
        if self._store is None or not self._file.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            self._reading, self._store = None, Store(self._file)
        return self._store

    def _healed(self, error: BaseException) -> Reading:
        """Open everything again; failing that, throw it away and build anew.

        The engine's own panic is not an Exception, so all but an interruption is taken for damage.
        """
        if isinstance(error, _NO_DAMAGE):
            raise error
        _log.warning("The search index is opened again after %s", type(error).__name__)
        with self._lock:
            for mend in (lambda: None, self._forget_engine, lambda: shutil.rmtree(self.folder, ignore_errors=True)):
                self._store = self._reading = None
                try:
                    mend()
                    return self._current()
                except _NO_DAMAGE:
                    raise
                except BaseException as again:
                    error = again
                    if _is_busy(again):
                        raise NotReady from again
        raise error

    def _ask_again(self, question: Callable[[Reading], Answer], error: BaseException) -> Answer:
        """Mend what opening did not meet, and ask once more; vectors are kept.

        Where that does not help the fault is ours: a question that meets it again must not build the index again.
        """
        if isinstance(error, _NO_DAMAGE) or time.monotonic() < self._hopeless_until:
            raise error
        _log.warning("The search index is opened again after %s in a search", type(error).__name__)
        for mend in (lambda: None, self._forget_engine):
            try:
                with self._lock:
                    self._store = self._reading = None
                    mend()
                return question(self.current())
            except (*_NO_DAMAGE, NotReady):
                raise
            except BaseException as again:
                error = again
        self._hopeless_until = time.monotonic() + _HOPELESS
        raise error

    def _forget_engine(self) -> None:
        store = self.store
        with store.writing():
            store.set_state(replace(store.state(), form="forgotten", tick=store.state().tick + 1))

    def _catch_up(self) -> None:
        store = self.store
        with store.writing():
            state, (number, token) = store.state(), Edition.now()
            if _matches(state, (number, token)):
                return  # another process was faster
            self._sweep()
            if not _follows(state, number) or not self._apply(state, number, token):
                self._rebuild(state, number, token)

    def _apply(self, state: State, number: int, token: str) -> bool:
        """Take in what changed since the index's edition; whether the index now agrees with the database."""
        changed = Article.objects.filter(edition__gt=state.edition)
        if changed.count() + state.writes > _STALE + self.store.sums()[0] // 4:
            return False
        store, tick, visible = self.store, state.tick + 1, documents.visible(include_staff=self._include_staff)
        rows = list(documents.rows_of(visible.filter(pk__in=changed)))
        kept = {row.id for row in rows}
        gone = [id for id in changed.values_list("pk", flat=True) if id not in kept]
        if rows or gone:
            Engine(self.folder / state.folder).write(gone, map(documents.page_of, rows))
        store.remove(gone, tick)
        store.put(rows, tick)
        writes = state.writes + len(rows) + len(gone)
        store.set_state(replace(state, edition=number, token=token, form=_form(), tick=tick, writes=writes))
        return Edition.now() != (number, token) or store.sums() == documents.sums(visible)

    def _rebuild(self, state: State, number: int, token: str) -> None:
        """Make a new engine folder beside the old one; it counts only once the write lock is let go."""
        store, folder = self.store, f"words-{uuid4().hex[:12]}"
        visible, tick = documents.visible(include_staff=self._include_staff), state.tick + 1
        store.clear()

        def kept() -> Iterator[Page]:
            for row in documents.rows_of(visible.order_by("pk")):
                store.put([row], tick)
                yield documents.page_of(row)

        Engine(self.folder / folder).write([], kept())
        store.drop_unused_vectors()
        done = {"edition": number, "token": token, "folder": folder, "form": _form(), "tick": tick, "writes": 0}
        store.set_state(replace(state, **done))

    def _sweep(self) -> None:
        """Remove what a killed process left, and what nobody needs any more; who still reads it keeps it open."""
        using = self.store.state().folder
        for folder in self.folder.glob("words-*"):
            if folder.name != using:
                shutil.rmtree(folder, ignore_errors=True)


def of(*, include_staff: bool = False) -> Index:
    """Return this process' index for patients, or for staff who may find staff-only articles too."""
    return _index(Path(settings.KB_INDEX_DIR) / ("staff" if include_staff else "patients"), include_staff, os.getpid())


@cache
def _index(folder: Path, include_staff: bool, process: int) -> Index:
    return Index(folder, include_staff=include_staff)


def _is_busy(error: BaseException) -> bool:
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode == sqlite3.SQLITE_BUSY


def _form() -> str:
    return f"{_FORM}-{embedding.fingerprint()}"


def _matches(state: State, edition: tuple[int, str]) -> bool:
    return (state.edition, state.token) == edition and state.form == _form()


def _follows(state: State, number: int) -> bool:
    return state.form == _form() and bool(state.folder) and state.edition < number
