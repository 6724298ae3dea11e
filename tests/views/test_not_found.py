"""The button "I could not find it"."""

import re
from html import unescape

import pytest
from django.urls import reverse

from faq.models import Clinic, SearchCount, UrgentPhrase
from faq.publishing import urgent
from tests.factories import make_staff

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}


def test_i_could_not_find_it_keeps_what_was_typed_on_the_page(client):
    response = client.post(reverse("faq:search-not-found"), {"q": "xqzzt “brrfl”"}, headers=HERE, follow=True)

    html = response.content.decode()
    assert 'value="xqzzt “brrfl”"' in html
    assert "Thank you for telling us" in html
    assert "I could not find it" not in html
    assert SearchCount.objects.get().not_found == 1


def test_i_could_not_find_it_adds_one_to_the_day_and_says_thank_you(client):
    for _ in range(2):
        response = client.post(reverse("faq:search-not-found"), headers=HERE, follow=True)

    assert "Thank you for telling us" in response.content.decode()
    assert list(SearchCount.objects.values_list("day", "not_found")) == [(Clinic.load().now().date(), 2)]


def test_a_colleague_who_tries_it_is_not_counted(client):
    client.force_login(make_staff("Editor"))

    response = client.post(reverse("faq:search-not-found"), headers=HERE, follow=True)

    assert "Thank you for telling us" in response.content.decode()
    assert not SearchCount.objects.exists()


@pytest.mark.parametrize("name", ["Googlebot/2.1", "curl/8.5.0", "Mozilla/5.0 HeadlessChrome/140.0 Safari/537.36"])
def test_a_program_that_says_what_it_is_is_not_counted(client, name):
    response = client.post(reverse("faq:search-not-found"), {"q": "brrfl"}, headers={**HERE, "User-Agent": name})

    assert response.status_code == 302
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


def test_an_emergency_at_the_end_of_a_long_question_is_not_lost_by_the_button(client):
    urgent.save(UrgentPhrase(phrase="chest pain"), by=None)
    typed = "I sat in the waiting room for a long time. " * 12 + "I have chest pain now."
    form = client.get(reverse("faq:search"), {"q": typed}).content.decode()
    sent = unescape(re.search('type="hidden" name="q" value="([^"]*)"', form)[1])

    told = client.post(reverse("faq:search-not-found"), {"q": sent}, headers=HERE, follow=True)

    assert "Is this an emergency?" in told.content.decode()
