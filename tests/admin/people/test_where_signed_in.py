"""Where somebody is signed in: listed in words, ended one by one, all others, or all by an owner."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore as StockStore
from django.db import connection
from django.test import Client
from django.utils import timezone

from faq.models import AuditEntry, StaffSession
from tests import database
from tests.admin.conftest import seen
from tests.factories import PASSWORD, make_staff
from tests.test_migrations import migration

pytestmark = pytest.mark.django_db
URL = "/admin/your-sign-in/"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"


def signed_in(name: str, browser: str) -> Client:
    client = Client(headers={"user-agent": browser})
    client.post("/admin/login/", {"username": name, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get("/admin/password_change/").status_code == 200


def reference(page: str, device: str) -> str:
    """What the button beside `device` sends."""
    row = next(row for row in page.split("<li>") if f"<b>{device}</b>" in row)
    return re.search(r'name="which" value="([^"]+)"', row)[1]


@pytest.fixture
def maria(db):
    """Signed in at the front desk and on her phone."""
    make_staff("Editor", "maria")
    return signed_in("maria", WINDOWS), signed_in("maria", PHONE)


def test_each_browser_is_named_with_its_time_and_without_an_address(maria):
    desk, _phone = maria
    make_staff("Editor", "tom")
    signed_in("tom", "curl/8.5")

    page = desk.get(URL)

    devices = re.findall(r"<b>([^<]+)</b>", page.text.split('id="where"')[1])
    assert sorted(devices) == ["Chrome on Windows", "Safari on an iPhone"]
    assert page.text.count("This browser") == 1
    assert page.text.count("Signed in today, ") == page.text.count("Last used today, ") == 2
    kept = str(StaffSession.objects.values_list())
    assert [text for text in ("127.0.0.1", "AppleWebKit") if text in kept or text in page.text] == []
    assert [row.session_key for row in StaffSession.objects.all() if row.session_key in page.text] == []


def test_another_browser_is_signed_out_and_it_stands_in_the_log(maria):
    desk, phone = maria

    answer = desk.post(f"{URL}end/", {"which": reference(desk.get(URL).text, "Safari on an iPhone")}, follow=True)

    assert "Signed out of one browser." in answer.text
    assert (is_in(desk), is_in(phone)) == (True, False)
    entry = AuditEntry.objects.get()
    assert (entry.who_name, entry.subject, entry.detail) == (
        "maria",
        "the sign-in of maria",
        "signed out of one browser",
    )


def test_all_others_are_signed_out_at_once(maria):
    desk, phone = maria
    third = signed_in("maria", "curl/8.5")

    answer = desk.post(f"{URL}end/", {"which": "others"}, follow=True)

    assert "Signed out of 2 browsers." in answer.text
    assert [is_in(client) for client in (desk, phone, third)] == [True, False, False]
    assert "Sign out everywhere else" not in answer.text


def test_this_browser_is_signed_out_as_by_the_button_for_that(maria):
    desk, phone = maria

    desk.post(f"{URL}end/", {"which": reference(desk.get(URL).text, "Chrome on Windows")})

    assert (is_in(desk), is_in(phone)) == (False, True)


@pytest.mark.parametrize("which", ["", "nobody's", "\x00", "é" * 1000])
def test_a_button_of_somebody_else_or_of_nobody_ends_nothing(maria, which):
    desk, phone = maria
    make_staff("Editor", "tom")
    tom = signed_in("tom", PHONE)
    theirs = reference(tom.get(URL).text, "Safari on an iPhone")

    said = [desk.post(f"{URL}end/", {"which": each}, follow=True).text for each in (theirs, which)]

    assert ["That sign-in is over already." in each for each in said] == [True, True]
    assert (is_in(desk), is_in(phone), is_in(tom)) == (True, True, True)


def test_a_new_password_signs_out_everywhere_else(maria):
    desk, phone = maria
    new = {"old_password": PASSWORD, "new_password1": "four words make it", "new_password2": "four words make it"}

    desk.post("/admin/password_change/", new)

    # Before the other browser asks for anything
    assert StaffSession.objects.count() == 1
    assert (is_in(desk), is_in(phone)) == (True, False)
    assert AuditEntry.objects.get().detail == "new password, by themselves"


def test_an_owner_signs_a_person_out_everywhere(maria, owner):
    desk, phone = maria
    person = User.objects.get(username="maria")

    page = owner.get(f"/admin/auth/user/{person.pk}/change/").text
    answer = owner.post(f"/admin/auth/user/{person.pk}/end-sessions/", {"which": "all"}, follow=True)

    assert "<b>Safari on an iPhone</b>" in page
    assert "Signed out of 2 browsers." in answer.text
    assert "Nowhere just now." in answer.text
    assert (is_in(desk), is_in(phone)) == (False, False)
    assert AuditEntry.objects.get().who_name == "owner"


def test_an_owner_who_signs_out_everywhere_stays_here(owner):
    elsewhere = signed_in("owner", PHONE)

    owner.post(f"/admin/auth/user/{owner.user.pk}/end-sessions/", {"which": "all"})

    assert (is_in(owner), is_in(elsewhere)) == (True, False)


def test_who_is_switched_off_is_signed_out_for_good(maria, owner):
    desk, _phone = maria
    person = User.objects.get(username="maria")
    values = {"first_name": "", "last_name": "", "username": "maria", "email": "", "role": "Editor", "password": ""}

    owner.post(f"/admin/auth/user/{person.pk}/change/", {**values, **seen(person)})
    off = is_in(desk)
    person.refresh_from_db()
    owner.post(f"/admin/auth/user/{person.pk}/change/", {**values, "is_active": "on", **seen(person)})

    person.refresh_from_db()
    assert (off, person.is_active, is_in(desk)) == (False, True, False)


@pytest.mark.parametrize("role", ["Editor", "Manager"])
def test_others_sign_nobody_else_out(maria, sign_in, role):
    desk, _phone = maria
    client = sign_in(role, "other")

    answer = client.post(f"/admin/auth/user/{User.objects.get(username='maria').pk}/end-sessions/", {"which": "all"})

    assert (answer.status_code, is_in(desk)) == (403, True)


def test_an_account_of_the_machine_is_out_of_an_owners_reach(owner):
    root = User.objects.create_superuser("root", password=PASSWORD)
    at_the_machine = signed_in("root", WINDOWS)

    answer = owner.post(f"/admin/auth/user/{root.pk}/end-sessions/", {"which": "all"})

    assert (answer.status_code, is_in(at_the_machine)) == (404, True)


def test_last_used_is_noted_every_five_minutes_and_ends_no_later_for_it(editor):
    row = StaffSession.objects.get()
    long_ago = timezone.now() - timedelta(minutes=6)
    StaffSession.objects.update(used_at=long_ago)

    editor.get(URL)
    first = StaffSession.objects.get()
    editor.get(URL)
    second = StaffSession.objects.get()

    assert first.used_at > long_ago + timedelta(minutes=5)
    assert (second.used_at, second.expire_date) == (first.used_at, row.expire_date)


def test_signing_in_clears_away_what_is_over(maria):
    StaffSession.objects.update(expire_date=timezone.now() - timedelta(days=1))

    signed_in("maria", PHONE)

    assert [row.device for row in StaffSession.objects.all()] == ["Safari on an iPhone"]


def test_who_was_signed_in_before_the_update_stays_so(editor):
    kept = StaffSession.objects.get()
    over = {"session_data": kept.session_data, "expire_date": timezone.now() - timedelta(days=1)}
    rows = StockStore.get_model_class().objects
    rows.create(session_key=kept.session_key, session_data=kept.session_data, expire_date=kept.expire_date)
    rows.create(session_key="over", **over)
    kept.delete()

    migration("staff_sessions").copy(apps, None)

    assert (is_in(editor), StaffSession.objects.get().user, rows.count()) == (True, editor.user, 0)


@pytest.mark.django_db(transaction=True)
def test_a_page_is_shown_although_its_use_cannot_be_noted(editor):
    StaffSession.objects.update(used_at=timezone.now() - timedelta(minutes=6))

    with connection.execute_wrapper(database.failing_for("faq_staffsession", "UPDATE")):
        page = editor.get(URL)

    assert (page.status_code, "Where you are signed in" in page.text) == (200, True)
