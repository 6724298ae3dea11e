"""The index of this host: catches up with the edition before it answers, builds itself anew when lost or damaged."""

import logging
import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce

from faq.models import Article, Edition, Fact, Tag
from faq.search import encoding, hits, meaning, synonyms, urgent
from faq.search.engine import Engine, Page, Reader
from faq.search.store import Row, State, Store
from faq.search.vectors import Vectors
from faq.search.vocabulary import Vocabulary

_FORM = 1  # of what is kept: add one when an older index could not be read rightly
_CHUNK = 500  # articles read from the database at a time
_STALE = 40  # writes after which the engine's statistics, which count replaced articles too, are worth a fresh start
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reading:
    """All that one search needs, as of one edition."""

    state: State
    engine: Engine
    words: Reader
    vocabulary: Vocabulary
    synonyms: synonyms.Synonyms
    vectors: Vectors
    tags: dict[int, tuple[str, ...]]  # article -> slugs
    tag_names: dict[str, str]  # slug -> name
    urgent: list[tuple[str, ...]]


class Index:
    """What one kind of reader may find: patients, or staff who see staff-only articles too. The two share nothing."""

    def __init__(self, folder: Path, *, include_staff: bool) -> None:
        self.folder, self._include_staff = folder, include_staff
        self._lock = threading.RLock()
        self._store: Store | None = None
        self._reading: Reading | None = None

    def current(self) -> Reading:
        """Return what is published now. Heals a lost or damaged folder; raises only where nothing can be written."""
        try:
            return self._current()
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY and self._reading:
                return self._reading  # another process is building; what we have is right but for its news
            return self._healed(error)
        except BaseException as error:  # the engine's own panic is not an Exception
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            return self._healed(error)

    def pages(self, ids: list[int]) -> dict[int, dict]:
        """Return the texts kept of these articles, by id."""
        return self._opened().pages(ids)

    def facts(self) -> dict[str, object]:
        """Return what the operator may ask: edition, articles, those with vectors, whether the model is there."""
        reading = self.current()
        articles, with_vectors = self._opened().vector_counts()
        return {
            "edition": reading.state.edition,
            "articles": articles,
            "with_vectors": with_vectors,
            "model": meaning.model() is not None,
            "words": len(reading.vocabulary.counts),
        }

    def finish_meaning(self, progress: object = None) -> int:
        """Make all vectors that are missing, return how many; `progress` is called with (done, left) now and then."""
        self.current()
        return encoding.finish(self._opened(), progress)

    def _current(self) -> Reading:
        wanted = Edition.now()
        reading, state = self._reading, self._opened().state()
        if reading and reading.state == state and _matches(state, wanted):
            return reading
        with self._lock:
            if not _matches(state, wanted):
                self._catch_up()
            self._reading = self._read(self._reading)
            if encoding.encode_now_or_later(self._opened()):
                self._reading = self._read(self._reading)
            return self._reading

    def _opened(self) -> Store:
        path = self.folder / "articles.sqlite3"
        if self._store is None or not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            self._reading, self._store = None, Store(path)
        return self._store

    def _healed(self, error: BaseException) -> Reading:
        """Open everything again; failing that, throw it away and build anew."""
        _log.warning("The search index is opened again after %s", type(error).__name__)
        with self._lock:
            for mend in (lambda: None, self._forget_engine, lambda: shutil.rmtree(self.folder, ignore_errors=True)):
                self._store = self._reading = None
                try:
                    mend()
                    return self._current()
                except Exception as again:
                    error = again
        raise error

    def _forget_engine(self) -> None:
        store = self._opened()
        with store.writing():
            store.set_state(replace(store.state(), form="forgotten", tick=store.state().tick + 1))

    def _read(self, before: Reading | None) -> Reading:
        """Return what the files say now, taking over from `before` what has not changed."""
        store = self._opened()
        state = store.state()
        if before and before.state == state:
            return before
        if not before or before.state.folder != state.folder:
            before = _nothing(Engine(self.folder / state.folder), state)
        since = before.state.tick
        changed, gone = store.changed_since(since), store.gone_since(since)
        tags = before.tags | {id: slugs for id, slugs, _ in changed}
        for id in gone:
            tags.pop(id, None)
        vectors = before.vectors.changed({id: rows for id, _, rows in changed}, gone)
        now = replace(before, state=state, tags=tags, vectors=vectors)
        return now if state.edition == before.state.edition else _with_words(now)

    def _catch_up(self) -> None:
        store = self._opened()
        with store.writing():
            state, (number, token) = store.state(), Edition.now()
            if _matches(state, (number, token)):
                return  # another process was faster
            if not _follows(state, number) or not self._apply(state, number, token):
                self._rebuild(state, number, token)
        self._sweep()

    def _apply(self, state: State, number: int, token: str) -> bool:
        """Take in what changed since the index's edition; whether the index now agrees with the database."""
        changed = Article.objects.filter(edition__gt=state.edition)
        if changed.count() + state.writes > _STALE + self._opened().sums()[0] // 4:
            return False
        store, tick = self._opened(), state.tick + 1
        rows = list(self._rows(self._visible().filter(pk__in=changed)))
        kept = {row.id for row in rows}
        gone = [id for id in changed.values_list("pk", flat=True) if id not in kept]
        if rows or gone:
            Engine(self.folder / state.folder).write(gone, map(_page, rows))
        store.remove(gone, tick)
        store.put(rows, tick)
        store.set_state(State(number, token, state.folder, _form(), tick, state.writes + len(rows) + len(gone)))
        return Edition.now() != (number, token) or store.sums() == self._sums_of_database()

    def _rebuild(self, state: State, number: int, token: str) -> None:
        """Make a new engine folder beside the old one; it counts only once the write lock is let go."""
        store, folder = self._opened(), f"words-{uuid4().hex[:12]}"
        store.clear()
        tick = state.tick + 1

        def kept() -> Iterator[Page]:
            for row in self._rows(self._visible().order_by("pk")):
                store.put([row], tick)
                yield _page(row)

        Engine(self.folder / folder).write([], kept())
        store.drop_unused_vectors()
        store.set_state(State(number, token, folder, _form(), tick, 0))

    def _visible(self) -> QuerySet:
        return Article.objects.on_air() if self._include_staff else Article.objects.published()

    def _sums_of_database(self) -> tuple[int, int]:
        return tuple(self._visible().aggregate(n=Count("pk"), s=Coalesce(Sum("edition"), 0)).values())

    def _rows(self, articles: QuerySet) -> Iterator[Row]:
        known, fingerprint = Fact.by_name(), meaning.fingerprint()
        for article in articles.prefetch_related("live__tags").iterator(_CHUNK):
            yield _row(article, known, fingerprint)

    def _sweep(self) -> None:
        """Remove engine folders that no state names any more; who still reads them keeps them open."""
        using = self._opened().state().folder
        for folder in self.folder.glob("words-*"):
            if folder.name != using:
                shutil.rmtree(folder, ignore_errors=True)


def of(*, include_staff: bool = False) -> Index:
    """Return this process' index for patients, or for staff who may find staff-only articles too."""
    return _index(Path(settings.KB_INDEX_DIR) / ("staff" if include_staff else "patients"), include_staff, os.getpid())


@cache
def _index(folder: Path, include_staff: bool, process: int) -> Index:
    return Index(folder, include_staff=include_staff)


def _nothing(engine: Engine, state: State) -> Reading:
    state = replace(state, edition=-1, tick=-1)
    return Reading(state, engine, engine.reader(), Vocabulary({}), synonyms.NO_SYNONYMS, Vectors.none(), {}, {}, [])


def _with_words(reading: Reading) -> Reading:
    kept, found = synonyms.now(), reading.engine.reader()
    vocabulary = Vocabulary(found.vocabulary(), kept.words)
    names = dict(Tag.objects.values_list("slug", "name"))
    return replace(
        reading, words=found, vocabulary=vocabulary, synonyms=kept, tag_names=names, urgent=urgent.phrases_now()
    )


def _form() -> str:
    return f"{_FORM}-{meaning.fingerprint()}"


def _matches(state: State, edition: tuple[int, str]) -> bool:
    return (state.edition, state.token) == edition and state.form == _form()


def _follows(state: State, number: int) -> bool:
    return state.form == _form() and bool(state.folder) and state.edition < number


def _row(article: Article, known: dict, fingerprint: str) -> Row:
    texts = article.live.searchable(known)
    page = {
        "title": texts["title"],
        "slug": article.live.slug,
        "asked": texts["asked_like"],
        "answer": texts["short_answer"],
        "body": texts["body"],
        "steps": texts["steps"],
        "plain": hits.plain_parts(texts["short_answer"], texts["steps"], texts["body"]),
        "tags": [[tag.slug, tag.name] for tag in article.live.tags.all()],
    }
    slugs = tuple(slug for slug, _ in page["tags"])
    return Row(article.pk, article.edition, slugs, meaning.key_of(page, fingerprint), page)


def _page(row: Row) -> Page:
    page = row.page
    names = [name for _, name in page["tags"]]
    everything = "\n".join([page["title"], *page["asked"], *names, page["answer"], *page["steps"], page["body"]])
    return Page(row.id, page["title"], "\n".join(page["asked"]), everything, row.tags)
