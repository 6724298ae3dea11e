"""The words of all articles, ranked by tantivy: the one module that knows the engine."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import tantivy

from faq.search.index.documents import Document
from faq.text import words

# Bytes filled before a segment is written: one segment, which is searched fastest, up to 100,000
_HEAP = 120_000_000
_RANKED = ("title", "asked_like", "everything")
P = ParamSpec("P")
R = TypeVar("R")


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", indexed=True, fast=True)
    for name in _RANKED:
        builder.add_text_field(name, tokenizer_name="spaces", index_option="position")
    builder.add_text_field("word", tokenizer_name="spaces", index_option="basic")
    return builder.build()


SCHEMA = _schema()


class EngineCrashError(Exception):
    """The engine met something in its files that it did not think possible."""


def _crash_as_error(work: Callable[P, R]) -> Callable[P, R]:
    """Raise `EngineCrashError` where the engine panics.

    Its panic is `pyo3_runtime.PanicException`, which no module offers to import and which is not an Exception.
    """

    @wraps(work)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return work(*args, **kwargs)
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            raise EngineCrashError(str(error)) from error

    return guarded


class Engine:
    """One folder of the engine. Raises what tantivy raises, or EngineCrash, when the folder cannot be read."""

    @_crash_as_error
    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(SCHEMA, path=str(folder))
        spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("spaces", spaces)
        self._index.config_reader("manual")

    @_crash_as_error
    def write(self, deleted: Iterable[int], documents: Iterable[Document]) -> None:
        """Take the articles `deleted` out and put `documents` in, all at once; a document replaces the one it had."""
        writer = self._index.writer(_HEAP, 1)
        for id in deleted:
            writer.delete_documents_by_term("id", id)
        for document in documents:
            writer.delete_documents_by_term("id", document.id)
            writer.add_document(_fields(document))
        writer.commit()
        writer.wait_merging_threads()

    @_crash_as_error
    def searcher(self) -> "Searcher":
        """Return what has been written up to now; later writes do not change it."""
        self._index.reload()
        return Searcher(self._index.searcher())


@dataclass(frozen=True)
class Searcher:
    _searcher: tantivy.Searcher

    @_crash_as_error
    def search(self, terms: Mapping[str, float], *, limit: int) -> dict[int, float]:
        """Return the articles that hold any of the weighted terms, id -> score, the best `limit` of them.

        A term is a stem, or several that stand side by side: "co pay".
        Each field is scored by itself (BM25, k1 1.2, b 0.75) and the scores are added.
        """
        if not terms:
            return {}
        return self._scores(_any_of(terms), limit)

    @_crash_as_error
    def holding_all(self, subject: Sequence[Sequence[str]], *, within: str, limit: int) -> Collection[int]:
        """Return up to `limit` articles whose field `within` holds one term of each group of `subject`."""
        if not subject:
            return ()
        must = tantivy.Occur.Must
        groups = [_any_of(dict.fromkeys(group, 1.0), [within]) for group in subject]
        return self._scores(tantivy.Query.boolean_query([(must, group) for group in groups]), limit).keys()

    @_crash_as_error
    def held_count(self, id: int, subject: Sequence[Sequence[str]]) -> int:
        """Return of how many groups of `subject` the article holds one term."""
        query = tantivy.Query
        this = query.boost_query(query.term_query(SCHEMA, "id", id), 0.0)
        groups = [query.const_score_query(_any_of(dict.fromkeys(group, 1.0), ["everything"]), 1.0) for group in subject]
        parts = [(tantivy.Occur.Must, this), *((tantivy.Occur.Should, group) for group in groups)]
        return round(self._scores(query.boolean_query(parts), 1).get(id, 0.0))

    @_crash_as_error
    def holds(self, term: str) -> bool:
        """Whether any article holds the term."""
        return bool(self._scores(_any_of({term: 1.0}, ["everything"]), 1))

    def _scores(self, query: tantivy.Query, limit: int) -> dict[int, float]:
        hits = self._searcher.search(query, limit, count=False).hits
        ids = self._searcher.fast_field_values("id", [address for _, address in hits])
        return {int(id): score for id, (score, _) in zip(ids, hits, strict=True) if id is not None}

    @_crash_as_error
    def word_counts(self) -> dict[str, int]:
        """Return every word as written in articles, also "co-pay", with the number of articles that hold it.

        Asked through a query, because the bare list of terms also knows the words of articles taken out.
        """
        counts = self._searcher.terms_with_prefix("word", "", tantivy.Query.all_query())
        return {word: count for word, count in counts if count}

    @_crash_as_error
    def article_count(self) -> int:
        return self._searcher.num_docs


def _fields(document: Document) -> tantivy.Document:
    names = [name for _, name in document.tags]
    asked_like = "\n".join(document.asked_like)
    whole = "\n".join([document.title, asked_like, *names, *document.parts])
    everything = words.tokens(whole)
    fields = tantivy.Document()
    fields.add_integer("id", document.id)
    fields.add_text("title", " ".join(words.stems(document.title)))
    fields.add_text("asked_like", " ".join(words.stems(asked_like)))
    fields.add_text("everything", " ".join(words.stems_of(everything)))
    fields.add_text("word", " ".join({*everything, *words.hyphenated(whole)}))
    return fields


def _any_of(terms: Mapping[str, float], names: Sequence[str] = _RANKED) -> tantivy.Query:
    query, should = tantivy.Query, tantivy.Occur.Should
    parts = [
        (should, query.boost_query(_term(field, term), weight / (1 + term.count(" "))))
        for term, weight in terms.items()
        for field in names
    ]
    return query.boolean_query(parts)


def _term(field: str, term: str) -> tantivy.Query:
    """Return the query for a term: a stem, or several side by side, which score the sum of what each would."""
    if " " in term:
        return tantivy.Query.phrase_query(SCHEMA, field, list(term.split()))
    return tantivy.Query.term_query(SCHEMA, field, term, "freq")
