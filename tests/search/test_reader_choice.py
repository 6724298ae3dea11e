"""A result opens for those whom the search names, at a step that they see."""

import pytest
from django.test import Client

from faq.search.answer import Answer
from faq.search.find import find, suggest
from faq.search.index import documents
from faq.search.results import Hit
from tests.factories import edit, make_article
from tests.page_text import text_of

pytestmark = pytest.mark.django_db

WHO = {"text": "Who is this for?", "answers": [{"text": "Me"}, {"text": "My child"}]}
PATH = "/articles/how-do-i-see-test-results/"


@pytest.fixture(autouse=True)
def article():
    steps = [
        "Open the portal.",
        {"text": "Press “Test results” below your own name.", "only_for": ["me"]},
        {"text": "Press the name in the family list, then “Test results”.", "only_for": ["my-child"]},
        "Choose the day of the visit.",
    ]
    return make_article("How do I see test results?", short_answer="", reader_questions=[WHO], steps=steps)


def test_a_search_that_names_a_child_opens_the_steps_for_a_child_as_they_are_numbered_there():
    hit = find("test results of my son in the family list").hits[0]

    assert hit.url == f"{PATH}?for=my-child"
    assert (hit.step, hit.step_url) == (2, f"{PATH}?for=my-child#step-3")
    assert "family list" in str(hit.excerpt_html).replace("<mark>", "").replace("</mark>", "")


def test_a_search_that_names_nobody_opens_the_page_for_everybody():
    hit = find("press test results family list").hits[0]

    assert hit.url == PATH
    assert (hit.step, hit.step_url) == (3, f"{PATH}#step-3")
    assert "(My child)" in str(hit.excerpt_html)


def test_a_result_never_opens_at_a_step_for_others(article):
    document = documents.of_revision(article.live)
    words = {"press": 0.1, "below": 1.0, "own": 1.0}

    hit = Hit.of(document, words, text="press below own name for my child")

    assert Hit.of(document, words).anchor_step == 2
    assert (hit.choice, hit.anchor_step) == ("for=my-child", 3)


def test_a_suggestion_leads_there_too():
    assert [each.url for each in suggest("test results for my son").items] == [f"{PATH}?for=my-child"]


def test_an_answer_at_once_holds_only_steps_that_its_reader_sees(article):
    document = documents.of_revision(article.live)
    rows = [0.5] * len(document.passage_parts)

    found = Answer.of(document, {}, rows, text="how do I see test results for my daughter")
    everybody = Answer.of(document, {}, rows, text="how do I see test results")

    assert [line.anchor_step for line in found.lines] == [1, 3, 4]
    assert [line.step for line in found.lines] == [1, 2, 3]
    assert (found.step_count, found.has_more_steps, found.url) == (3, False, f"{PATH}?for=my-child#step-1")
    assert [line.step for line in everybody.lines] == [1, 2, 3]
    assert (everybody.step_count, everybody.has_more_steps, everybody.url) == (4, True, f"{PATH}#step-1")


def test_the_link_of_a_result_is_counted_and_leads_to_the_choice(reader: Client):
    page = reader.get("/search/", {"q": "test results for my son"}).text
    link = next(part for part in page.split('"') if part.startswith(f"{PATH}?for=my-child&amp;found="))

    answer = reader.get(link.replace("&amp;", "&"))

    assert answer["Location"] == f"{PATH}?for=my-child"
    assert "You see the steps for: My child" in text_of(reader.get(answer["Location"]))


def test_an_answer_that_the_article_gives_no_more_is_not_in_links(article):
    edit(article, reader_questions=[], steps=["Open the portal."])

    assert find("test results for my son").hits[0].url == PATH


def test_patients_find_an_article_by_the_words_of_an_answer():
    who = {"text": "What do you use?", "answers": [{"text": "Zebra reader"}, {"text": "Computer"}]}
    made = make_article(
        "How do I log in?", reader_questions=[who], steps=[{"text": "Go.", "only_for": ["zebra-reader"]}]
    )

    assert [hit.id for hit in find("zebra").hits] == [made.pk]
