"""The search page, suggestions, and "I could not find it"."""

import logging
import re

import pytest
from django.test import Client
from django.urls import reverse

from faq.models import Article, Clinic, SearchCount, UrgentPhrase, ViewCount
from faq.publishing import urgent
from faq.search.index import embedding_jobs
from faq.search.index.index import open_index
from tests.factories import make_article, make_staff

pytestmark = pytest.mark.django_db
PASSWORD = "How do I reset my portal password?"
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def meaning_at_once(monkeypatch):
    monkeypatch.setattr(embedding_jobs, "_MOST_WAITING", 60.0)


@pytest.fixture
def portal():
    make_article(PASSWORD, steps=["Go to the log in page.", "Click on “Reset Password”."], tags=["Portal"])
    make_article("Where can I park?", short_answer="Behind the house.", tags=["Visits"])


def page(client, typed, **values):
    response = client.get(reverse("faq:search"), {"q": typed, **values})
    assert response.status_code == 200
    return response.content.decode()


def test_results_stand_under_the_box_that_keeps_what_was_typed(client, portal):
    html = page(client, "reset password")

    assert 'value="reset password"' in html
    assert '<p class="result-count" role="status">1 article found for “reset password”</p>' in html
    assert (
        '<a href="/articles/how-do-i-reset-my-portal-password/" dir="auto">How do I <mark>reset</mark> my portal'
        in html
    )
    assert '<a href="/articles/how-do-i-reset-my-portal-password/#step-2">Step 2</a>' in html
    assert html.count("<h1") == 1


def test_a_repair_is_said_and_can_be_taken_back(client, portal):
    html = page(client, "reset pasword")

    assert "Showing results for <b>reset password</b>" in html
    assert '<a href="?q=reset+pasword&amp;exact=1">Search instead for <i>reset pasword</i></a>' in html
    assert "Showing results for" not in page(client, "reset pasword", exact="1")


def test_an_empty_search_shows_the_box_with_help(client, portal):
    for typed in ("", "   "):
        assert "Type a few words" in page(client, typed)


def test_results_narrow_to_a_tag_whose_count_is_shown(client, portal):
    html = page(client, "portal password park")
    narrowed = page(client, "portal password park", tag="visits")

    assert (
        'href="?q=portal+password+park&amp;tag=visits"><span dir="auto">Visits</span> <span class="chip-count">1'
        in html
    )
    assert "Where can I" in narrowed
    assert "How do I" not in narrowed
    assert 'aria-current="true"><span dir="auto">Visits' in narrowed


def test_a_tag_that_is_not_there_narrows_nothing(client, portal):
    assert page(client, "password", tag="no-such-tag") == page(client, "password")


def test_the_count_says_what_was_searched_and_under_which_topic(client, portal):
    html = page(client, "pasword", tag="portal")

    assert "found for “password” under Portal" in html


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

    assert "Nothing found for “xqzzt brrfl”" in html or "No close match for “xqzzt brrfl”" in html
    assert "Most asked" in html
    assert '<a href="tel:01632960983">01632 960 983</a>' in html
    assert f"{clinic.open_now_words}." in html
    assert "I could not find it" in html


def test_without_phone_and_hours_no_empty_box_is_shown(client, portal):
    html = page(client, "xqzzt brrfl")

    assert "tel:" not in html
    assert "Call" not in html


def test_an_urgent_phrase_puts_the_notice_above_results_that_exist(client, portal):
    urgent.save(UrgentPhrase(phrase="overdose"), by=None)

    html = page(client, "password overdose")

    assert html.index("Is this an emergency?") < html.index("<h1") < html.index("result-count")
    assert "call your local emergency number" in html


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
    assert "12 articles found for “parking”, page 1 of 2" in first
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


def test_suggestions_are_a_short_list_of_titles_and_addresses(client, portal):
    response = client.get(reverse("faq:search-suggestions"), {"q": "reset pas"})

    assert response.json() == {
        "suggestions": [{"title": PASSWORD, "url": "/articles/how-do-i-reset-my-portal-password/", "note": "Portal"}]
    }
    assert response["Cache-Control"] == "private, no-store"
    assert client.get(reverse("faq:search-suggestions")).json() == {"suggestions": []}


def test_i_could_not_find_it_adds_one_to_the_day_and_says_thank_you(client, portal):
    for _ in range(2):
        response = client.post(reverse("faq:search-not-found"), headers=HERE, follow=True)

    assert "Thank you for telling us" in response.content.decode()
    assert list(SearchCount.objects.values_list("day", "not_found")) == [(Clinic.load().now().date(), 2)]


def test_a_colleague_who_tries_it_is_not_counted(client, portal):
    client.force_login(make_staff("Editor"))

    response = client.post(reverse("faq:search-not-found"), headers=HERE, follow=True)

    assert "Thank you for telling us" in response.content.decode()
    assert not SearchCount.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "none"}, {"Origin": "https://elsewhere.example"}],
)
def test_another_site_cannot_make_readers_count(client, headers):
    assert client.post(reverse("faq:search-not-found"), headers=headers).status_code == 403
    assert not SearchCount.objects.exists()


@pytest.mark.parametrize("origin", ["http://[", "http://testserver.evil.example", "null", "testserver", "//testserver"])
def test_an_origin_that_is_not_ours_is_refused(client, origin):
    response = client.post(reverse("faq:search-not-found"), headers={"Origin": origin})

    assert (response.status_code, SearchCount.objects.exists()) == (403, False)


def test_an_older_browser_says_its_origin_instead(client):
    response = client.post(reverse("faq:search-not-found"), headers={"Origin": "http://testserver"})

    assert (response.status_code, SearchCount.objects.get().not_found) == (302, 1)


def test_a_search_page_of_one_and_of_three_results_costs_the_same_queries(client, django_assert_num_queries):
    make_article("Parking place 0", tags=["Visits"])
    page(client, "parking")
    # The edition, the clinic, the portal's address
    with django_assert_num_queries(3):
        page(client, "parking")

    for number in (1, 2):
        make_article(f"Parking place {number}", tags=["Visits"])
    page(client, "parking")
    with django_assert_num_queries(3):
        assert "3 articles found" in page(client, "parking")


@pytest.mark.parametrize("letter", ["a", "ş", "密", "😀", "مو"])
def test_of_a_long_question_the_first_letters_are_searched_and_the_page_says_so(client, portal, letter):
    html = page(client, "reset password " + letter * 10_000)

    assert html.count("Your question is long: this searched for its first 300 letters and its last question.") == 1
    assert "How do I" in html
    assert len(re.search('name="q"[^>]*value="([^"]*)"', html)[1]) == 300


def test_a_long_question_does_not_push_its_results_down(client, portal):
    html = page(client, "reset password " + "of my wife & me " * 15)

    said = re.search('class="result-count" role="status">([^<]*)<', html)[1]
    assert "reset password of my wife &amp; me of my" in said
    assert "…" in said
    assert len(said) < 180


def test_of_a_question_that_fits_nothing_is_said(client, portal):
    assert "Your question is long" not in page(client, "reset password " + "a" * 285)
