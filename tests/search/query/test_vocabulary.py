"""The words of articles, and which of them a misspelt or unfinished word may stand for."""

import pytest

from faq.search.query.vocabulary import Vocabulary


def test_a_word_is_known_in_any_of_its_forms():
    vocabulary = Vocabulary({"resetting": 1})

    assert [vocabulary.knows(word) for word in ("reset", "resets", "rest")] == [True, True, False]


def test_the_nearest_word_is_the_correction_even_if_its_other_forms_are_farther():
    vocabulary = Vocabulary({"account": 3, "accounts": 3, "about": 9})

    assert vocabulary.corrections("acount") == ["account", "about"]


def test_of_two_equally_near_words_the_one_that_more_articles_hold_is_likelier():
    assert Vocabulary({"rest": 7, "reset": 4}).corrections("rset") == ["rest", "reset"]
    assert Vocabulary({"rest": 4, "reset": 7}).corrections("rset") == ["reset", "rest"]


@pytest.mark.parametrize("word", ["ab", "pas5word", "pzzztal", ""])
def test_short_odd_and_far_words_have_no_correction(word):
    assert Vocabulary({"password": 1, "portal": 1, "abs": 1}).corrections(word) == []


def test_completions_are_the_most_used_words_with_that_start():
    vocabulary = Vocabulary({"portal": 5, "port": 9, "porter": 1, "sport": 99})

    assert vocabulary.completions("port", 2) == ["port", "portal"]


def test_a_word_is_halved_where_both_halves_are_known():
    vocabulary = Vocabulary({"sign": 2, "in": 9, "si": 1})

    assert (vocabulary.halves("signin"), vocabulary.halves("signout")) == (("sign", "in"), None)


def test_words_of_synonyms_are_known_and_replaced_without_touching_those_of_articles():
    vocabulary = Vocabulary({"portal": 5}, extra=["mychart", "portal"])

    other = vocabulary.with_other_extra(["app"])

    assert vocabulary.counts == {"portal": 5, "mychart": 0}
    assert other.counts == {"portal": 5, "app": 0}
