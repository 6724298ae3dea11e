"""Words that are no slips, and what is made of those that are."""

import pytest

from faq.search.query.parse import parse
from faq.search.query.real_words import RealWords, real_words
from faq.search.query.vocabulary import Vocabulary

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
    words = RealWords(["dose", "doses"])

    assert [word in words for word in ("dose", "doses", "dos", "oses")] == [True, True, False, False]


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
