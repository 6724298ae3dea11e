"""The words of all articles, ranked by tantivy: the one module that knows the engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import tantivy

from faq.text import words

_HEAP = 120_000_000  # bytes filled before a segment is written: one segment, which is asked fastest, up to 100,000
_RANKED = ("title", "asked", "everything")


@dataclass(frozen=True)
class Page:
    """What the engine is told of one article."""

    id: int
    title: str
    asked: str
    everything: str


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", indexed=True, fast=True)
    for name in _RANKED:
        builder.add_text_field(name, tokenizer_name="spaces", index_option="freq")
    builder.add_text_field("word", tokenizer_name="spaces", index_option="basic")
    return builder.build()


SCHEMA = _schema()


class Engine:
    """One folder of the engine. Raises what tantivy raises when the folder cannot be read."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(SCHEMA, path=str(folder))
        spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("spaces", spaces)
        self._index.config_reader("manual")

    def write(self, gone: Iterable[int], pages: Iterable[Page]) -> None:
        """Take the articles `gone` out and put `pages` in, all at once; a page replaces the one it had."""
        writer = self._index.writer(_HEAP, 1)
        for id in gone:
            writer.delete_documents_by_term("id", id)
        for page in pages:
            writer.delete_documents_by_term("id", page.id)
            writer.add_document(_document(page))
        writer.commit()
        writer.wait_merging_threads()

    def reader(self) -> "Reader":
        """Return what has been written up to now; later writes do not change it."""
        self._index.reload()
        return Reader(self._index.searcher())


class Reader:
    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher

    def best(self, terms: Mapping[str, float], *, limit: int) -> dict[int, float]:
        """Return the articles that hold any of the weighted stems, id -> score, the best `limit` of them.

        Each field is scored by itself (BM25, k1 1.2, b 0.75) and the scores are added.
        """
        if not terms:
            return {}
        hits = self._searcher.search(_any_of(terms), limit, count=False).hits
        ids = self._searcher.fast_field_values("id", [address for _, address in hits])
        return {id: score for id, (score, _) in zip(ids, hits, strict=True)}

    def vocabulary(self) -> dict[str, int]:
        """Return every word as written in articles, with the number of articles that hold it.

        Asked through a query, because the bare list of terms also knows the words of articles taken out.
        """
        counts = self._searcher.terms_with_prefix("word", "", tantivy.Query.all_query())
        return {word: count for word, count in counts if count}

    def size(self) -> int:
        return self._searcher.num_docs


def _document(page: Page) -> tantivy.Document:
    document = tantivy.Document()
    document.add_integer("id", page.id)
    everything = words.tokens(page.everything)
    document.add_text("title", " ".join(words.stems(page.title)))
    document.add_text("asked", " ".join(words.stems(page.asked)))
    document.add_text("everything", " ".join(map(words.stem, everything)))
    document.add_text("word", " ".join(set(everything)))
    return document


def _any_of(terms: Mapping[str, float]) -> tantivy.Query:
    query, should = tantivy.Query, tantivy.Occur.Should
    parts = [
        (should, query.boost_query(query.term_query(SCHEMA, field, stem, "freq"), weight))
        for stem, weight in terms.items()
        for field in _RANKED
    ]
    return query.boolean_query(parts)
