"""Other ways to search, measured beside ours: what a site would have without this work. Not run by itself."""

import re
import sqlite3
from collections.abc import Callable, Sequence

import tantivy

Ask = Callable[[str], list[str]]


def ways(corpus: Sequence[dict]) -> dict[str, Ask]:
    """Return each way by its name; asked a question, it answers with ids of `corpus`, best first."""
    return {
        "all words, as the Django admin searches": _all_words(corpus),
        "SQLite FTS5, any word, porter, weights": _fts5(corpus),
        "tantivy as it comes, stemmed": _tantivy(corpus),
    }


def _all_words(corpus: Sequence[dict]) -> Ask:
    rows = [(row["id"], f"{row['title']} {_tags(row)} {row['body']}".lower()) for row in corpus]

    def ask(typed: str) -> list[str]:
        return [id for id, text in rows if all(word in text for word in typed.lower().split())]

    return ask


def _fts5(corpus: Sequence[dict]) -> Ask:
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE page USING fts5(id UNINDEXED, title, tags, body, tokenize='porter unicode61')"
    )
    rows = ((row["id"], row["title"], _tags(row), row["body"]) for row in corpus)
    database.executemany("INSERT INTO page VALUES (?, ?, ?, ?)", rows)

    def ask(typed: str) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", typed))
        query = "SELECT id FROM page WHERE page MATCH ? ORDER BY bm25(page, 0, 4.0, 2.0, 1.0) LIMIT 10"
        return [id for (id,) in database.execute(query, (words,))] if words else []

    return ask


def _tantivy(corpus: Sequence[dict]) -> Ask:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for name in ("title", "tags", "body"):
        builder.add_text_field(name, tokenizer_name="en_stem")
    index = tantivy.Index(builder.build())
    writer = index.writer(num_threads=1)
    for row in corpus:
        writer.add_document(tantivy.Document(id=row["id"], title=row["title"], tags=_tags(row), body=row["body"]))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(typed: str) -> list[str]:
        query, _ = index.parse_query_lenient(" ".join(re.findall(r"\w+", typed)), ["title", "tags", "body"])
        return [searcher.doc(address)["id"][0] for _, address in searcher.search(query, 10).hits]

    return ask


def _tags(row: dict) -> str:
    return row["tags"] if isinstance(row["tags"], str) else " ".join(row["tags"])
