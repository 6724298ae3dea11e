"""What is made of the words that were typed."""

import pytest

from faq.search.query.parse import parse
from faq.search.query.real_words import RealWords
from faq.search.query.synonyms import Synonyms
from faq.search.query.vocabulary import Vocabulary
from faq.text import words

VOCABULARY = Vocabulary(
    {"password": 9, "portal": 5, "login": 2, "sign": 2, "in": 9, "how": 9, "reset": 4, "resets": 1, "rest": 7}
)


def query_of(text, **how):
    return parse(text, VOCABULARY, **how)


def test_question_words_weigh_less_than_words_about_the_subject():
    assert query_of("how reset").terms == {words.stem("how"): 0.3, "reset": 1.0}


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("pasword", "password"),
        ("passwrod", "password"),
        ("assword", "password"),
        ("protal", "portal"),
        ("pxxtal", "portal"),
        # The one that more articles hold
        ("rset", "rest"),
    ],
)
def test_an_unknown_word_is_searched_as_the_nearest_known_one(typed, corrected):
    assert query_of(typed).corrections == {typed: corrected}


@pytest.mark.parametrize("typed", ["password", "passwords", "xyzzyx", "ab", "pas5word", "pzzztal"])
def test_known_short_and_far_words_are_not_repaired(typed):
    assert query_of(typed).corrections == {}


def test_later_candidates_count_half():
    assert query_of("rset").terms == {"rest": 1.0, "reset": 0.5}


def test_a_real_word_is_searched_as_a_guess_but_never_called_a_slip():
    query = query_of("mortal", real_words=RealWords(["mortal"]))

    assert (query.corrections, query.terms, query.sentence) == ({}, {"portal": 0.5}, "mortal")


def test_what_was_probably_not_meant_is_searched_but_not_marked():
    query = query_of("mortal reset", real_words=RealWords(["mortal"]))

    assert "portal" in query.terms
    assert query.highlights(VOCABULARY, 10).keys() == {"reset", "resets"}


def test_forms_of_words_that_shape_a_question_are_not_marked():
    held = Vocabulary({"doing": 2, "reset": 3})

    assert parse("what do i reset", held).highlights(held, 10).keys() == {"reset"}


def test_exact_means_exact():
    assert query_of("pasword", exact=True).terms == {}


def test_words_are_joined_and_parted():
    assert query_of("log in").terms["login"] == 1.0
    # Parted, and taken for a slip as well
    assert query_of("inportal").terms == {"in": 0.3, "portal": 2.0}


def test_only_so_many_words_are_repaired():
    query = query_of(" ".join(f"passwor{chr(97 + at)}" for at in range(26)))

    assert len(query.corrections) <= 12


def test_the_last_word_may_be_unfinished():
    query = query_of("reset pass", is_typing=True)

    assert (query.sentence, query.corrections) == ("reset password", {})
    assert query.terms[words.stem("password")] == 0.7


def test_rare_words_are_weights_more_when_the_excerpt_is_chosen():
    weights = query_of("password login").highlights(VOCABULARY, article_count=10)

    assert weights["login"] > weights["password"]


def test_the_example_that_parsing_gives():
    vocabulary = Vocabulary({"reset": 1, "portal": 1, "password": 1, "how": 1, "do": 1, "i": 1, "my": 1}, ["mychart"])
    synonyms = Synonyms({"mychart": ("portal",)}, frozenset({"mychart", "portal"}), 1)

    query = parse("How do I reset my mychart pasword?", vocabulary, synonyms=synonyms)

    assert (query.corrections, query.corrected_text) == (
        {"pasword": "password"},
        "how do i reset my mychart password",
    )
    assert query.terms == {
        "how": 0.3,
        "do": 0.3,
        "i": 0.3,
        "reset": 1.0,
        "my": 0.3,
        "mychart": 1.0,
        "password": 1.0,
        "portal": 0.8,
    }
    assert query.content_terms == {"reset": 1.0, "mychart": 1.0, "password": 1.0, "portal": 0.8}
    assert query.sentence == "how do i reset my mychart password portal"
