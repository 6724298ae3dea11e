"""A sign-in that ends soon is said before somebody begins to write, and is renewed without losing the place."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from faq.models import StaffSession
from tests.admin.conftest import ADD_URL, change_url
from tests.factories import PASSWORD, make_article

SENTENCE = "You will be signed out at"


def end_in(minutes: int) -> str:
    """Let the only session end in so many minutes; return the time as it is said."""
    at = timezone.now() + timedelta(minutes=minutes)
    StaffSession.objects.update(expire_date=at)
    return f"{timezone.localtime(at):%H:%M}"


@pytest.mark.parametrize(("minutes", "is_said"), [(29, True), (1, True), (31, False), (600, False)])
def test_the_end_is_said_in_the_last_half_hour_only(editor: Client, minutes, is_said):
    at = end_in(minutes)

    page = editor.get(ADD_URL).text

    assert (f"{SENTENCE} {at}." in page) is is_said


def test_signing_in_again_comes_back_with_a_new_day_ahead(editor: Client):
    article = make_article("How do I book a visit?")
    end_in(10)
    page = editor.get(change_url(article)).text
    address = f"/admin/login/?again&next={change_url(article)}"

    asked = editor.get(address).text
    sent = {"username": editor.user.get_username(), "password": PASSWORD, "next": change_url(article)}
    answer = editor.post(address, sent)

    assert f'href="{address.replace("&", "&amp;")}"' in page
    assert 'name="password"' in asked
    assert answer["Location"] == change_url(article)
    assert SENTENCE not in editor.get(change_url(article)).text


def test_a_sign_in_that_is_not_asked_for_again_leads_on(editor: Client):
    answer = editor.get("/admin/login/")

    assert answer["Location"] == "/admin/"
