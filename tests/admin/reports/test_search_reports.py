"""What the reports say of search: how often it did not help."""

from datetime import timedelta

import pytest
from django.urls import reverse

from faq.models import Clinic, SearchCount
from tests.factories import make_staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("times", "sentence"),
    [
        ({7: 500}, "In these days, no patient said “I could not find it” after a search."),
        ({7: 500, 6: 1}, "In these days, patients said “I could not find it” once after a search."),
        ({7: 500, 6: 2, 0: 1200}, "In these days, patients said “I could not find it” 1,202 times after a search."),
    ],
)
@pytest.mark.parametrize("role", ["Manager", "Owner"])
def test_a_report_says_how_often_patients_could_not_find_it(client, role, times, sentence):
    client.force_login(make_staff(role))
    today = Clinic.load().now().date()
    for ago, number in times.items():
        SearchCount.objects.create(day=today - timedelta(days=ago), not_found=number)

    report = client.get(reverse("admin:reports"), {"range": "7"}).content.decode()

    assert sentence in " ".join(report.split())
