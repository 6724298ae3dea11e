"""The order of matches, and how close the best is said to be."""

from faq.search.query.parse import Query
from faq.search.query.ranking import Matches, rank


def test_a_similar_meaning_weighs_three_times_as_much_as_the_words_and_the_tail_is_left_out():
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


def test_how_similar_the_best_is_and_how_many_of_the_words_it_holds_decide_what_is_close():
    def is_close(similarity: float, held: int) -> bool:
        query = Query("", known_count=2, unknown_count=1)
        return rank(query, Matches({}, {1: similarity}, held_count=lambda id: held)).is_close

    answers = [is_close(0.42, 0), is_close(0.4, 0), is_close(0.32, 2), is_close(0.3, 2), is_close(0.36, 1)]
    assert answers == [True, False, True, False, True]


def test_a_text_that_holds_every_word_is_close_where_one_is_rare():
    def is_close(held: int, *, has_rare_word: bool) -> bool:
        matches = Matches({1: 1.0}, {1: 0.2}, held_count=lambda id: held, has_rare_word=has_rare_word)
        return rank(Query("", known_count=2), matches).is_close

    assert is_close(2, has_rare_word=True)
    assert not is_close(1, has_rare_word=True)
    assert not is_close(2, has_rare_word=False)


def test_after_one_known_word_what_only_resembles_it_is_left_out():
    matches = Matches({1: 1.0, 3: 0.2}, {1: 0.6, 2: 0.3, 3: 0.25})

    assert rank(Query("", known_count=1), matches).ids == [1, 3]
    assert rank(Query("", known_count=2), matches).ids == [1, 2, 3]


def test_no_matches_are_no_results():
    assert rank(Query(""), Matches({}, None)).ids == rank(Query(""), Matches({}, {})).ids == []
