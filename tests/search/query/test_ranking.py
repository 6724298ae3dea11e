"""The order of matches, and how close the best is said to be."""

from faq.search.query.parse import Query
from faq.search.query.ranking import Matches, rank


def test_a_similar_meaning_weighs_twice_as_much_as_the_words_and_the_tail_is_left_out():
    ranking = rank(Query("", known_count=1), Matches({1: 8.0, 2: 4.0}, {1: 0.3, 2: 0.6, 3: 0.1}))

    assert ranking.ids == [2, 1]


def test_an_article_without_vectors_keeps_the_place_of_its_words():
    ranking = rank(Query("", known_count=1), Matches({1: 8.0, 2: 7.0}, {2: 0.6}))

    assert ranking.ids == [1, 2]


def test_equal_articles_come_in_the_order_of_their_numbers():
    assert rank(Query("", known_count=1), Matches({3: 1.0, 1: 1.0, 2: 1.0}, None)).ids == [1, 2, 3]


def test_by_words_alone_less_of_the_tail_is_left_out_and_one_known_word_is_close():
    ranking = rank(Query("", known_count=1), Matches({1: 10.0, 2: 1.5, 3: 0.5}, None))

    assert (ranking.ids, ranking.is_close) == ([1, 2], True)


def test_nothing_similar_and_no_known_word_is_nothing():
    assert rank(Query("", unknown_count=2), Matches({1: 1.0}, {1: 0.1})).ids == []
    assert rank(Query("", known_count=1), Matches({1: 1.0}, {1: 0.1})).ids == [1]


def test_how_similar_the_best_is_and_how_many_words_are_known_decide_what_is_close():
    def is_close(similarity: float, known: int, unknown: int) -> bool:
        return rank(Query("", known_count=known, unknown_count=unknown), Matches({}, {1: similarity})).is_close

    assert [is_close(0.6, 0, 1), is_close(0.5, 0, 1), is_close(0.3, 1, 0), is_close(0.3, 1, 1)] == [
        True,
        False,
        True,
        False,
    ]


def test_no_matches_are_no_results():
    assert rank(Query(""), Matches({}, None)).ids == rank(Query(""), Matches({}, {})).ids == []
