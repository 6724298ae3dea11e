"""One word in several spellings: the same articles, marked, and nothing is called a slip."""

import pytest

from faq.models import UrgentPhrase
from faq.publishing import urgent
from faq.search.find import find
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def titles(typed):
    return [hit.title for hit in find(typed).hits]


@pytest.fixture
def others():
    make_article("Where can I park?", short_answer="Behind the house, two hours are free.")
    make_article("How do I pay my bill?", short_answer="By card at the desk, or with the app.")
    make_article("Do you lose my letters?", short_answer="We never lose a letter. You would move on.")


@pytest.mark.parametrize(
    ("title", "typed", "marked"),
    [
        ("Who is Dr Løve?", "love", "Who is Dr <mark>Løve</mark>?"),
        ("Who is Łukasz?", "Lukasz", "Who is <mark>Łukasz</mark>?"),
        ("Who is Ms Işık?", "isik", "Who is Ms <mark>Işık</mark>?"),
        ("Æble for Ærø?", "aero", "Æble for <mark>Ærø</mark>?"),
        ("How do I get the ﬂu shot?", "flu", "How do I get the <mark>ﬂu</mark> shot?"),
        ("Where is the paediatric ward?", "pediatric", "Where is the <mark>paediatric</mark> ward?"),
        ("Where is the pediatric ward?", "paediatric", "Where is the <mark>pediatric</mark> ward?"),
        ("What is a tumour?", "tumors", "What is a <mark>tumour</mark>?"),
        ("Can I see my haematology results?", "hematology", "Can I see my <mark>haematology</mark> results?"),
        ("What is an edema?", "oedema", "What is an <mark>edema</mark>?"),
        ("May I pay by cheque?", "checks", "May I pay by <mark>cheque</mark>?"),
    ],
)
def test_another_spelling_finds_the_article_first_marks_it_and_is_no_slip(others, title, typed, marked):
    make_article(title, short_answer="Please ask us.")

    results = find(typed)

    assert (results.hits[0].title_html, results.corrections, results.is_close) == (marked, {}, True)


def test_a_letter_that_becomes_two_leaves_the_marks_of_a_long_text_in_place():
    filler = "Æøœß ær ikke æbler på øen. " * 60
    make_article("A long story", short_answer="", body=f"{filler} The Ærø token is at the desk. {filler}")

    excerpt = find("aero token").hits[0].excerpt_html

    assert "The <mark>Ærø</mark> <mark>token</mark> is at the desk." in excerpt


def test_a_british_spelling_in_the_text_is_found_and_marked_by_the_american_one(others):
    make_article("What does the ward do?", short_answer="It is a ward for paediatric care.")

    results = find("pediatric care")

    assert results.hits[0].excerpt_html == "It is a ward for <mark>paediatric</mark> <mark>care</mark>."
    assert (results.corrections, results.is_close) == ({}, True)


@pytest.mark.parametrize("typed", ["haemorrhage", "hemorrhage", "my oedema hurts", "edema"])
def test_an_urgent_phrase_is_heard_in_either_spelling(typed):
    urgent.save(UrgentPhrase(phrase="haemorrhage"), by=None)
    urgent.save(UrgentPhrase(phrase="oedema"), by=None)

    assert find(typed).is_urgent
