"""The search page."""

import logging
import re

import pytest
from django.test import Client
from django.urls import reverse

from faq.models import Article, Clinic, UrgentPhrase, ViewCount
from faq.publishing import urgent
from faq.search.index.index import open_index
from tests.factories import make_article, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("meaning_at_once")]
PASSWORD = "How do I reset my portal password?"


@pytest.fixture
def portal():
    make_article(PASSWORD, steps=["Go to the log in page.", "Click on “Reset Password”."], tags=["Portal"])
    make_article("Where can I park?", short_answer="Behind the house.", tags=["Visits"])


def page(client, typed, **values):
    response = client.get(reverse("faq:search"), {"q": typed, **values})
    assert response.status_code == 200
    # What tells which result was opened (test_search_counting.py)
    return re.sub(r'\?found=[^"#]*', "", response.content.decode())


def test_results_stand_under_the_box_that_keeps_what_was_typed(client, portal):
    html = page(client, "reset password park")

    assert 'value="reset password park"' in html
    assert (
        '<p class="result-count" role="status">1 article about “reset password park”, 1 more that may help</p>' in html
    )
    assert (
        '<a href="/articles/how-do-i-reset-my-portal-password/" dir="auto">How do I <mark>reset</mark> my portal'
        in html
    )
    assert '<a href="/articles/how-do-i-reset-my-portal-password/#step-2">Step 2</a>' in html
    assert html.count("<h1") == 1


def test_what_surely_answers_is_shown_at_once_with_the_link_to_its_place(client):
    make_article(PASSWORD, short_answer="", steps=["Go to the log in page.", "Click on “Reset Password”."])
    make_article("Where can I park?", short_answer="Behind the house.")

    html = page(client, "how do i reset my portal password")

    assert '<b>Step 2</b>: <span dir="auto">Click on “<mark>Reset</mark> <mark>Password</mark>”.</span>' in html
    assert '<a href="/articles/how-do-i-reset-my-portal-password/#step-1">Read it in the article</a>' in html
    assert html.index('class="result answer"') < html.index("Not what you need?")


def test_far_matches_come_after_the_way_to_a_person_and_are_at_most_three(client):
    clinic = Clinic.load()
    clinic.phone = "01632 960 983"
    clinic.save()
    for number in range(12):
        make_article(f"Where is parking place {number}?", short_answer="Behind the house.", tags=["Visits"])

    html = page(client, "train to the museum", page="2")

    assert html.index("No close match for") < html.index("Call 01632 960 983</a>") < html.index("The nearest articles")
    assert html.count("Where is parking") == 3
    assert "page 1" not in html
    assert 'aria-label="Narrow by topic"' not in html


def test_a_repair_is_said_and_can_be_taken_back(client, portal):
    html = page(client, "reset pasword")

    assert "Showing results for <b>reset password</b>" in html
    assert '<a href="?q=reset+pasword&amp;exact=1">Search instead for <i>reset pasword</i></a>' in html
    assert "Showing results for" not in page(client, "reset pasword", exact="1")


def test_an_empty_search_shows_the_box_with_help(client, portal):
    for typed in ("", "   "):
        assert "Type a few words" in page(client, typed)


def test_results_narrow_to_a_tag_whose_count_is_shown(client, portal):
    for number in range(10):
        make_article(f"Parking place {number}", tags=["Visits"])

    html = page(client, "portal password park")
    narrowed = page(client, "portal password park", tag="portal")

    assert (
        'href="?q=portal+password+park&amp;tag=visits"><span dir="auto">Visits</span> <span class="chip-count">11'
        in html
    )
    assert "How do I" in narrowed
    assert "Parking" not in narrowed
    assert 'aria-current="true"><span dir="auto">Portal' in narrowed


def test_a_list_that_is_seen_whole_names_topics_under_each_result_instead(client, portal):
    html = page(client, "portal password park")

    assert "Narrow by topic" not in html
    assert re.search('<p class="result-topic"><a href="[^"]+" dir="auto">Visits</a></p>', html)


def test_a_tag_that_is_not_there_narrows_nothing(client, portal):
    assert page(client, "password", tag="no-such-tag") == page(client, "password")


def test_the_count_says_what_was_searched_and_under_which_topic(client, portal):
    html = page(client, "pasword", tag="portal")

    assert "1 article about “password” under Portal" in html


def test_an_emergency_at_the_end_of_a_long_question_is_seen(client, portal):
    urgent.save(UrgentPhrase(phrase="chest pain"), by=None)

    html = page(client, "my father " * 60 + "has chest pain")

    assert 'class="notice-urgent"' in html


def test_nothing_found_shows_the_most_asked_the_phone_and_a_way_to_tell(client, portal):
    clinic = Clinic.load()
    clinic.phone, clinic.hours = "01632 960 983", {"mon": [["08:00", "17:00"]]}
    clinic.save()
    ViewCount.objects.create(article=Article.objects.published().first(), day=clinic.now().date(), views=3)

    html = page(client, "xqzzt brrfl")

    assert re.search(r"<h2 id=\"no-match\">\s*No results for\s*“xqzzt brrfl”</h2>", html)
    assert html.index('<a class="button" href="tel:01632960983">Call 01632 960 983</a>') < html.index("Most asked")
    assert f"{clinic.open_now_words}." in html
    assert "I could not find it" in html


def test_without_phone_and_hours_no_empty_box_is_shown(client, portal):
    html = page(client, "xqzzt brrfl")

    assert "tel:" not in html
    assert "Call" not in html


def test_an_urgent_phrase_puts_the_notice_above_results_that_exist(client, portal):
    urgent.save(UrgentPhrase(phrase="overdose"), by=None)
    make_article("What is an overdose?", short_answer="Too much of a medicine.")

    html = page(client, "overdose")

    assert html.index("Is this an emergency?") < html.index("<h1") < html.index("1 article about “overdose”")
    assert "call your local emergency number" in html
    assert 'class="result answer"' not in html


def test_beside_an_emergency_nothing_is_listed_that_only_may_help(client, portal):
    urgent.save(UrgentPhrase(phrase="chest pain"), by=None)

    html = page(client, "chest pain in the log in page")

    assert "Is this an emergency?" in html
    assert "How do I" not in html
    assert "No close match" not in html


def test_a_query_is_markup_nowhere(client, portal):
    html = page(client, '"><script>alert(1)</script>')

    assert "<script>alert" not in html


def test_a_query_is_kept_nowhere(client, portal, caplog):
    caplog.set_level(logging.DEBUG)

    response = client.get(reverse("faq:search"), {"q": "overdose of quinquina"})

    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response
    assert not response.cookies
    assert "quinquina" not in caplog.text
    for file in open_index().folder.rglob("*"):
        assert not file.is_file() or b"quinquina" not in file.read_bytes()


def test_staff_find_what_is_for_staff_and_patients_do_not(client, portal):
    make_article("Quokka protocol for the desk", audience="staff")
    assert "protocol" not in page(client, "quokka")

    client.force_login(make_staff())

    assert "protocol for the desk" in page(client, "quokka")


def test_pages_of_results_lead_to_each_other(client):
    for number in range(12):
        make_article(f"Parking place {number}", short_answer="Behind the house.")

    first, last = page(client, "parking"), page(client, "parking", page="2")

    assert '<a href="?q=parking&amp;page=2" rel="next">' in first
    assert "12 articles about “parking” (page 1 of 2)" in first
    assert '<a href="?q=parking&amp;page=1" rel="prev">' in last
    assert '<ol class="results" start="11">' in last


@pytest.mark.parametrize(
    "values",
    [
        {"page": "0"},
        {"page": "-3"},
        {"page": "x"},
        {"page": "9" * 400},
        {"tag": "\0"},
        {"tag": "x" * 5000},
        {"exact": "maybe"},
        {"q": ["one", "two"]},
    ],
)
def test_odd_addresses_get_a_normal_page(client, portal, values):
    response = client.get(reverse("faq:search"), {"q": "password", **values})

    assert (response.status_code, b"<h1" in response.content) == (200, True)


def test_control_characters_stand_on_no_page(client, portal):
    html = page(client, "reset\x02pass\x1bword\x7f\x85")

    assert 'value="reset pass word"' in html


def test_search_only_reads():
    client = Client(enforce_csrf_checks=True)

    answers = [client.post(reverse(f"faq:{name}"), {"q": "reset"}) for name in ("search", "search-suggestions")]

    assert [(answer.status_code, answer["Allow"]) for answer in answers] == [(405, "GET, HEAD")] * 2


def test_a_search_page_of_one_and_of_three_results_costs_the_same_queries(client, django_assert_num_queries):
    make_article("Parking place 0", tags=["Visits"])
    page(client, "parking")
    # What is due, the edition, the clinic, the portal’s address, the count
    with django_assert_num_queries(5):
        page(client, "parking")

    for number in (1, 2):
        make_article(f"Parking place {number}", tags=["Visits"])
    page(client, "parking")
    with django_assert_num_queries(5):
        assert "3 articles about" in page(client, "parking")


@pytest.mark.parametrize("letter", ["a", "ş", "密", "😀", "مو"])
def test_of_a_long_question_the_first_letters_are_searched_and_the_page_says_so(client, portal, letter):
    html = page(client, "reset password " + letter * 10_000)

    assert html.count("Your question is long: this searched for its first 300 letters and its last question.") == 1
    assert "How do I" in html
    # All of it stays in the box: an emergency may stand at its end
    assert len(re.search('name="q"[^>]*value="([^"]*)"', html)[1]) == 7_000


def test_a_long_question_does_not_push_its_results_down(client, portal):
    html = page(client, "reset password " + "of my wife & me " * 15)

    said = re.search('class="result-count" role="status">([^<]*)<', html)[1]
    assert "reset password of my wife &amp; me of my" in said
    assert "…" in said
    assert len(said) < 180


def test_of_a_question_that_fits_nothing_is_said(client, portal):
    assert "Your question is long" not in page(client, "reset password " + "a" * 285)
