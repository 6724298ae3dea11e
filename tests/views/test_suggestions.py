"""What is suggested while a question is typed."""

import pytest
from django.urls import reverse

from faq.models import Clinic, UrgentPhrase
from faq.publishing import urgent
from tests.factories import make_article

pytestmark = pytest.mark.django_db
PASSWORD = "How do I reset my portal password?"


@pytest.fixture
def portal():
    make_article(PASSWORD, steps=["Go to the log in page.", "Click on “Reset Password”."], tags=["Portal"])


def test_suggestions_are_a_short_list_of_titles_and_addresses(client, portal):
    response = client.get(reverse("faq:search-suggestions"), {"q": "reset pas"})

    assert response.json() == {
        "suggestions": [
            {
                "title": PASSWORD,
                "pieces": [
                    ["How do I ", False],
                    ["reset", True],
                    [" my portal ", False],
                    ["password", True],
                    ["?", False],
                ],
                "url": "/articles/how-do-i-reset-my-portal-password/",
                "note": "Portal",
            }
        ]
    }
    assert response["Cache-Control"] == "private, no-store"
    assert client.get(reverse("faq:search-suggestions")).json() == {"suggestions": []}


def test_in_place_of_suggestions_an_emergency_says_whom_to_call(client, portal):
    urgent.save(UrgentPhrase(phrase="chest pain"), by=None)
    clinic = Clinic.load()
    clinic.emergency_phone = "999"
    clinic.save()

    answer = client.get(reverse("faq:search-suggestions"), {"q": "chest pain"}).json()

    assert answer == {
        "suggestions": [],
        "urgent": {"title": "Is this an emergency? ¿Es una emergencia? Call 999 now.", "url": "tel:999"},
    }
