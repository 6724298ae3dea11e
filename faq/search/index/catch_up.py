"""Brings the files of an index to the edition of the database: takes in what changed, or builds all of it again."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from uuid import uuid4

from django.db.models import QuerySet

from faq.models import Article, Edition
from faq.search.index import documents, embedding
from faq.search.index.documents import Document
from faq.search.index.engine import Engine
from faq.search.index.store import State, Store

# Of what is kept: add one when an index made by an earlier program would be read wrongly
_SCHEMA_VERSION = 10
# After which the engine is built again, because its statistics count replaced articles too
_MOST_WRITES = 40
# Documents written at a time
_AT_ONCE = 100


def is_current(state: State, edition: tuple[int, str]) -> bool:
    """Whether an index in `state` holds what `edition` (number, token) says is published."""
    return (state.edition, state.token) == edition and state.schema_version == _schema_version()


def catch_up(store: Store, folder: Path, *, include_staff: bool) -> None:
    """Bring the index in `folder` to the database's edition. Raises sqlite3.Error when its lock is held too long."""
    with store.writing():
        state, edition = store.state(), Edition.current()
        if is_current(state, edition):
            # Another process was faster
            return
        _remove_unused_folders(folder, state)
        articles = documents.visible(include_staff=include_staff)
        if not _can_be_updated(state, edition) or not _update(store, folder, articles, edition):
            _rebuild(store, folder, articles, edition)


def mark_for_rebuild(store: Store) -> None:
    """Let the next catching up build the engine's files again; vectors are kept."""
    with store.writing():
        state = store.state()
        store.set_state(replace(state, schema_version="damaged", sequence=state.sequence + 1))


def _schema_version() -> str:
    return f"{_SCHEMA_VERSION}-{embedding.fingerprint()}"


def _can_be_updated(state: State, edition: tuple[int, str]) -> bool:
    return state.schema_version == _schema_version() and bool(state.folder) and state.edition < edition[0]


def _update(store: Store, folder: Path, articles: QuerySet[Article], edition: tuple[int, str]) -> bool:
    """Take in what changed since the index's edition; whether the index now agrees with the database."""
    state = store.state()
    changed = Article.objects.filter(edition__gt=state.edition)
    if changed.count() + state.writes > _MOST_WRITES + store.checksum()[0] // 4:
        return False
    sequence, found = state.sequence + 1, list(documents.read(articles.filter(pk__in=changed)))
    kept = {document.id for document in found}
    deleted = [id for id in changed.values_list("pk", flat=True) if id not in kept]
    if found or deleted:
        Engine(folder / state.folder).write(deleted, found)
    store.remove(deleted, sequence)
    store.put(found, sequence)
    writes = state.writes + len(found) + len(deleted)
    store.set_state(_caught_up(state, edition, folder=state.folder, writes=writes))
    return Edition.current() != edition or store.checksum() == documents.checksum(articles)


def _rebuild(store: Store, folder: Path, articles: QuerySet[Article], edition: tuple[int, str]) -> None:
    """Make a new engine folder beside the old one; it counts only once the write lock is let go."""
    state, name = store.state(), f"words-{uuid4().hex[:12]}"
    store.clear()

    def kept() -> Iterator[Document]:
        found = documents.read(articles.order_by("pk"))
        while some := list(islice(found, _AT_ONCE)):
            store.put(some, state.sequence + 1)
            yield from some

    Engine(folder / name).write([], kept())
    store.drop_unused_vectors()
    store.set_state(_caught_up(state, edition, folder=name, writes=0))


def _caught_up(state: State, edition: tuple[int, str], *, folder: str, writes: int) -> State:
    number, token = edition
    return replace(
        state,
        edition=number,
        token=token,
        folder=folder,
        schema_version=_schema_version(),
        sequence=state.sequence + 1,
        writes=writes,
    )


def _remove_unused_folders(folder: Path, state: State) -> None:
    """Remove what a killed process left, and what nobody needs any more; who still reads it keeps it open."""
    for found in folder.glob("words-*"):
        if found.name != state.folder:
            shutil.rmtree(found, ignore_errors=True)
