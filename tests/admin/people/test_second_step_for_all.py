"""What owners do about second steps: ask everybody for one, take a lost one away, see who has one."""

import re
import time

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from faq.accounts import code_apps, second_steps
from faq.models import Article, AuditEntry, SignInRules
from tests.admin.conftest import ADD_URL, filled
from tests.admin.people.test_second_step import OWN, STEP, is_in, password_shown, with_app
from tests.factories import PASSWORD, make_staff
from tests.page_text import shown_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def maria(db) -> User:
    return make_staff("Editor", "maria")


def test_where_everybody_needs_one_who_has_none_can_do_nothing_else_before(maria):
    boss = make_staff("Owner", "boss")
    with_app(boss)
    second_steps.ask_everybody(by=boss)
    client = password_shown()

    led = client.get("/admin/", follow=True)
    first = client.get(STEP, follow=True)
    before = [client.get(path).status_code for path in (ADD_URL, "/preview/1/", OWN, "/admin/password_change/")]
    page = client.get(f"{OWN}second-step/app/").text
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    codes = client.post(f"{OWN}second-step/app/", {"code": code_apps.code_at(secret, time.time())})

    assert led.redirect_chain[-1][0].startswith("/admin/login/")
    assert "At this clinic everybody needs a second step" in first.text
    assert before == [302] * 4
    assert "Your recovery codes" in codes.text
    assert 'href="/admin/faq/tag/"' in codes.text
    assert is_in(client)


def confirm(client: Client) -> None:
    """Show the password once more, as the page asks for it."""
    client.post(f"{OWN}password/", {"password": PASSWORD})


def test_a_browser_left_open_changes_no_second_step(maria, owner):
    with_app(maria)
    with_app(owner.user)

    led = [
        owner.post(f"/admin/auth/user/{path}second-step/", {"asks": "everybody"}).url
        for path in ("", f"{maria.pk}/reset-")
    ]

    assert all(url.startswith(f"{OWN}password/?next=%2Fadmin%2Fauth%2Fuser%2F") for url in led), led
    assert (second_steps.has_one(maria), SignInRules.load().asks_second_step) == (True, False)


def test_an_owner_asks_everybody_once_they_have_one_themselves(owner):
    confirm(owner)
    refused = owner.post("/admin/auth/user/second-step/", {"asks": "everybody"}, follow=True)
    with_app(owner.user)
    asked = owner.post("/admin/auth/user/second-step/", {"asks": "everybody"}, follow=True)
    left = owner.post("/admin/auth/user/second-step/", {"asks": "nobody"}, follow=True)

    assert "Please add a second step to your own sign-in first." in refused.text
    assert "Everybody needs a second step." in asked.text
    assert "A second step is now left to each person." in left.text
    assert not SignInRules.load().asks_second_step


@pytest.mark.parametrize("role", ["Editor", "Manager"])
def test_others_ask_nobody_and_take_nothing_away(maria, sign_in, role):
    with_app(maria)
    client = sign_in(role, "other")

    answers = [
        client.post("/admin/auth/user/second-step/", {"asks": "everybody"}),
        client.post(f"/admin/auth/user/{maria.pk}/reset-second-step/"),
    ]

    assert ([answer.status_code for answer in answers], second_steps.has_one(maria)) == ([403, 403], True)


def test_an_owner_takes_away_what_a_colleague_has_lost_and_not_their_own(maria, owner):
    with_app(maria)
    with_app(owner.user)
    confirm(owner)

    theirs = owner.post(f"/admin/auth/user/{maria.pk}/reset-second-step/", follow=True)
    own = owner.post(f"/admin/auth/user/{owner.user.pk}/reset-second-step/", follow=True)

    assert "They sign in with the password alone until they have added a new second step." in theirs.text
    assert "Your own second step is changed on this page" in own.text
    assert (second_steps.has_one(maria), second_steps.has_one(owner.user)) == (False, True)
    assert is_in(password_shown())


def test_the_last_owner_is_let_in_again_at_the_machine(maria, capsys):
    with_app(maria)

    call_command("reset_second_step", "maria")

    assert "maria now signs in with the password alone" in capsys.readouterr().out
    assert AuditEntry.objects.get().who_name == ""
    for name, said in (("maria", "maria has no second step"), ("nobody", "Nobody here has the user name nobody")):
        with pytest.raises(CommandError, match=said):
            call_command("reset_second_step", name)


def test_words_are_kept_for_who_must_add_a_second_step_first(maria, client):
    boss = make_staff("Owner", "boss")
    with_app(boss)
    second_steps.ask_everybody(by=boss)

    sent = {**filled(title="Kept?"), "_sign_in_again": "1"}
    page = client.post(ADD_URL, {**sent, "sign-in-username": "maria", "sign-in-password": PASSWORD})

    assert "You need a second step before you can sign in." in page.text
    assert (shown_in(page)["title"], Article.objects.count(), is_in(client)) == ("Kept?", 0, False)


def test_the_list_of_people_says_who_has_one(maria, owner):
    with_app(maria)

    page = owner.get("/admin/auth/user/").text

    assert re.findall(r'field-second_step">([^<]+)<', page) == ["With a second step", "Password alone"]
