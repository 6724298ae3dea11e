"""Signing in, out, and keeping a session while the database cannot: said in words, and nothing half done."""

import pytest
from django.contrib.auth.models import User
from django.db import connection

from faq.models import Article, Tag
from tests import database
from tests.admin.conftest import ADD_URL, filled
from tests.factories import PASSWORD, make_staff
from tests.page_text import shown_in

pytestmark = pytest.mark.django_db(transaction=True)
SIGN_IN = {"username": "editor", "password": PASSWORD}


@pytest.fixture(autouse=True)
def brief_waits(transactional_db: None) -> None:
    database.wait_briefly()


def test_a_new_password_and_its_session_are_kept_both_or_none(editor):
    new = {"old_password": PASSWORD, "new_password1": "four words make it", "new_password2": "four words make it"}

    with connection.execute_wrapper(database.failing_for("faq_staffsession", "INSERT", "UPDATE", "DELETE")):
        page = editor.post("/admin/password_change/", new)

    assert page.status_code == 503
    assert "The site could not save this just now" in page.text
    assert User.objects.get(username="editor").check_password(PASSWORD)


def test_signing_in_while_nothing_can_be_written_is_answered_in_words(client):
    make_staff("Editor")

    with database.locked():
        page = client.post("/admin/login/?next=/admin/faq/tag/", SIGN_IN)
    later = client.post("/admin/login/?next=/admin/faq/tag/", SIGN_IN)

    assert (page.status_code, shown_in(page)["username"]) == (503, "editor")
    assert "The site could not sign you in just now: please wait a minute and try again" in page.text
    assert PASSWORD not in page.text
    assert later.status_code == 302


def test_a_session_that_was_made_but_cannot_be_filled_is_no_sign_in(client):
    make_staff("Editor")

    with connection.execute_wrapper(database.failing_for("faq_staffsession", "UPDATE")):
        page = client.post("/admin/login/?next=/admin/faq/tag/", SIGN_IN)

    assert page.status_code == 503
    assert "The site could not sign you in just now" in page.text


def test_signing_in_again_while_nothing_can_be_written_keeps_what_was_sent(client):
    make_staff("Editor")
    sent = {**filled(title="Kept?"), "_sign_in_again": "1"}
    again = {"sign-in-username": "editor", "sign-in-password": PASSWORD}

    with database.locked():
        page = client.post(ADD_URL, {**sent, **again})
    later = client.post(ADD_URL, {**shown_in(page), **again})

    assert (page.status_code, shown_in(page)["title"]) == (503, "Kept?")
    assert "The site could not sign you in just now" in page.text
    assert later.status_code == 302
    assert Article.objects.get().title == "Kept?"


def test_signing_out_is_told_when_it_did_not_happen(editor):
    with database.locked():
        page = editor.post("/admin/logout/")

    assert page.status_code == 503
    assert "The site could not do all of this just now" in page.text
    assert editor.get("/admin/").context["has_permission"]


def test_what_was_saved_stays_saved_when_only_its_message_could_not_be_kept(editor):
    with connection.execute_wrapper(database.failing_for("faq_staffsession", "UPDATE")):
        answer = editor.post("/admin/faq/tag/add/", {"name": "Visits", "position": "1"})

    assert (answer.status_code, answer["Location"]) == (302, "/admin/faq/tag/")
    assert Tag.objects.get().name == "Visits"
