"""The index follows the database."""

import shutil

import pytest
from django.db import OperationalError

from faq.models import Clinic, Edition, Fact, Synonym, UrgentPhrase
from faq.publishing import actions, article_bin, facts, synonyms, tags, urgent
from faq.search.find import find
from faq.search.index import catch_up, embedding
from faq.search.index.index import Index, NotReadyError, open_index
from tests.factories import edit, make_article

pytestmark = pytest.mark.django_db


def titles(typed, **how):
    return [hit.title for hit in find(typed, **how).hits]


def what_is_known():
    """All that searches can see, to be compared with a fresh build."""
    index = open_index()
    view = index.current()
    return (
        dict(sorted(view.vocabulary.counts.items())),
        index.documents(sorted(view.tags), view),
        dict(sorted(view.tags.items())),
        len(view.vectors),
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

    assert "zeppelin" not in open_index().current().vocabulary.counts


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
        lambda: actions.move_to_bin(third, by=None),
        lambda: synonyms.save(Synonym(phrases="MyChart, portal"), by=None),
        lambda: edit(second, audience="staff"),
        lambda: article_bin.take_out(third, by=None),
        lambda: edit(second, audience="public"),
        lambda: facts.save_clinic(Clinic(name="The Hive"), by=None),
    ):
        change()
        caught_up = what_is_known()
        shutil.rmtree(settings.KB_INDEX_DIR)
        assert caught_up == what_is_known()


def test_many_edits_of_one_article_leave_no_trace_in_the_ranking(monkeypatch):
    monkeypatch.setattr(catch_up, "_MOST_WRITES", 5)
    make_article("Where can I park?", short_answer="Behind the house.")
    article = make_article("Parking for staff cars", short_answer="Behind the house.")
    before = titles("park house")

    for number in range(9):
        edit(article, short_answer=f"Behind the house. {number}")
        find("park")

    assert open_index().current().state.writes < 6, "replaced articles count in the statistics until a fresh start"
    assert titles("park house") == before


def test_a_save_never_waits_for_search_nor_fails_because_of_it(monkeypatch):
    def broken(*args):
        raise RuntimeError("search must not be asked")

    monkeypatch.setattr(Index, "current", broken)
    monkeypatch.setattr(embedding.Model, "embed", broken)

    article = make_article("Where can I park?")

    assert article.live is not None


def test_an_empty_site_is_searched_without_harm():
    assert find("anything at all").total == 0
    assert open_index().store.vector_counts() == (0, 0)


def test_a_database_that_does_not_answer_is_no_damage_of_the_index(monkeypatch):
    make_article("How do I park?")
    source = open_index()
    source.current()
    before = sorted(path.name for path in source.folder.iterdir())

    def fails() -> None:
        raise OperationalError("the database is being started again")

    monkeypatch.setattr(Edition, "current", fails)
    with pytest.raises(OperationalError):
        source.current()

    assert sorted(path.name for path in source.folder.iterdir()) == before


def test_an_urgent_phrase_is_heard_while_the_index_is_built(monkeypatch):
    urgent.save(UrgentPhrase(phrase="chest pain"), by=None)

    def is_building(self) -> None:
        raise NotReadyError

    monkeypatch.setattr(Index, "current", is_building)

    assert (find("I have chest pain").is_urgent, find("parking").is_urgent) == (True, False)
