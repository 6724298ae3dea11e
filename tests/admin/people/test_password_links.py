"""Links in mails by which people choose a password: invitations, and for who has forgotten theirs."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

from faq.accounts import password_links, people
from faq.accounts.password_links import FORGOTTEN, INVITATION
from faq.models import AuditEntry, ProviderIdentity, StaffSession
from tests.admin.people import slow_mail
from tests.admin.people.test_people import URL, sent
from tests.admin.people.test_second_step import STEP, is_in, with_app
from tests.factories import PASSWORD, make_staff
from tests.services import free_port, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
FORGOTTEN_URL, SITE, NEW = "/admin/login/forgotten/", "https://help.example.org", "four words make it"
CHOSEN = {"new_password1": NEW, "new_password2": NEW}


@pytest.fixture(autouse=True)
def mails(settings) -> None:
    settings.SITE_URL, settings.KB_SENDS_MAIL = SITE, True


@pytest.fixture
def maria(db) -> User:
    return make_staff("Editor", "maria", email="maria@example.org")


def link_in(message) -> str:
    return re.search(rf"{SITE}(/admin/login/link/\S+)", message.body)[1]


def asked(client: Client, who: str) -> str:
    """Ask for a link and wait until all is sent that was asked for; return the page."""
    page = client.post(FORGOTTEN_URL, {"who": who}).text
    password_links._sender().submit(int).result(10)
    return page


def link_of(person: User, kind=FORGOTTEN) -> str:
    return f"/admin/login/link/{person.pk}/{kind.make_token(person)}/"


def can_sign_in(name: str, password: str) -> bool:
    client = Client()
    client.post("/admin/login/", {"username": name, "password": password})
    return is_in(client)


def test_who_has_forgotten_chooses_a_new_one_by_a_mail_once(client, maria):
    elsewhere = Client()
    elsewhere.force_login(maria)

    page = asked(client, "Maria@Example.org")
    (message,) = mail.outbox
    form = client.get(link_in(message)).text
    done = client.post(link_in(message), CHOSEN, follow=True).text
    assert not StaffSession.objects.filter(user=maria).exists()
    again = client.post(link_in(message), {"new_password1": PASSWORD, "new_password2": PASSWORD}).text

    assert "a mail with a link is on its way" in page
    assert (message.to, message.subject) == (["maria@example.org"], "A new password at Our clinic")
    assert "Your user name is <b>maria</b>." in form
    assert "Your password is set. Please sign in with it." in done
    assert "This link is of no use any more" in again
    assert (is_in(elsewhere), is_in(client), can_sign_in("maria", NEW)) == (False, False, True)
    assert [entry.detail for entry in AuditEntry.objects.all()] == ["new password, by a link in a mail"]


@pytest.mark.parametrize("who", ["nobody", "nobody@example.org", "tom", "eve@example.org", "zoe", "%", "é" * 254])
def test_the_answer_is_the_same_for_everybody(client, maria, who):
    make_staff("Editor", "tom")
    make_staff("Editor", "eve", email="eve@example.org", is_active=False)
    zoe = make_staff("Editor", "zoe", email="zoe@example.org")
    zoe.set_unusable_password()
    zoe.save()
    ProviderIdentity.objects.create(person=zoe, issuer="https://login.example.org", subject="1")

    pages = [re.sub(r'value="\w{64}"', "", asked(client, each)) for each in (who, "maria")]

    assert pages[0] == pages[1]
    assert [message.to for message in mail.outbox] == [["maria@example.org"]]


def test_the_answer_does_not_wait_for_the_mail(client, maria, settings):
    settings.EMAIL_BACKEND = "tests.admin.people.slow_mail.Backend"
    slow_mail.ANSWERS.clear()

    page = client.post(FORGOTTEN_URL, {"who": "maria"}).text
    before = list(mail.outbox)
    slow_mail.ANSWERS.set()
    wait_until(lambda: mail.outbox, "the mail is sent")

    assert "a mail with a link is on its way" in page
    assert before == []


def test_nobody_is_sent_more_than_three_mails_an_hour_and_asking_has_an_end(client, maria):
    statuses = [client.post(FORGOTTEN_URL, {"who": "maria"}).status_code for _ in range(12)]
    password_links._sender().submit(int).result(10)

    assert statuses == [200] * 10 + [429] * 2
    assert len(mail.outbox) == 3


def test_a_mail_leads_to_the_address_of_the_settings_whatever_a_browser_calls_the_site(maria):
    asked(Client(headers={"host": "localhost"}), "maria")

    assert set(re.findall(r"https?://[^/\s]+", mail.outbox[0].body)) == {SITE}


def test_the_second_step_stays(client, maria):
    with_app(maria)

    client.post(link_of(maria), CHOSEN)
    client.post("/admin/login/", {"username": "maria", "password": NEW})

    assert not is_in(client)
    assert client.get(STEP).status_code == 200


@pytest.mark.parametrize(
    ("kind", "days", "hours", "works"),
    [(FORGOTTEN, 0, 0.9, True), (FORGOTTEN, 0, 1.1, False), (INVITATION, 6.9, 0, True), (INVITATION, 7.1, 0, False)],
)
def test_a_link_works_for_its_time(client, maria, monkeypatch, kind, days, hours, works):
    address = link_of(maria, kind)
    monkeypatch.setattr(type(kind), "_now", lambda self: datetime.now() + timedelta(days=days, hours=hours))

    assert ('name="new_password1"' in client.get(address).text) is works


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": "other@example.org"}, {"is_staff": False}])
def test_a_link_ends_with_what_it_was_made_for(client, maria, change):
    address = link_of(maria)
    User.objects.update(**change)

    assert "This link is of no use any more" in client.post(address, CHOSEN).text
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize("end", ["0/x-x/", "1/abc-def/", f"{'9' * 40}/x-x/", "1/%00/", "1/-/"])
def test_a_link_that_was_made_up_is_answered_in_words(client, maria, end):
    assert "This link is of no use any more" in client.get(f"/admin/login/link/{end}").text


def test_a_weak_password_is_refused_and_the_link_goes_on(client, maria):
    address = link_of(maria)

    weak = client.post(address, {"new_password1": "password12", "new_password2": "password12"}).text
    two = client.post(address, {**CHOSEN, "new_password2": "another one here"}).text

    empty = client.post(address, {}).text

    assert "Many people use this password" in weak
    assert ("Please fill this in." in empty, "This field is required" in empty) == (True, False)
    assert "The two passwords are not the same." in two
    assert 'name="new_password1"' in client.get(address).text


def test_who_chose_a_password_is_not_kept_out_by_strangers_who_guess(client, maria):
    for number in range(12):
        guess = {"username": "maria", "password": "wrong"}
        Client().post("/admin/login/", guess, REMOTE_ADDR=f"192.0.2.{number}")
    address = link_of(maria)

    client.post(address, CHOSEN)
    client.post("/admin/login/", {"username": "maria", "password": NEW})

    assert is_in(client)


def test_an_owner_adds_a_person_who_chooses_the_password(owner):
    page = owner.post(f"{URL}add/", sent(email="m@example.org"), follow=True).text
    (message,) = mail.outbox
    before = people.role_of(User.objects.get(username="maria"))
    Client().post(link_in(message), CHOSEN)

    assert "A mail with a link is on its way to m@example.org. It works once, for seven days." in page
    assert (before, can_sign_in("maria", NEW), message.subject) == ("Editor", True, "Your sign-in at Our clinic")
    assert "maria" in message.body
    assert AuditEntry.objects.filter(detail="a link to choose a password sent by mail").count() == 1


def test_a_person_needs_a_password_or_an_address(owner):
    page = owner.post(f"{URL}add/", sent()).text

    assert "Please give a password, or an e-mail address to send a link to." in page
    assert User.objects.count() == 1


def test_with_a_password_no_mail_is_sent(owner):
    owner.post(f"{URL}add/", sent(email="m@example.org", password=NEW))

    assert (mail.outbox, can_sign_in("maria", NEW)) == ([], True)


def test_a_mail_that_could_not_be_sent_is_said_and_can_be_sent_again(owner, settings):
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    page = owner.post(f"{URL}add/", sent(email="m@example.org"), follow=True).text
    settings.EMAIL_BACKEND = backend
    maria = User.objects.get(username="maria")
    form = owner.get(f"{URL}{maria.pk}/change/").text

    again = owner.post(f"{URL}{maria.pk}/invite/", follow=True).text

    assert "The mail could not be sent." in page
    assert "This person has not chosen a password yet" in form
    assert "A mail with a link is on its way to m@example.org." in again
    assert [message.to for message in mail.outbox] == [["m@example.org"]]


@pytest.mark.parametrize("role", ["Editor", "Manager"])
def test_others_send_nobody_a_link(maria, sign_in, role):
    answer = sign_in(role, "other").post(f"{URL}{maria.pk}/invite/")

    assert (answer.status_code, mail.outbox) == (403, [])


def test_without_mail_all_is_as_before(owner, maria, settings):
    settings.KB_SENDS_MAIL = False

    page = owner.post(f"{URL}add/", sent(username="new", email="n@example.org")).text
    sent_anyway = owner.post(f"{URL}{maria.pk}/invite/", follow=True).text

    assert "Please fill this in." in page
    assert "No mail was sent: that needs" in sent_anyway
    assert Client().get(FORGOTTEN_URL).status_code == 404
    assert "Forgot your password?" not in Client().get("/admin/login/").text
    assert "Send the link" not in owner.get(f"{URL}{maria.pk}/change/").text
    assert mail.outbox == []


def test_the_page_to_sign_in_leads_there(client, db):
    assert f'<a href="{FORGOTTEN_URL}">Forgot your password?</a>' in client.get("/admin/login/").text
