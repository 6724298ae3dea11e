"""Urgent phrases: when the emergency notice stands above the results, and when not."""

import pytest

from faq.models import UrgentPhrase
from faq.publishing import urgent
from faq.search.find import find, suggest
from faq.search.query.urgent import load_phrases, urgent_phrases_in
from faq.search.results import Suggestions
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def phrases():
    for phrase in ("chest pain", "overdose", "stroke", "cannot breathe", "kill myself", "unconscious"):
        urgent.save(UrgentPhrase(phrase=phrase), by=None)
    make_article("What if my chest hurts?")


@pytest.mark.parametrize(
    "typed",
    [
        "chest pain",
        "I have CHEST PAINS what do i do",
        "pain in my chest",
        "chets pain",
        "chest pian",
        "chestpain",
        "overdoze of pills",
        "he took an overdose!",
        "is it a stroke?",
        "i cant breathe",
        "I can’t breath",
        "i can not breathe",
        "pain in his left chest",
        "chest really bad pain",
        "hcest pain",
        "chest apin",
        "over dose",
        "over-dose of pills",
        "i want to kill my self",
        "uncoscious child",
        "hi " * 60 + "chest pain",
    ],
)
def test_a_search_that_holds_an_urgent_phrase_is_urgent(phrases, typed):
    assert find(typed).is_urgent


@pytest.mark.parametrize(
    "typed",
    [
        "keystroke shortcuts",
        "chest",
        "pain",
        "a strike at the clinic",
        "store",
        "breathe",
        "chest x-ray and back pain",
        "overdue bill",
        "overuse injury",
        "pecan notes",
        "skill myself",
        "conscious",
        "",
    ],
)
def test_a_search_that_only_looks_like_one_is_not(phrases, typed):
    assert not find(typed).is_urgent


def test_the_notice_stands_even_where_nothing_is_found(phrases):
    results = find("overdose", exact=True)

    assert results.is_urgent


def test_a_new_phrase_works_in_the_next_search_and_a_forgotten_one_no_longer():
    make_article("Where can I park?")
    assert not find("shuntalarm").is_urgent

    kept = urgent.save(UrgentPhrase(phrase=" Shunt  alarm "), by=None)
    assert (find("shunt alarm").is_urgent, find("shuntalarm").is_urgent) == (True, True)

    urgent.delete(kept, by=None)
    assert not find("shunt alarm").is_urgent


@pytest.mark.parametrize(
    "typed", ["i cant breathe", "shortness of breath", "he is not breathing", "suiside", "overdoze"]
)
def test_the_phrases_of_a_new_site_are_heard_as_people_type_them(typed):
    urgent.add_first()

    assert urgent_phrases_in(typed, load_phrases().urgent)


def test_no_suggestion_leads_past_the_notice(phrases):
    assert suggest("chest").items != []
    assert suggest("chest pain") == Suggestions(is_urgent=True)
    assert suggest("my chest hurts") == Suggestions(is_urgent=True)


@pytest.mark.parametrize(
    ("typed", "is_urgent"),
    [
        ("PAINS in my chest", True),
        ("pain in his left chest", True),
        ("chest really bad pain", True),
        ("chest burning pain", True),
        ("chets pian", True),
        ("chestpain", True),
        ("chest paint", True),
        ("chest", False),
        ("pain", False),
        ("chest x-ray and back pain", False),
        ("keystroke", False),
        ("strike", False),
    ],
)
def test_the_examples_that_the_rule_gives(typed, is_urgent):
    phrases, real_words = [("chest", "pain"), ("stroke",)], {"strike", "paint"}

    assert bool(urgent_phrases_in(typed, phrases, real_words)) is is_urgent


def test_only_the_beginning_of_an_endless_text_is_looked_at():
    phrases = [("chest", "pain")]

    assert urgent_phrases_in("x " * 990 + "chest pain", phrases)
    assert not urgent_phrases_in("x " * 1000 + "chest pain", phrases)
