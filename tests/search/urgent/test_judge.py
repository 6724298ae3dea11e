"""Emergencies in patients' own words: which raise the notice by their meaning, and which only look like one."""

import pytest

from faq.models import UrgentPhrase
from faq.publishing import urgent
from faq.search.find import find, suggest, why_urgent
from faq.search.index import embedding
from faq.search.results import Suggestions
from faq.search.urgent import likeness
from faq.search.urgent.judge import Reason
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def keep(phrase: str, *, is_harmless: bool = False) -> None:
    urgent.save(UrgentPhrase(phrase=phrase, is_harmless=is_harmless), by=None)


@pytest.mark.parametrize(
    "typed",
    [
        "my chest hurts",
        "my chset hurts",
        "i want die",
        "took too many pills",
        "bleeding wont stop",
        "bledding wont stop",
        "face drooping one side",
        "throat swelling after peanut",
        "dolor de pecho",
        "quiero morir",
    ],
)
def test_what_people_say_in_an_emergency_is_heard_without_any_phrase_of_the_clinic(typed):
    make_article("How do I pay the bill for feeding tubes?")

    assert find(typed).is_urgent


@pytest.mark.parametrize(
    "typed",
    [
        "side effects of seizure medicine",
        "chest x-ray",
        "stroke rehab opening hours",
        "suicide prevention class",
        "i have a headache",
        "killing time",
        "where do i park",
        "cita para el corazón",
        "",
        "?",
        "心脏",
    ],
)
def test_what_only_looks_like_one_is_not(typed):
    urgent.add_first()
    make_article("Where do I park?")

    assert not find(typed).is_urgent


@pytest.mark.parametrize("typed", ["stroke", "Strokes?", "is it a stroke", "seizure"])
def test_a_phrase_of_one_word_rings_where_nothing_else_is_said(typed):
    urgent.add_first()

    assert why_urgent(typed).reason == Reason.PHRASE


def test_one_clause_of_a_long_message_is_enough():
    chat = "hello i am a patient of dr lee and have a visit on tuesday"

    assert find(f"{chat} but since this morning my chest hurts a lot, what should i do").is_urgent
    assert find(f"{chat} and since this morning. {'By the way. ' * 30} my chest hurts a lot").is_urgent
    assert not find(f"{chat} but i have to work that day, can i come on friday and where do i park").is_urgent


def test_a_phrase_of_the_clinic_rings_in_other_words_too():
    typed = "the alarm on my feeding pump is beeping"
    assert not find(typed).is_urgent

    keep("feeding pump alarm keeps beeping")

    verdict = why_urgent(typed)
    assert (verdict.is_urgent, verdict.reason) == (True, Reason.MEANING)
    assert verdict.phrase == "feeding pump alarm keeps beeping"


def test_what_is_never_to_ring_does_not_in_the_same_words_nor_in_others():
    keep("chest pain")
    keep("Chest pain club, when?", is_harmless=True)

    verdicts = [why_urgent(typed) for typed in ("chest pains club when", "when does the chest pain club meet")]
    assert [(verdict.is_urgent, verdict.reason) for verdict in verdicts] == [(False, Reason.NEVER)] * 2
    assert why_urgent("chest pain since noon").is_urgent


def test_it_is_said_what_was_heard_and_what_was_nearer():
    urgent.add_first()

    found, nearer = why_urgent("my chest hurts so much"), why_urgent("stroke rehab where")

    assert (found.reason, found.phrase) == (Reason.MEANING, "my chest hurts")
    assert (nearer.reason, nearer.harmless) == (Reason.HARMLESS, "stroke rehab")


def test_without_the_model_phrases_count_as_words_alone(words_only):
    urgent.add_first()
    keep("when is the stroke club", is_harmless=True)

    found = {typed for typed in ("my chest hurts", "chest pain", "stroke rehab") if find(typed).is_urgent}

    assert found == {"chest pain", "stroke rehab"}
    assert not find("When is the stroke club?").is_urgent


def test_vectors_of_other_lists_are_not_used(monkeypatch, caplog):
    monkeypatch.setattr(likeness.lists, "key", lambda: "another model")
    likeness._shipped.cache_clear()
    try:
        assert not find("my chest hurts").is_urgent
    finally:
        likeness._shipped.cache_clear()

    assert "recognised by phrases alone" in caplog.text


def test_no_suggestion_leads_past_the_notice_while_the_sentence_is_typed():
    make_article("What if my chest hurts?")

    assert suggest("chest").items != []
    assert suggest("my chest hurts") == Suggestions(is_urgent=True)


def test_an_ordinary_search_reads_what_was_typed_once(monkeypatch):
    make_article("How do I move my appointment?")
    find("warm up")
    read = []
    embed = embedding.Model.embed

    def counted(self: embedding.Model, text: str) -> object:
        read.append(text)
        return embed(self, text)

    monkeypatch.setattr(embedding.Model, "embed", counted)
    find("move my appointment")
    find("moove my apointment")

    assert len(read) == 2
