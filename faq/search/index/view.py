"""All that one search needs, as of one edition, held in memory and read from the index's files."""

from dataclasses import dataclass, replace
from pathlib import Path

from faq.models import Tag
from faq.search.index.engine import Engine, Reader
from faq.search.index.store import State, Store
from faq.search.index.vectors import Vectors
from faq.search.query import synonyms, urgent
from faq.search.query.vocabulary import Vocabulary


@dataclass(frozen=True)
class Reading:
    """Never changed once made, so that several threads may search in it."""

    state: State
    engine: Engine
    words: Reader
    vocabulary: Vocabulary
    synonyms: synonyms.Synonyms
    vectors: Vectors
    tags: dict[int, tuple[str, ...]]  # article -> slugs
    tag_names: dict[str, str]  # slug -> name
    urgent: list[tuple[str, ...]]

    def trying(self, other: synonyms.Synonyms) -> "Reading":
        """Return this reading as it would be with other synonyms."""
        return replace(self, synonyms=other, vocabulary=Vocabulary(self.words.vocabulary(), other.phrase_words))


def read(store: Store, folder: Path, before: Reading | None) -> Reading:
    """Return what the files in `folder` say now, taking over from `before` what has not changed.

    Raises RuntimeError when they do not fit together, and what the engine raises when it cannot read its own.
    """
    state = store.state()
    if before and before.state == state:
        return before
    if not before or before.state.folder != state.folder:
        before = _nothing(Engine(folder / state.folder), state)
    since = before.state.tick
    changed, gone = store.changed_since(since), store.gone_since(since)
    tags = before.tags | {id: slugs for id, slugs, _ in changed}
    for id in gone:
        tags.pop(id, None)
    vectors = before.vectors.changed({id: rows for id, _, rows in changed}, gone)
    now = replace(before, state=state, tags=tags, vectors=vectors)
    return now if state.edition == before.state.edition else _with_words(now)


def _nothing(engine: Engine, state: State) -> Reading:
    state = replace(state, edition=-1, tick=-1)
    return Reading(state, engine, engine.reader(), Vocabulary({}), synonyms.NO_SYNONYMS, Vectors.none(), {}, {}, [])


def _with_words(reading: Reading) -> Reading:
    kept, found = synonyms.load(), reading.engine.reader()
    if found.size() != len(reading.tags):
        raise RuntimeError("the engine and the store do not hold the same articles")
    vocabulary = Vocabulary(found.vocabulary(), kept.phrase_words)
    names = dict(Tag.objects.values_list("slug", "name"))
    return replace(
        reading, words=found, vocabulary=vocabulary, synonyms=kept, tag_names=names, urgent=urgent.phrases_now()
    )
