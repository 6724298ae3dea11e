"""The notice that a clinic puts on its home page until a time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from faq.models import Clinic
from tests.admin.clinic.test_clinic import URL, details
from tests.admin.conftest import seen


def test_it_stands_on_the_home_page_until_its_end_in_the_clinics_own_time(owner, client, monkeypatch):
    year = timezone.now().year + 1
    typed = f"{year}-07-03T17:00"
    owner.post(URL, details(time_zone="America/New_York", notice="Closed on Friday.", notice_ends=typed))

    clinic = Clinic.load()
    assert clinic.notice_until.isoformat() == f"{year}-07-03T21:00:00+00:00"
    assert "Closed on Friday." in client.get("/").content.decode()
    assert f'value="{typed}"' in owner.get(URL).content.decode()

    monkeypatch.setattr(timezone, "now", lambda: clinic.notice_until)
    assert "Closed on Friday." not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ("", "Please say until which day"),
        ("soon", "Please say until which day"),
        ("2001-01-01T08:00", "is past already"),
        ("9999-12-31T23:59", "within the next ten years"),
    ],
)
def test_one_without_an_end_or_with_one_that_is_past_is_refused_and_kept_on_the_form(owner, ends, said):
    page = owner.post(URL, details(notice="Closed on Friday.", notice_ends=ends)).content.decode()

    assert said in page
    assert "Closed on Friday.</textarea>" in page
    assert Clinic.load().notice == ""


def test_one_that_has_ended_does_not_stand_in_the_way_of_other_changes(owner):
    ended = timezone.now() - timedelta(days=3)
    Clinic(pk=1, notice="Closed.", notice_until=ended, time_zone="UTC").save()
    sent = details(notice="Closed.", notice_ends=ended.strftime("%Y-%m-%dT%H:%M"), time_zone="UTC")

    owner.post(URL, {**sent, "phone": "01632 960 983", **seen(Clinic.load())})

    assert Clinic.load().phone == "01632 960 983"
