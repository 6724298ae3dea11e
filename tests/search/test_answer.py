"""What is shown of an article that is sure to answer."""

from faq.search.answer import Answer
from faq.search.query.parse import Query
from faq.search.query.ranking import Matches, rank
from tests.search.index.test_engine import document

STEPS = ["Open the page.", "Press Reset.", "Choose a word.", "Press Save."]


def of(found, *similarities, weights=None):
    answer = Answer.of(found, weights or {}, similarities)
    return answer and [(line.step, line.html) for line in answer.lines]


def test_a_short_answer_is_the_answer():
    found = document(1, "Park?", short_answer="Behind the house.", steps=STEPS, passage_parts=[0, 3])

    answer = Answer.of(found, {"house": 1.0}, [0.5, 0.5])

    assert [(line.step, line.html) for line in answer.lines] == [(None, "Behind the <mark>house</mark>.")]
    assert (answer.url, answer.has_more_steps) == ("/articles/article-1/", True)


def test_without_a_short_answer_the_first_steps_are_shown_with_the_link_to_them():
    found = document(1, "Reset?", steps=STEPS, passage_parts=[1])

    answer = Answer.of(found, {}, [0.5])

    assert [line.step for line in answer.lines] == [1, 2, 3]
    assert (answer.url, answer.step_count, answer.has_more_steps) == ("/articles/article-1/#step-1", 4, True)


def test_another_passage_is_shown_only_where_it_leads_clearly():
    found = document(1, "Park?", short_answer="Behind the house.", steps=STEPS, passage_parts=[0, 3])

    assert of(found, 0.5, 0.52) == [(None, "Behind the house.")]
    assert of(found, 0.5, 0.54) == [(3, "Choose a word."), (4, "Press Save.")]


def test_a_nearest_way_of_asking_does_not_choose_a_passage():
    found = document(1, "Park?", short_answer="Behind the house.", body="Or in the street.", passage_parts=[0])

    assert of(found, 0.5, 0.9) == [(None, "Behind the house.")]


def test_of_a_long_text_only_the_passage_and_of_a_long_step_only_whole_sentences_are_shown():
    body = " ".join(f"Sentence {number} says what one does there." for number in range(30))
    in_body = document(1, "Park?", body=body, passage_parts=[0])
    in_step = document(1, "Park?", steps=[body], passage_parts=[1])
    without_end = document(1, "Park?", short_answer="word " * 200, passage_parts=[0])

    assert of(document(1, "Park?", steps=["Go."], body=body, passage_parts=[1]), 0.5) == [(1, "Go.")]
    assert len(of(in_body, 0.5)[0][1]) < 400
    assert of(in_step, 0.5)[0][1].endswith("does there. …")
    assert of(without_end, 0.5)[0][1].endswith("word …")


def test_an_article_without_text_has_no_answer():
    assert of(document(1, "Park?"), 0.5) is None


def test_an_answer_is_sure_where_the_best_is_near_and_well_ahead_of_every_other():
    def is_sure(best: float, other: float) -> bool:
        return rank(Query("", known_count=1), Matches({1: 1.0}, {1: best, 2: other})).is_sure

    assert is_sure(0.7, 0.5)
    assert not is_sure(0.7, 0.6)
    assert not is_sure(0.4, 0.0)


def test_what_says_that_something_does_not_work_is_never_sure_to_be_answered():
    def is_sure(*typed: str) -> bool:
        return rank(Query("", query_words=list(typed), known_count=1), Matches({1: 1.0}, {1: 0.9, 2: 0.2})).is_sure

    assert is_sure("portal", "works")
    assert not is_sure("portal", "doesnt", "work")


def test_nothing_is_sure_without_another_article_to_compare_or_with_one_whose_meaning_is_not_learned():
    assert not rank(Query("", known_count=1), Matches({1: 1.0}, {1: 0.9})).is_sure
    assert not rank(Query("", known_count=1), Matches({1: 1.0, 3: 0.5}, {1: 0.9, 2: 0.2})).is_sure


def test_words_alone_are_never_sure():
    assert not rank(Query("", known_count=1), Matches({1: 9.0}, None)).is_sure
    assert not rank(Query("", known_count=1), Matches({1: 9.0}, {2: 0.6})).is_sure


def test_a_short_answer_that_only_leads_to_something_is_shown_with_it():
    leads = "You can pay in three ways:"
    to_steps = document(1, "Pay?", short_answer=leads, steps=STEPS, body="More.", passage_parts=[0])
    to_detail = document(1, "Pay?", short_answer=f"{leads} ", body="By card, by post, at the desk.", passage_parts=[0])

    assert of(to_steps, 0.5) == [(None, leads), (1, "Open the page."), (2, "Press Reset."), (3, "Choose a word.")]
    assert [line for _, line in of(to_detail, 0.5)][1:] == ["By card, by post, at the desk."]
    assert of(document(1, "Pay?", short_answer=leads, passage_parts=[0]), 0.5) == [(None, leads)]
