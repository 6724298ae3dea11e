"""Words that are no slips, and what is made of those that are."""

import pytest

from faq.search.query.parse import parse
from faq.search.query.real_words import RealWords, real_words
from faq.search.query.vocabulary import Vocabulary
from faq.text import words

HELD = Vocabulary(
    dict.fromkeys("damage optic crabs step uni does want when who protein know money receive same app fair".split(), 3)
)


@pytest.mark.parametrize("word", "dosage aortic cramps strep whey metformin tylenol uti passport invoice".split())
def test_words_of_english_and_of_medicine_are_known(word):
    assert word in real_words()


@pytest.mark.parametrize("word", ["recieve", "apointment", "docter", "", "a", "x-ray", "a\nb", "é"])
def test_slips_and_what_is_no_word_are_not(word):
    assert word not in real_words()


def test_a_word_is_known_only_whole():
    known = RealWords(["dose", "doses"])

    assert [word in known for word in ("dose", "doses", "dos", "oses")] == [True, True, False, False]


@pytest.mark.parametrize(
    "typed",
    ["dosage", "aortic bypass", "cramps", "strep", "uti", "whey protein", "doesnt", "wasnt", "wht", "covid19", "aap"],
)
def test_no_real_word_contraction_or_question_word_is_repaired(typed):
    assert parse(typed, HELD, real_words=real_words()).corrections == {}


@pytest.mark.parametrize(
    ("typed", "meant"), [("recieve", "receive"), ("mony", "money"), ("knw", "know"), ("protien", "protein")]
)
def test_slips_still_are(typed, meant):
    assert parse(typed, HELD, real_words=real_words()).corrections == {typed: meant}


@pytest.mark.parametrize(
    ("typed", "held", "meant"),
    [
        # One slip from a word that everybody uses, two from the one that articles hold
        ("saterday", "same-day", "saturday"),
        ("corect", "collect", "correct"),
        ("comming", "common", "coming"),
        # A word of messages
        ("alot", "alt", "alot"),
        # Nothing that articles hold is near
        ("invoise", "garden", "invoice"),
    ],
)
def test_what_is_likelier_a_common_word_is_compared_as_that_and_called_nothing(typed, held, meant):
    query = parse(typed, Vocabulary({held: 3}), real_words=real_words())

    assert (query.corrections, query.corrected_text, query.sentence) == ({}, typed, meant)


@pytest.mark.parametrize(("typed", "held"), [("resut", "reset"), ("amoung", "amount"), ("recove", "remove")])
def test_of_two_that_are_as_near_the_word_of_articles_is_searched_and_not_said(typed, held):
    query = parse(typed, Vocabulary({held: 3}), real_words=real_words())

    assert (query.corrections, query.sentence, query.known_count) == ({}, held, 1)
    assert query.terms[words.stem(held)] == 1.0


@pytest.mark.parametrize(("typed", "held"), [("recieved", "receive"), ("aranged", "arrange")])
def test_a_slip_is_called_by_the_form_that_was_meant(typed, held):
    form = {"recieved": "received", "aranged": "arranged"}[typed]

    assert parse(typed, Vocabulary({held: 3}), real_words=real_words()).corrections == {typed: form}


def test_a_transposed_letter_is_a_slip_whatever_else_is_near():
    assert parse("copya", Vocabulary({"copay": 3}), real_words=real_words()).corrections == {"copya": "copay"}


def test_three_letters_of_a_question_word_are_no_slip_of_another():
    assert parse("wat", Vocabulary({"wait": 3}), real_words=real_words()).corrections == {}
