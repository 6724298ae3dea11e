"""What a results page shows of each article found."""

from faq.search.results import Hit, Results, Suggestion
from tests.search.index.test_engine import document

PARKING = document(
    1,
    "Where can I park?",
    short_answer="Behind the house.",
    steps=["Take a ticket.", "Show the token."],
    tags=[["visits", "Visits"], ["car", "Car"]],
    parts_words=["behind the house", "take a ticket", "show the token", ""],
)


def test_a_hit_shows_the_step_that_holds_most_of_what_was_searched():
    hit = Hit.of(PARKING, {"token": 1.0, "park": 0.5})

    assert (hit.step, hit.step_url) == (2, "/articles/article-1/#step-2")
    assert hit.excerpt_html == "Show the <mark>token</mark>."
    assert hit.title_html == "Where can I <mark>park</mark>?"
    assert hit.tags == [("visits", "Visits"), ("car", "Car")]


def test_a_hit_that_holds_no_word_shows_its_short_answer_or_what_comes_first():
    without_answer = document(2, "Bills", steps=["Pay."], body="Soon.", parts_words=["", "pay", "soon"])
    only_body = document(3, "Bills", body="Soon.", parts_words=["", "soon"])

    hits = [Hit.of(found, {"zeppelin": 1.0}) for found in (PARKING, without_answer, only_body)]

    assert [hit.excerpt_html for hit in hits] == ["Behind the house.", "Pay.", "Soon."]
    assert [hit.step for hit in hits] == [None, 1, None]
    assert hits[0].step_url == "/articles/article-1/"


def test_a_suggestion_names_the_first_topic_and_what_of_its_title_was_typed():
    pieces = [("Where can I ", False), ("park", True), ("?", False)]

    assert Suggestion.of(PARKING, {"park": 1.0}) == Suggestion(
        "Where can I park?", pieces, "/articles/article-1/", "Visits"
    )
    assert Suggestion.of(document(2, "Bills"), {}).note == ""


def test_results_without_any_hits_are_one_empty_page():
    results = Results("xqzzt")

    assert (results.hits, results.total, results.page.number, results.page.has_other_pages()) == ([], 0, 1, False)
