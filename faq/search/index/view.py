"""All that one search needs, as of one edition, held in memory and read from the index's files."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from faq.models import SwitchedOffSynonyms, Tag
from faq.search.index import embedding
from faq.search.index.documents import Document
from faq.search.index.engine import Engine, Searcher
from faq.search.index.store import State, Store
from faq.search.index.vectors import Vectors
from faq.search.query import real_words, synonyms, urgent
from faq.search.query.built_in import NO_BUILT_IN, BuiltIn, arrange
from faq.search.query.parse import Query
from faq.search.query.ranking import Matches
from faq.search.query.synonyms import NO_SYNONYMS, Synonyms
from faq.search.query.urgent import OwnPhrases
from faq.search.query.vocabulary import Vocabulary
from faq.text import words
from faq.text.built_in_synonyms import BuiltInGroup

# Articles taken by their words
_BY_WORDS = 200
# Articles taken by their meaning, and by their words where there are many
_BY_MEANING = 100
# Articles that hold a word which is rare: their number, or their share of all
_FEW, _FEW_SHARE = 2, 0.05
# Articles: beyond, "how do I" is in so many that scoring it would take most of the time
_MANY = 20_000


@dataclass(frozen=True)
class IndexView:
    """Never changed once made, so that several threads may search in it."""

    state: State
    store: Store
    engine: Engine
    searcher: Searcher
    vectors: Vectors
    vocabulary: Vocabulary
    synonyms: Synonyms
    # What comes with the site: all groups that are switched on, and those arranged for these articles
    built_in_groups: tuple[BuiltInGroup, ...]
    built_in: BuiltIn
    urgent_phrases: OwnPhrases
    # Article -> slugs; every article is in it
    tags: dict[int, tuple[str, ...]]
    # Slug -> name
    tag_names: dict[str, str]
    # Texts that are only being tried, in place of what the store holds
    tried: Mapping[int, Document] = field(default_factory=dict)

    def with_synonyms(self, other: Synonyms | None) -> "IndexView":
        """Return this view as it would be with other synonyms; itself for None."""
        if other is None:
            return self
        held = self.vocabulary.with_other_extra(other.phrase_words)
        built_in = arrange(
            self.built_in_groups, held, self.are_together, own=other.together, real_words=real_words.real_words()
        )
        vocabulary = held.with_other_extra(other.phrase_words | built_in.phrase_words)
        return replace(self, synonyms=other, built_in=built_in, vocabulary=vocabulary)

    def matches(self, query: Query) -> Matches:
        """Return the articles that `query` may mean: the best by words, and the nearest by meaning."""
        terms, limit = (query.content_terms, _BY_MEANING) if len(self.tags) > _MANY else (query.terms, _BY_WORDS)
        scores = self.searcher.search(terms or query.terms, limit=limit)
        subject = [] if query.unknown_count else query.subject
        titled = self.searcher.holding_all(subject, within="title", limit=_BY_WORDS)
        holding_all = self.searcher.holding_all(subject, within="everything", limit=_BY_WORDS)
        vector = self._vector(query)
        if vector is None:
            return Matches(scores, None, titled, holding_all)
        return Matches(
            scores,
            self.vectors.nearest(vector, _BY_MEANING, also=scores),
            titled,
            holding_all,
            vector=vector,
            held_count=lambda id: self.searcher.held_count(id, query.subject),
            has_rare_word=0 < query.rarest <= max(_FEW, _FEW_SHARE * len(self.tags)),
            nearest_rows=lambda ids: self.vectors.nearest_rows(vector, ids),
            row_similarities=lambda id: self.vectors.row_similarities(vector, id).tolist(),
        )

    def similar_to(self, id: int, *, limit: int) -> dict[int, float]:
        """Return id -> similarity of about the `limit` articles nearest to `id`, and itself; {} without vectors."""
        vector = self.vectors.vector_of(id)
        return {} if vector is None else self.vectors.nearest(vector, limit)

    def are_together(self, parts: Iterable[str]) -> bool:
        """Whether some article holds these words side by side."""
        return self.searcher.holds(" ".join(map(words.stem, parts)))

    def highlights(self, query: Query) -> dict[str, float]:
        """Return every word of articles that matches `query`, with its weight."""
        return query.highlights(self.vocabulary, len(self.tags))

    def documents(self, ids: Collection[int]) -> dict[int, Document]:
        """Return the texts of these articles, by id; those no longer there are left out."""
        return self.store.documents(ids) | {id: self.tried[id] for id in ids if id in self.tried}

    def _vector(self, query: Query) -> np.ndarray | None:
        """Return the embedding of `query`; None without a model, or in a script that the model cannot read."""
        model = embedding.model() if len(self.vectors) else None
        can_read = any(word.isascii() for word in query.query_words)
        return model.embed(query.sentence) if model and can_read else None


def load_view(store: Store, folder: Path, before: IndexView | None) -> IndexView:
    """Return what the files in `folder` say now, taking over from `before` what has not changed.

    Raises RuntimeError when they do not fit together, and what the engine raises when it cannot read its own.
    """
    state = store.state()
    if before and before.state == state:
        return before
    if not before or before.state.folder != state.folder:
        before = _empty(store, Engine(folder / state.folder), state)
    since = before.state.sequence
    changed, deleted = store.changed_since(since), store.deleted_since(since)
    tags = before.tags | {id: slugs for id, slugs, _ in changed}
    for id in deleted:
        tags.pop(id, None)
    vectors = before.vectors.updated({id: rows for id, _, rows in changed}, deleted)
    view = replace(before, state=state, tags=tags, vectors=vectors)
    return view if state.edition == before.state.edition else _with_words(view)


def _empty(store: Store, engine: Engine, state: State) -> IndexView:
    return IndexView(
        state=replace(state, edition=-1, sequence=-1),
        store=store,
        engine=engine,
        searcher=engine.searcher(),
        vectors=Vectors.empty(),
        vocabulary=Vocabulary({}),
        synonyms=NO_SYNONYMS,
        built_in_groups=(),
        built_in=NO_BUILT_IN,
        urgent_phrases=OwnPhrases(),
        tags={},
        tag_names={},
    )


def _with_words(view: IndexView) -> IndexView:
    """Return `view` with what only a new edition changes: the words of articles, synonyms, urgent phrases, tags."""
    searcher, kept = view.engine.searcher(), synonyms.load()
    if searcher.article_count() != len(view.tags):
        raise RuntimeError("the engine and the store do not hold the same articles")
    groups = tuple(SwitchedOffSynonyms.groups_on())
    view = replace(view, searcher=searcher, vocabulary=Vocabulary(searcher.word_counts()), built_in_groups=groups)
    return replace(
        view.with_synonyms(kept),
        urgent_phrases=urgent.load_phrases(),
        tag_names=dict(Tag.objects.values_list("slug", "name")),
    )
