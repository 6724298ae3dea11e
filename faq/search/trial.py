"""What search would find if something else were published, tried beside the index, which it never changes."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from faq.models import Article, Revision, Tag
from faq.search.index import documents, embedding
from faq.search.index.documents import Document
from faq.search.index.engine import Engine
from faq.search.index.index import Index, NotReadyError, open_index
from faq.search.index.vectors import Vectors
from faq.search.index.view import IndexView
from faq.search.query.vocabulary import Vocabulary

# Something may be published between reading what the index holds and copying it
_TRIES = 5


@contextmanager
def published(revision: Revision) -> Iterator[IndexView]:
    """Yield what patients would search in with `revision` as what they read of its article.

    A revision for staff only, or one that another person deletes meanwhile, is not found. What other articles show of
    its steps stays as it is. Raises `NotReadyError` while the index is being built.
    """
    is_public = revision.audience == Article.Audience.PUBLIC
    found = [_document(revision)] if is_public else []
    with tempfile.TemporaryDirectory(prefix="kb-trial-") as folder:
        view, words = _copied(open_index(), Path(folder) / "words")
        yield _with(view, Engine(words), found, revision.article_id)


def _copied(index: Index, to: Path) -> tuple[IndexView, Path]:
    """Copy the engine's files while nobody writes them, and return them with the view that they belong to."""
    for _ in range(_TRIES):
        view = index.current()
        with index.store.writing():
            if index.store.state() == view.state:
                return view, Path(shutil.copytree(index.folder / view.state.folder, to))
    raise NotReadyError


def _document(revision: Revision) -> Document:
    """Until it is published, the tags of a revision stand in its snapshot; new ones have no page yet."""
    tags = Tag.objects.filter(key__in=[name.casefold() for name in revision.snapshot.get("tags", [])])
    return replace(documents.of_revision(revision), tags=[[tag.slug, tag.name] for tag in tags])


def _with(view: IndexView, engine: Engine, found: list[Document], id: int) -> IndexView:
    engine.write([id], found)
    searcher = engine.searcher()
    tags = {known: slugs for known, slugs in view.tags.items() if known != id}
    changed = replace(
        view,
        engine=engine,
        searcher=searcher,
        vocabulary=Vocabulary(searcher.word_counts()),
        vectors=_vectors(view.vectors, found, id),
        tags=tags | {document.id: tuple(document.tag_slugs) for document in found},
        tried={document.id: document for document in found},
    )
    return changed.with_synonyms(view.synonyms)


def _vectors(vectors: Vectors, found: list[Document], id: int) -> Vectors:
    model = embedding.model()
    if model is None:
        return vectors.updated({}, [id])
    rows = {each.id: embedding.rows_of(model, each.texts_to_embed).astype(np.float16).tobytes() for each in found}
    return vectors.updated(dict(rows), [id])
