"""Signing in with a second step: asked for, added, required by an owner, taken away where it was lost."""

import re
import time
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from faq.accounts import code_apps, recovery_codes
from faq.models import Article, AuditEntry, CodeApp, Passkey, StaffSession
from tests.admin.conftest import ADD_URL, filled
from tests.factories import PASSWORD, make_staff
from tests.page_text import shown_in

pytestmark = pytest.mark.django_db
STEP, OWN = "/admin/login/second-step/", "/admin/your-sign-in/"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def code(seconds: int = 0) -> str:
    return code_apps.code_at(SECRET, time.time() + seconds)


def with_app(person: User) -> list[str]:
    """Give `person` the app of `SECRET`; return the codes on paper."""
    code_apps.add(person, SECRET, code(-300), now=time.time() - 300)
    return recovery_codes.renew(person)


def password_shown(name: str = "maria", path: str = "/admin/faq/tag/") -> Client:
    client = Client()
    client.post(f"/admin/login/?next={path}", {"username": name, "password": PASSWORD, "next": path})
    return client


def is_in(client: Client) -> bool:
    return client.get("/admin/password_change/").status_code == 200


@pytest.fixture
def maria(db) -> User:
    return make_staff("Editor", "maria")


def test_after_the_password_a_code_is_asked_for_and_nothing_opens_before(maria):
    with_app(maria)
    client = password_shown()

    before = [client.get(path).status_code for path in ("/admin/", ADD_URL, "/preview/1/", f"{OWN}second-step/")]
    page = client.get(STEP)
    answer = client.post(STEP, {"code": code()})

    assert before == [302] * 4
    assert "One more step: please show that it is you." in page.text
    assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert (answer["Location"], is_in(client)) == ("/admin/faq/tag/", True)
    assert StaffSession.objects.get(user=maria).device == "A browser"


def test_a_code_is_of_use_once_in_whatever_browser(maria):
    with_app(maria)
    used = code()
    password_shown().post(STEP, {"code": used})
    other = password_shown()

    page = other.post(STEP, {"code": used})

    assert "That code is not right, or it was used before." in page.text
    assert not is_in(other)


def test_a_code_on_paper_signs_in_and_the_log_tells_it(maria):
    paper = with_app(maria)
    client = password_shown()

    client.post(STEP, {"code": paper[3]})

    assert is_in(client)
    assert AuditEntry.latest_about(maria).detail == "used a recovery code, 7 left"


def test_five_wrong_codes_close_it_to_browsers_that_are_not_known(maria):
    with_app(maria)
    known = password_shown()
    known.post(STEP, {"code": code()})
    known.post("/admin/logout/")

    tries = [password_shown().post(STEP, {"code": "000000"}).status_code for _ in range(6)]
    right = password_shown().post(STEP, {"code": code(30)})
    known.post("/admin/login/", {"username": "maria", "password": PASSWORD})

    assert (tries, right.status_code) == ([200] * 4 + [429] * 2, 429)
    assert known.post(STEP, {"code": code(30)}).status_code == 302


@pytest.mark.parametrize("path", [STEP, f"{OWN}second-step/", f"{OWN}second-step/app/", f"{OWN}second-step/passkey/"])
def test_without_a_password_nothing_is_shown(client, path):
    for answer in (client.get(path, follow=True), client.post(path, {"code": "123456"}, follow=True)):
        assert answer.redirect_chain[-1][0] == "/admin/login/"


@pytest.mark.parametrize("change", ["older", "new password", "switched off"])
def test_a_password_shown_is_of_no_use_for_long_or_after_a_change(maria, change):
    with_app(maria)
    client = password_shown()
    if change == "older":
        session = client.session
        session["half_signed_in"] = {**session["half_signed_in"], "at": time.time() - 16 * 60}
        session.save()
    elif change == "new password":
        maria.set_password("another long password")
        maria.save()
    else:
        User.objects.update(is_active=False)

    assert client.post(STEP, {"code": code()})["Location"] == "/admin/login/"
    assert not is_in(client)


def test_an_app_is_added_with_its_square_and_letters_and_codes_are_shown_once(maria):
    client = password_shown()
    elsewhere = password_shown()

    page = client.get(f"{OWN}second-step/app/").text
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    wrong = client.post(f"{OWN}second-step/app/", {"code": "000000"}).text
    right = client.post(f"{OWN}second-step/app/", {"code": code_apps.code_at(secret, time.time())})

    assert 'src="data:image/svg+xml' in page
    assert secret in wrong.replace(" ", "")
    assert "That code is not the one that the app shows now." in wrong
    assert len(re.findall(r"<li>(\w{4}-\w{4}-\w{4}-\w{4})</li>", right.text)) == 8
    assert right["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert "8 recovery codes left" in client.get(OWN).text
    # Whoever was signed in with the password alone
    assert not is_in(elsewhere)
    assert "second step: an app for codes added" in [entry.detail for entry in AuditEntry.objects.all()]
    assert secret not in str(client.session.items()) + str(CodeApp.objects.values_list())


def test_a_browser_left_open_asks_for_the_password_before_a_change(maria, client):
    with_app(maria)
    client.force_login(maria)

    asked = client.get(f"{OWN}second-step/app/")
    removal = client.post(f"{OWN}second-step/remove/", {"which": "app"})
    wrong = client.post(asked["Location"], {"password": "wrong"})
    right = client.post(asked["Location"], {"password": PASSWORD})

    assert asked["Location"] == f"{OWN}password/?next={quote(OWN + 'second-step/app/', safe='')}"
    assert removal["Location"].startswith(f"{OWN}password/")
    assert "That is not your present password." in wrong.text
    assert right["Location"] == f"{OWN}second-step/app/"
    assert CodeApp.objects.exists()
    client.post(f"{OWN}second-step/remove/", {"which": "app"})
    assert not CodeApp.objects.exists()


def test_the_password_is_asked_for_on_this_site_only_and_not_endlessly(maria, client):
    client.force_login(maria)

    away = client.post(f"{OWN}password/?next=https://elsewhere.example/", {"password": PASSWORD})
    tries = [client.post(f"{OWN}password/", {"password": "wrong"}).status_code for _ in range(11)]

    assert (away["Location"], tries) == (OWN, [200] * 9 + [429] * 2)


@pytest.mark.parametrize("which", ["", "app", "0", "9" * 40, "x", "²"])
def test_nothing_is_removed_that_is_not_ones_own(maria, which):
    tom = make_staff("Editor", "tom")
    with_app(tom)
    Passkey.objects.create(person=tom, credential="eA==", address="testserver", device="Chrome")
    client = password_shown()

    for each in (which, str(Passkey.objects.get().pk)):
        client.post(f"{OWN}second-step/remove/", {"which": each})

    assert (CodeApp.objects.count(), Passkey.objects.count()) == (1, 1)


def test_words_that_were_typed_when_the_session_ended_pass_the_second_step_too(maria, client):
    with_app(maria)
    sent = {**filled(title="Kept?"), "_sign_in_again": "1"}

    page = client.post(ADD_URL, {**sent, "sign-in-username": "maria", "sign-in-password": PASSWORD})
    wrong = client.post(ADD_URL, {**shown_in(page), "sign-in-code": "000000"})
    forged = client.post(ADD_URL, {**shown_in(page), "sign-in-code": code(), "sign-in-proof": "forged"})
    nothing_yet = Article.objects.count()
    right = client.post(ADD_URL, {**shown_in(wrong), "sign-in-code": code()})

    assert "Six digits from the app on your phone" in page.text
    assert "That code is not right" in wrong.text
    assert 'name="sign-in-password"' in forged.text
    assert (nothing_yet, right.status_code, Article.objects.get().title) == (0, 302, "Kept?")
    assert is_in(client)


def test_passkeys_of_another_address_are_named_where_they_do_not_work(maria):
    Passkey.objects.create(person=maria, credential="eA==", address="help.example.org", device="Chrome on Windows")
    paper = recovery_codes.renew(maria)
    client = password_shown()

    page = client.get(STEP).text
    client.post(STEP, {"code": paper[0]})

    assert "Your passkey was made for help.example.org and does not work at this address." in page
    assert "data-passkey" not in page
    assert "It works at help.example.org only, not at this address." in client.get(OWN).text


def test_a_sign_in_of_a_while_ago_is_no_sure_one(maria):
    client = password_shown()
    session = client.session
    session["signed_in_at"] = (timezone.now() - timedelta(minutes=16)).isoformat()
    session.save()

    assert client.get(f"{OWN}second-step/passkey/")["Location"].startswith(f"{OWN}password/")
