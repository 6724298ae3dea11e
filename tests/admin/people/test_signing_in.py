"""Guessing passwords: stopped soon, for the guesser alone, with nothing about anybody kept."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from faq.accounts import sign_in_limits
from faq.models import StaffSession

pytestmark = pytest.mark.django_db
GUESSER, COLLEAGUE = "203.0.113.9", "198.51.100.7"


@pytest.fixture
def staff():
    return [get_user_model().objects.create_user(name, password="right", is_staff=True) for name in ("ann", "ben")]


def sign_in(client, name, password, address=GUESSER):
    form = {"username": name, "password": password}
    return client.post("/admin/login/", form, REMOTE_ADDR=address, headers={"user-agent": "a browser"})


def test_the_fifth_wrong_password_meets_a_page_that_says_to_wait(client, staff):
    statuses = [sign_in(client, "ann", "wrong").status_code for _ in range(5)]

    answer = sign_in(client, "ann", "right")

    assert (statuses, answer.status_code) == ([200, 200, 200, 200, 429], 429)
    assert "<h1>Please wait 15 minutes</h1>" in answer.text
    assert answer.text.count("<main") == 1


def test_one_persons_mistakes_lock_nobody_else_out(client, staff):
    for _ in range(6):
        sign_in(client, "ann", "wrong")

    statuses = [sign_in(client, "ben", "right").status_code, sign_in(client, "ann", "right", COLLEAGUE).status_code]

    assert statuses == [302, 302]


def test_a_name_that_does_not_exist_is_answered_alike(client, staff):
    known = [sign_in(client, "ann", "wrong") for _ in range(6)]
    unknown = [sign_in(client, "zoe", "wrong") for _ in range(6)]

    assert [answer.status_code for answer in known] == [answer.status_code for answer in unknown]
    assert known[0].context["form"].errors == unknown[0].context["form"].errors


def test_a_right_password_forgets_the_wrong_ones(client, staff):
    for _ in range(3):
        for _ in range(4):
            sign_in(client, "ann", "wrong")
        last = sign_in(client, "ann", "right")

    assert (last.status_code, last["Location"]) == (302, "/admin/")


def test_nothing_about_who_signs_in_is_kept_or_logged(client, staff, capfd):
    for _ in range(6):
        sign_in(client, "ann", "wrong")
    sign_in(client, "ben", "right")

    place = Path(settings.CACHES["limits"]["LOCATION"])
    counted = b"".join(file.read_bytes() for file in place.parent.glob(f"{place.name}*"))
    assert caches["limits"].get_many([sign_in_limits.NAME_AT_ADDRESS.closed_key(f"ann {GUESSER}")])
    assert [text for text in (b"ann", b"203.0.113", b"a browser") if text in counted] == []
    assert capfd.readouterr() == ("", "")


def addresses(network, count):
    return [f"{network}.{number}" for number in range(1, count + 1)]


def test_guessing_at_one_account_from_many_addresses_is_stopped_for_a_minute(client, staff):
    statuses = [sign_in(client, "Ann", "wrong", address).status_code for address in addresses("203.0.113", 12)]

    answer = sign_in(client, "ann", "right", COLLEAGUE)

    assert (statuses, answer.status_code) == ([200] * 9 + [429] * 3, 429)
    assert "<h1>Please wait 1 minute</h1>" in answer.text
    assert sign_in(client, "ben", "right", COLLEAGUE).status_code == 302

    # A minute later, as far as this account is concerned
    sign_in_limits.ACCOUNT.forget("ann")
    assert sign_in(client, "ann", "right", COLLEAGUE).status_code == 302


def test_guessing_at_many_accounts_from_one_address_is_stopped(client, staff):
    statuses = [sign_in(client, f"name{number}", "wrong").status_code for number in range(40)]

    assert statuses == [200] * 29 + [429] * 11
    assert sign_in(client, "ben", "right", COLLEAGUE).status_code == 302


def test_one_household_with_many_addresses_is_one(client, staff):
    households = [f"2001:db8::{number:x}" for number in range(1, 7)]

    statuses = [sign_in(client, "ann", "wrong", address).status_code for address in households]

    assert statuses == [200, 200, 200, 200, 429, 429]


def test_ones_own_sign_in_allows_no_more_guesses_at_others(client, staff):
    for number in range(29):
        sign_in(client, f"name{number}", "wrong")
        sign_in(client, "ben", "right")

    answer = sign_in(client, "name30", "wrong")

    assert answer.status_code == 429
    assert "<h1>Please wait 15 minutes</h1>" in answer.text


def test_guessing_the_old_password_of_a_session_left_open_is_stopped(client, staff):
    client.force_login(staff[0])
    new = {"new_password1": "a new long password", "new_password2": "a new long password"}

    statuses = [client.post("/admin/password_change/", {"old_password": "wrong", **new}).status_code for _ in range(12)]
    answer = client.post("/admin/password_change/", {"old_password": "right", **new})

    assert (statuses, answer.status_code) == ([200] * 9 + [429] * 3, 429)
    staff[0].refresh_from_db()
    assert staff[0].check_password("right")


def test_guessing_where_somebody_signs_in_again_is_stopped_too(client, staff):
    sent = {"title": "Typed", "_sign_in_again": "1", "sign-in-username": "ann", "sign-in-password": "wrong"}

    answers = [client.post("/admin/faq/article/add/", sent, REMOTE_ADDR=GUESSER) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [403, 403, 403, 403, 429, 429]
    assert "<h1>Please wait 15 minutes</h1>" in answers[-1].text
    assert sign_in(client, "ann", "right").status_code == 429


def test_somebody_who_is_no_staff_is_answered_and_counted_like_an_unknown_name(client, staff):
    get_user_model().objects.create_user("eve", password="right")

    right = [sign_in(client, "eve", "right") for _ in range(6)]
    unknown = [sign_in(client, "zoe", "right") for _ in range(6)]

    assert (
        [answer.status_code for answer in right] == [answer.status_code for answer in unknown] == [200] * 4 + [429] * 2
    )
    assert right[0].context["form"].errors == unknown[0].context["form"].errors


def test_an_old_password_that_is_right_is_not_counted(client, staff):
    client.force_login(staff[0])
    new = {"new_password1": "a new long password", "new_password2": "another long password"}

    answers = [client.post("/admin/password_change/", {"old_password": "right", **new}) for _ in range(12)]

    assert {answer.status_code for answer in answers} == {200}
    assert [*answers[-1].context["form"].errors] == ["new_password2"]


def test_a_stranger_who_guesses_keeps_nobody_out_of_a_browser_they_have_used(client, staff):
    sign_in(client, "ann", "right", COLLEAGUE)
    client.post("/admin/logout/")
    stranger, new = Client(), Client()
    for number in range(40):
        sign_in(stranger, "ann", "wrong", f"192.0.2.{number}")
        sign_in(stranger, f"name{number}", "wrong", COLLEAGUE)

    assert sign_in(new, "ann", "right", GUESSER).status_code == 429
    assert "on which you have signed in before still lets you in" in sign_in(new, "ann", "right", GUESSER).text
    assert (sign_in(client, "ann", "right", COLLEAGUE).status_code, sign_in(client, "ann", "right").status_code) == (
        302,
        302,
    )


def test_a_browser_that_is_known_has_five_tries_and_for_its_own_people_only(client, staff):
    sign_in(client, "ann", "right")
    client.post("/admin/logout/")

    statuses = [sign_in(client, "ann", "wrong", f"192.0.2.{number}").status_code for number in range(6)]

    assert statuses == [200, 200, 200, 200, 429, 429]
    assert [sign_in(client, "ben", "wrong", GUESSER).status_code for _ in range(6)] == [200] * 4 + [429] * 2
    assert sign_in(Client(), "ann", "right", COLLEAGUE).status_code == 302


def test_only_whoever_signs_in_gets_the_note_and_only_for_the_staff_area(client, staff):
    wrong = sign_in(client, "ann", "wrong")
    right = sign_in(client, "ann", "right")
    note = right.cookies["kb-known"]

    assert "kb-known" not in wrong.cookies
    assert (note["path"], note["httponly"], note["samesite"], note["max-age"]) == (
        "/admin/",
        True,
        "Strict",
        180 * 24 * 60 * 60,
    )
    assert "kb-known" not in client.get("/admin/").cookies
    assert not client.get("/").cookies


def test_a_session_ends_twelve_hours_after_signing_in_however_often_it_is_written(client, staff):
    sign_in(client, "ann", "right")
    session = client.session
    session["signed_in_at"] = (timezone.now() - timedelta(hours=11)).isoformat()
    session["something"] = "new"
    session.save()

    left = StaffSession.objects.get(user__username="ann").expire_date - timezone.now()

    assert timedelta(minutes=55) < left < timedelta(minutes=61)
