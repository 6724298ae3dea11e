"""Whatever happens to the folder of the index, the next search is right."""

import gc
import shutil
import sqlite3
from functools import partial
from pathlib import Path

import pytest

from faq.models import Article, Edition
from faq.search.find import find, suggest
from faq.search.index import catch_up, index
from faq.search.index.index import open_index
from faq.search.index.store import Store
from faq.search.results import Suggestions
from tests.factories import edit, make_article

pytestmark = pytest.mark.django_db


def titles(typed, **how):
    return [hit.title for hit in find(typed, **how).hits]


def folder(settings) -> Path:
    return Path(settings.KB_INDEX_DIR) / "patients"


def started_anew():
    """What a new process would know: nothing but the folder."""
    index._index.cache_clear()
    # Closes the store's file
    gc.collect()


def folder_made(settings) -> Path:
    folder(settings).mkdir(parents=True)
    return folder(settings)


def test_a_lost_folder_is_built_anew(settings):
    make_article("Where can I park?")
    assert titles("park") == ["Where can I park?"]

    shutil.rmtree(settings.KB_INDEX_DIR)

    assert titles("park") == ["Where can I park?"]
    assert folder(settings).is_dir()


@pytest.mark.parametrize("damage", ["store", "store-empty", "store-foreign", "engine", "engine-meta", "engine-gone"])
def test_a_damaged_folder_is_built_anew(settings, damage):
    make_article("Where can I park?")
    make_article("When are you open?")
    find("park")
    place = folder(settings)
    words = next(place.glob("words-*"))
    started_anew()

    if damage == "store":
        (place / "articles.sqlite3").write_bytes(b"not a database, only noise" * 400)
        for rest in place.glob("articles.sqlite3-*"):
            rest.unlink()
    elif damage == "store-empty":
        (place / "articles.sqlite3").write_bytes(b"")
        for rest in place.glob("articles.sqlite3-*"):
            rest.unlink()
    elif damage == "store-foreign":
        (place / "articles.sqlite3").unlink()
        sqlite3.connect(place / "articles.sqlite3").execute("CREATE TABLE vector (x)")
    elif damage == "engine":
        for file in words.iterdir():
            if file.is_file() and not file.name.startswith("."):
                file.write_bytes(b"noise" * 50)
    elif damage == "engine-meta":
        (words / "meta.json").write_text("{")
    else:
        shutil.rmtree(words)

    assert titles("park") == ["Where can I park?"]
    edit(Article.objects.get(slug="when-are-you-open"), short_answer="The parakeet opens the door.")
    assert titles("parakeet") == ["When are you open?"]


def test_an_index_newer_than_the_database_is_built_anew():
    make_article("Where can I park?")
    late = make_article("A question of the lost day")
    find("park")

    # What a restored backup looks like
    Article.objects.filter(pk=late.pk).update(live=None)
    Edition.objects.update(number=1, token="before")

    assert titles("question of the lost day", exact=True) == []
    assert titles("park") == ["Where can I park?"]


def test_a_restored_backup_that_has_caught_up_with_the_number_is_noticed():
    kept = make_article("Where can I park?")
    lost = make_article("A question of the lost day")
    find("park")

    Article.objects.filter(pk=lost.pk).update(live=None)
    Edition.objects.update(number=Edition.current_number() - 1)
    for _ in range(3):
        edit(kept, short_answer=f"Behind the house {_}.")

    assert titles("lost day", exact=True) == []


def test_the_same_number_with_another_token_is_another_edition():
    make_article("Where can I park?")
    late = make_article("A question of the lost day")
    find("park")

    Article.objects.filter(pk=late.pk).update(live=None)
    Edition.objects.update(token="another")

    assert titles("lost day", exact=True) == []


def test_damage_that_only_a_search_meets_is_built_anew(settings):
    make_article("Where can I park?")
    find("park")
    with sqlite3.connect(folder(settings) / "articles.sqlite3") as db:
        db.execute("UPDATE article SET document = '{}'")

    assert titles("park") == ["Where can I park?"]


def test_a_search_that_no_repair_helps_builds_the_index_once_only():
    make_article("Where can I park?")
    kept = open_index()
    first = kept.current()

    with pytest.raises(AttributeError):
        kept.matches("no query at all", first)
    rebuilt = kept.current()
    with pytest.raises(AttributeError):
        kept.matches("no query at all", rebuilt)

    assert first.state.folder != rebuilt.state.folder == kept.current().state.folder
    assert titles("park") == ["Where can I park?"]


def test_an_index_of_another_schema_version_is_built_anew(monkeypatch):
    make_article("Where can I park?")
    find("park")
    before = open_index().current().state.folder

    monkeypatch.setattr(catch_up, "_SCHEMA_VERSION", catch_up._SCHEMA_VERSION + 1)

    assert titles("park") == ["Where can I park?"]
    assert open_index().current().state.folder != before


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(index, "Store", partial(Store, timeout=0.05))


def locked_by_another_process(settings) -> sqlite3.Connection:
    other = sqlite3.connect(folder(settings) / "articles.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


def test_while_another_process_builds_the_old_answers_are_given(settings, impatient):
    make_article("Where can I park?")
    find("park")
    other = locked_by_another_process(settings)

    make_article("Where can I park my bicycle?")
    assert titles("park") == ["Where can I park?"]

    other.execute("ROLLBACK")
    assert sorted(titles("park")) == ["Where can I park my bicycle?", "Where can I park?"]


def test_while_another_process_builds_the_first_index_search_says_it_is_not_ready(settings, impatient):
    make_article("Where can I park?")
    Store(folder_made(settings) / "articles.sqlite3")
    other = locked_by_another_process(settings)

    assert (find("park").is_ready, suggest("park")) == (False, Suggestions())
    assert folder(settings).is_dir(), "the other process' work is left alone"

    other.execute("ROLLBACK")
    assert titles("park") == ["Where can I park?"]
