"""The index follows the database, and heals whatever happens to its folder."""

import shutil
import sqlite3
from functools import partial
from pathlib import Path

import pytest
from django.db import OperationalError, transaction

from faq.models import Article, Clinic, Edition, Fact, Synonym, UrgentPhrase
from faq.publishing import actions, facts, tags
from faq.search import encoding, index, meaning, synonyms, urgent
from faq.search.find import find, suggest
from faq.search.store import Store
from tests.factories import edit, make_article

pytestmark = pytest.mark.django_db


def titles(typed, **how):
    return [hit.title for hit in find(typed, **how).hits]


def folder(settings) -> Path:
    return Path(settings.KB_INDEX_DIR) / "patients"


def folder_made(settings) -> Path:
    folder(settings).mkdir(parents=True)
    return folder(settings)


def started_anew():
    """What a new process would know: nothing but the folder."""
    index.of().store.close()
    index._index.cache_clear()


def what_is_known():
    """All that searches can see, to be compared with a fresh build."""
    reading, source = index.of().current(), index.of()
    return (
        dict(sorted(reading.vocabulary.counts.items())),
        source.pages(sorted(reading.tags)),
        dict(sorted(reading.tags.items())),
        sorted(reading.vectors.ids()),
        [titles(typed) for typed in ("reset password", "parking", "hours", "portal code", "mychart")],
    )


def test_an_edit_is_found_by_the_very_next_search():
    article = make_article("Where can I park?", short_answer="Behind the house.")
    assert titles("house") == ["Where can I park?"]

    edit(article, short_answer="On the roof.")

    assert titles("roof") == ["Where can I park?"]
    assert find("house", exact=True).hits == [] or "house" not in find("house").hits[0].excerpt_html


def test_a_draft_edit_is_not_found_before_it_is_published():
    article = make_article("Where can I park?", short_answer="Behind the house.")

    edit(article, publish=False, short_answer="Ask for the zeppelin.")

    assert "zeppelin" not in index.of().current().vocabulary.counts


def test_a_fact_is_found_by_its_value_and_follows_it():
    fact = facts.save(Fact(name="desk", label="Desk", kind="text", value="the blue room"), by=None)
    make_article("Where do I go?", short_answer="Go to {{desk}}.")
    assert "blue" in find("blue room").hits[0].excerpt_html

    fact.value = "the green room"
    facts.save(fact, by=None)

    assert "green room" in find("room").hits[0].excerpt_html.replace("<mark>", "").replace("</mark>", "")


def test_a_change_of_shared_steps_is_found_in_every_article_that_shows_them():
    shared = make_article("How do I reset my password?", steps=["Click on the orange button."])
    make_article("How does my child get in?", steps=[{"include": shared.slug}])
    assert len(titles("orange button")) == 2

    edit(shared, steps=["Click on the purple button."])

    assert sorted(titles("purple button")) == ["How do I reset my password?", "How does my child get in?"]


def test_after_every_kind_of_change_the_index_equals_a_fresh_build(settings):
    first = make_article("How do I reset my password?", steps=["Click on reset."], tags=["Portal"])
    second = make_article("Where can I park?", tags=["Visits"], asked_like="parking place")
    third = make_article("When are you open?", tags=["Visits"])
    what_is_known()
    tag = third.tags.get()
    for change in (
        lambda: edit(first, title="How do I get a new password?", steps=["Click on reset.", "Open the link."]),
        lambda: actions.unpublish(second, by=None),
        lambda: tags.merge([tag], first.tags.get(), by=None),
        lambda: actions.publish(second, by=None),
        lambda: actions.delete(third, by=None),
        lambda: synonyms.save(Synonym(phrases="MyChart, portal"), by=None),
        lambda: edit(second, audience="staff"),
        lambda: actions.recover(third, by=None),
        lambda: edit(second, audience="public"),
        lambda: facts.save_clinic(Clinic(name="The Hive"), by=None),
    ):
        change()
        caught_up = what_is_known()
        shutil.rmtree(settings.KB_INDEX_DIR)
        assert caught_up == what_is_known()


def test_many_edits_of_one_article_leave_no_trace_in_the_ranking(monkeypatch):
    monkeypatch.setattr(index, "_STALE", 5)
    make_article("Where can I park?", short_answer="Behind the house.")
    article = make_article("Parking for staff cars", short_answer="Behind the house.")
    before = titles("park house")

    for number in range(9):
        edit(article, short_answer=f"Behind the house. {number}")
        find("park")

    assert index.of().current().state.writes < 6, "replaced articles count in the statistics until a fresh start"
    assert titles("park house") == before


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

    Article.objects.filter(pk=late.pk).update(live=None)  # what a restored backup looks like
    Edition.objects.update(number=1, token="before")

    assert titles("question of the lost day", exact=True) == []
    assert titles("park") == ["Where can I park?"]


def test_a_restored_backup_that_has_caught_up_with_the_number_is_noticed():
    kept = make_article("Where can I park?")
    lost = make_article("A question of the lost day")
    find("park")

    Article.objects.filter(pk=lost.pk).update(live=None)
    Edition.objects.update(number=Edition.number_now() - 1)
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


def test_an_index_of_another_form_is_built_anew(monkeypatch):
    make_article("Where can I park?")
    find("park")
    before = index.of().current().state.folder

    monkeypatch.setattr(index, "_FORM", index._FORM + 1)

    assert titles("park") == ["Where can I park?"]
    assert index.of().current().state.folder != before


def test_a_save_never_waits_for_search_nor_fails_because_of_it(monkeypatch):
    def broken(*args):
        raise RuntimeError("search must not be asked")

    monkeypatch.setattr(index.Index, "current", broken)
    monkeypatch.setattr(meaning.Model, "encode", broken)

    article = make_article("Where can I park?")

    assert article.live is not None


def test_many_articles_are_found_by_words_at_once_and_by_meaning_soon_after(monkeypatch):
    monkeypatch.setattr(encoding, "_AT_ONCE", 0.0)
    with transaction.atomic():
        for number in range(30):
            make_article(f"Question {number} about parking")
        make_article("Where can I leave my car?")

    assert "Where can I leave my car?" in titles("leave car")
    told = []
    index.of().finish_meaning(progress=lambda ready, left: told.append((ready, left)))

    articles = index.of().facts()
    assert (articles["articles"], articles["with_vectors"]) == (31, 31)
    assert told == [] or told[-1] == (31, 0)


def test_vectors_are_made_once_for_a_text(monkeypatch):
    article = make_article("Where can I park?", short_answer="Behind the house.")
    find("park")
    read = []
    original = meaning.Model.encode
    monkeypatch.setattr(meaning.Model, "encode", lambda model, text: read.append(text) or original(model, text))

    actions.unpublish(article, by=None)
    actions.publish(article, by=None)
    find("park")

    assert read == ["park"]


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(index, "Store", partial(Store, patience=0.05))


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
    Store(folder_made(settings) / "articles.sqlite3").close()
    other = locked_by_another_process(settings)

    assert (find("park").is_ready, suggest("park")) == (False, [])
    assert folder(settings).is_dir(), "the other process' work is left alone"

    other.execute("ROLLBACK")
    assert titles("park") == ["Where can I park?"]


def test_an_empty_site_is_searched_without_harm():
    assert find("anything at all").total == 0
    assert index.of().facts()["articles"] == 0


def test_a_database_that_does_not_answer_is_no_damage_of_the_index(monkeypatch):
    make_article("How do I park?")
    source = index.of()
    source.current()
    before = sorted(path.name for path in source.folder.iterdir())

    def fails() -> None:
        raise OperationalError("the database is being started again")

    monkeypatch.setattr(index.Edition, "now", fails)
    with pytest.raises(OperationalError):
        source.current()

    assert sorted(path.name for path in source.folder.iterdir()) == before


def test_an_urgent_phrase_is_heard_while_the_index_is_built(monkeypatch):
    urgent.save(UrgentPhrase(phrase="chest pain"), by=None)

    def is_building(self, question) -> None:
        raise index.NotReady

    monkeypatch.setattr(index.Index, "ask", is_building)

    assert (find("I have chest pain").is_urgent, find("parking").is_urgent) == (True, False)
