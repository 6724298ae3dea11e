"""Twelve kinds of what tells who somebody is, typed wherever a reader can type: afterwards they are found nowhere.

The whole product runs as its operator runs it, on one machine and in the grown shape behind a proxy. "Found" means in
clear, in other spellings, or as a hash (`tests/leftovers.py`).
"""

import re
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client

from kb.protection import memory_cache
from tests import leftovers, planting
from tests.factories import make_article
from tests.leftovers import Planted, Postgres, Sqlite
from tests.planting import KINDS, MARKS, SENTENCES, Reader
from tests.product import Browser, Running, started

GROWN = {"SITE_URL": "https://clinic.example", "ALLOWED_HOSTS": "clinic.example"}
PROXY = {"Host": "clinic.example", "X-Forwarded-Proto": "https"}
REPORTS = ("searches.csv", "feedback.csv", "by-day.csv", "by-article.csv", "searches/", "feedback/", "")
Parts = list[tuple[str, bytes]]


def found_in(planted: Planted, *parts: Iterable[tuple[str, bytes]], hashed: bool = True) -> list[str]:
    """Name each part that holds something planted, and what."""
    return [f"{name}: {what}" for name, held in chain(*parts) for what in planted.found_in(held, hashed=hashed)]


def test_whatever_is_planted_would_be_found():
    assert len(KINDS) == 12
    for sentence, mark in (pair for typed in KINDS.values() for pair in typed):
        hashed = sorted(leftovers.hashes(mark))
        kept = [sentence, sentence.upper(), re.sub(r"[\W_]", "", mark), quote(mark), hashed[0], hashed[-1]]
        parts = [(str(text), b"\x00\x01" + (text if isinstance(text, bytes) else text.encode())) for text in kept]

        assert len(found_in(Planted([mark]), parts)) >= len(kept), mark


@pytest.mark.start
@pytest.mark.slow
def test_a_site_of_one_machine_keeps_nothing_about_a_person(own_folder, prepared, tmp_path):
    site, planted, database = leftovers.Folder(own_folder), Planted(MARKS), Sqlite(own_folder / "db.sqlite3")
    with started(own_folder) as running:
        readers = [Reader(running.port, {}) for _ in SENTENCES]
        waiting = planted_everywhere(readers, database, site)
        shown = reports_of_a_manager(running, prepared[1])
        log = [("the log", running.output.encode())]
        found = found_in(planted, waiting, shown, log, leftovers.counters(), site.changed(), database.rows())

    assert found == []
    assert found_in(planted, site.changed(), saved(own_folder, tmp_path)) == []
    assert [cookie for reader in readers for cookie in reader.cookies] == []
    everything_was_counted(database, waiting, log)


@pytest.mark.start
@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.redis
def test_a_grown_site_keeps_nothing_about_a_person(own_folder, empty_database, redis_server, tmp_path):
    values = {**GROWN, "DATABASE_URL": empty_database, "CACHE_URL": redis_server[0]}
    site, planted, database = leftovers.Folder(own_folder), Planted(MARKS), Postgres(empty_database)
    server = leftovers.Folder(database.folder)
    with started(own_folder, **values) as running:
        readers = [
            Reader(running.port, {**PROXY, "X-Forwarded-For": address})
            for _, address in zip(SENTENCES, planting.clients(), strict=False)
        ]
        people = Planted(reader.headers["X-Forwarded-For"] for reader in readers)
        pages = pages_in_redis(readers[0], redis_server[0])
        waiting = planted_everywhere(readers, database, site)
        shown = reports_of_a_manager(running, running.output, **PROXY, Referer="https://clinic.example/admin/")
        log = [("the log", running.output.encode())]
        redis = list(leftovers.entries_of_redis(redis_server[0]))
        everything = [*waiting, *shown, *log, *redis, *leftovers.counters(), *site.changed(), *database.rows()]

    assert found_in(planted, everything) + found_in(people, everything) == []
    assert found_in(planted, server.changed(), hashed=False) == []
    assert found_in(planted, saved(own_folder, tmp_path, **values)) == []
    assert [cookie for reader in readers for cookie in reader.cookies] == []
    # Neither a page under an address that somebody made up
    assert {name for name, _ in redis if is_a_page(name)} == pages
    everything_was_counted(database, waiting, log)


@pytest.mark.once  # Redis keeps none in memory
def test_the_memory_of_kept_pages_takes_no_address_that_somebody_typed(reader: Client, db: None):
    make_article("How do I set or reset my portal password?")
    reader.get(planting.ARTICLE)
    kept = memory_cache._stores["pages"].entries.keys() - set()

    for mark in MARKS:
        for place in (f"{planting.ARTICLE}?{{}}", f"{planting.ARTICLE}?for={{}}", "/{}/", "/articles/{}/", "/?q={}"):
            reader.get(place.format(quote(mark, safe="")))

    assert (len(kept), memory_cache._stores["pages"].entries.keys() - kept) == (1, set())


def planted_everywhere(readers: list[Reader], database: Sqlite | Postgres, site: leftovers.Folder) -> Parts:
    """Type each sentence everywhere, also while the site is at fault and while counts wait; return what waited."""
    for reader, sentence in zip(readers, SENTENCES, strict=True):
        planting.type_everywhere(reader, sentence)
    with database.without_facts():
        for reader, sentence in zip(readers, SENTENCES, strict=True):
            reader.ask(f"/search/?q={quote(sentence)}")
            reader.ask(f"{planting.ARTICLE}?who={quote(sentence)}", Referer=f"https://a.example/{quote(sentence)}")
    with database.locked():
        for reader, sentence in zip(readers, SENTENCES, strict=True):
            planting.search(reader, f"{sentence} today")
            planting.give_feedback(reader, sentence)
        waiting = [(name, held) for name, held in site.changed() if name.endswith(".journal")]
    # The next count adds what waited
    readers[0].ask("/search/?q=opening+hours")
    return waiting


def reports_of_a_manager(running: Running, printed: str, **headers: str) -> Parts:
    """Return what a manager reads, on pages and in files."""
    browser = Browser(running.port, **headers)
    assert browser.sign_in("manager", re.search(r"^ +manager +(\S+)", printed, re.M)[1])[0] == 200
    return [(f"report {name}", browser.ask(f"/admin/reports/{name}")[1].encode()) for name in REPORTS]


def saved(folder: Path, into: Path, **values: object) -> Parts:
    """Return what is in a backup and in an export of the site."""
    backup = leftovers.backup_of(folder, into / "site.backup", **values)
    return [*backup, *leftovers.export_of(folder, into / "site.zip", **values)]


def pages_in_redis(reader: Reader, url: str) -> set[str]:
    """Open the pages that planting may open, as they are, and return the names of those that were kept."""
    articles = sorted(set(re.findall(r'href="(/articles/[^"?#]+/)"', reader.ask("/articles/").text)))
    for address in ("/", "/tags/", *articles, *(f"{article}print/" for article in articles)):
        reader.ask(address)
    return {name for name, _ in leftovers.entries_of_redis(url) if is_a_page(name)}


def is_a_page(name: str) -> bool:
    return "kb:1:page:" in name


def everything_was_counted(database: Sqlite | Postgres, waiting: Parts, log: Parts) -> None:
    """So that a test does not praise a site that keeps nothing at all."""
    rows = dict(database.rows())
    for table in ("faq_searchoutcome", "faq_feedbackreason", "faq_viewcount", "faq_searchcount"):
        assert rows[table].strip(), table
    assert b"test results" in rows["faq_searchoutcome"]
    assert b"..." in rows["faq_feedbackreason"]
    assert waiting
    assert b"status=500 method=GET route=search/" in log[0][1]
