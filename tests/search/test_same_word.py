"""One word in several spellings: the same articles, marked, and nothing is called a slip."""

import pytest

from faq.models import Synonym, UrgentPhrase
from faq.publishing import synonyms, urgent
from faq.search.find import find, suggest
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def titles(typed):
    return [hit.title for hit in find(typed).hits]


@pytest.fixture
def others():
    make_article("Where can I park?", short_answer="Behind the house, two hours are free.")
    make_article("When are you open?", short_answer="From eight to five, or with the app.")
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


CO_PAY = "What is a co-pay?"
COVID = "Do you give COVID-19 vaccines?"


@pytest.mark.parametrize(
    ("title", "spellings", "marked"),
    [
        (CO_PAY, ["copay", "co-pay", "co pay", "Co‑Pays"], "What is a <mark>co</mark>-<mark>pay</mark>?"),
        (
            COVID,
            ["covid19", "covid 19", "covid-19"],
            "Do you give <mark>COVID</mark>-<mark>19</mark> vaccines?",
        ),
        ("Can I get an X-ray?", ["xray", "x ray", "x-ray"], "Can I get an <mark>X</mark>-<mark>ray</mark>?"),
        ("Can I get an X ray?", ["xray", "x ray", "x-ray"], "Can I get an <mark>X</mark> <mark>ray</mark>?"),
        ("Can I get an xray?", ["xray", "x ray", "x-ray"], "Can I get an <mark>xray</mark>?"),
        ("What is a check-up?", ["checkup", "check up", "check-ups"], "What is a <mark>check</mark>-<mark>up</mark>?"),
        ("What is a followup?", ["followup", "follow up", "follow-up"], "What is a <mark>followup</mark>?"),
        (
            "Who pays for health care?",
            ["healthcare", "health-care", "health care"],
            "Who pays for <mark>health</mark> <mark>care</mark>?",
        ),
        ("Where is my voicemail?", ["voicemail", "voice mail", "voice-mail"], "Where is my <mark>voicemail</mark>?"),
    ],
)
def test_joined_split_and_hyphenated_spellings_of_a_word_are_one_word(others, title, spellings, marked):
    make_article(title, short_answer="Please ask us.")

    for typed in spellings:
        results = find(typed)

        assert (titles(typed), results.hits[0].title_html) == ([title], marked), typed
        assert (results.corrections, results.is_close) == ({}, True), typed


def test_every_spelling_lists_the_same_articles_in_the_same_order(others):
    make_article("How do I log in?", short_answer="Use the login page.")
    make_article("Where is the login page?", short_answer="In the app.")
    make_article("What is a log-in code?", short_answer="A number that we send when you are logging in.")
    make_article("How do I keep a log of my blood pressure?", short_answer="Write it in the diary.")

    found = {typed: titles(typed) for typed in ("login", "log in", "log-in", "Log  In")}

    assert len({tuple(each) for each in found.values()}) == 1, found
    assert sorted(found["login"][:3]) == ["How do I log in?", "What is a log-in code?", "Where is the login page?"]


def test_a_word_written_apart_in_an_excerpt_is_marked_only_where_it_stands_together(others):
    make_article("What will it cost?", short_answer="You pay a co-pay, and the co pays the rest.")

    hit = find("copay").hits[0]

    assert hit.excerpt_html == (
        "You pay a <mark>co</mark>-<mark>pay</mark>, and the <mark>co</mark> <mark>pays</mark> the rest."
    )


def test_words_that_only_meet_at_a_hyphen_stay_words_of_their_own(others):
    make_article("Where is the new-patient form?", short_answer="At the desk.")
    make_article("How do I become a patient?", short_answer="Fill in a form.")
    make_article("What is new?", short_answer="We have a new lift.")

    assert "How do I become a patient?" in titles("new patient")
    assert titles("new patient") == titles("new-patient") == titles("newpatient")
    assert find("newpatient").corrections == {}


def test_a_slip_of_a_word_with_a_hyphen_is_mended(others):
    make_article(CO_PAY)

    results = find("copya")

    assert (results.corrections, results.hits[0].title) == ({"copya": "co-pay"}, CO_PAY)


def test_an_unfinished_word_with_a_hyphen_is_suggested(others):
    make_article(CO_PAY)

    assert [found.title for found in suggest("copa").items] == [CO_PAY]
    assert suggest("co-pay").items[0].title == CO_PAY


def test_a_synonym_is_heard_in_every_spelling(others):
    make_article("What is my share?")
    synonyms.save(Synonym(phrases="co-pay, share", is_one_way=True), by=None)

    for typed in ("copay", "co-pay", "co pay"):
        assert titles(typed)[0] == "What is my share?", typed
