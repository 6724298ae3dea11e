"""Staff save while the site cannot: the form comes back with every word and one sentence, whichever form it was."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from faq.models import Article, AuditEntry, Clinic, Edition, Fact
from tests import database
from tests.admin.conftest import ADD_URL, change_url, filled, seen
from tests.factories import a_png, make_article
from tests.page_text import shown_in

pytestmark = pytest.mark.django_db(transaction=True)
NOT_SAVED = "The site could not save this just now, but every word is still here: please wait a minute and try again"
BARE = "<h1>Please try again in a minute</h1>"
CLINIC = {
    "name": "Elm Street Clinic",
    "phone": "01632 960 983",
    "time_zone": "Europe/London",
    "language": "en",
    "emergency_text": "Call 999 now.",
    "hours-mon-from_1": "08:15",
    "hours-mon-to_1": "17:45",
    "holidays-TOTAL_FORMS": "1",
    "holidays-INITIAL_FORMS": "0",
    "holidays-0-on": "2026-12-25",
    "holidays-0-name": "Christmas",
}
PERSON = {"first_name": "Maria", "username": "maria", "email": "m@clinic.example", "role": "Editor", "is_active": "on"}
FORMS = {
    "an article": (ADD_URL, filled({"text": "Open the portal."}, title="How do I pay?", tags="Bills, Money")),
    "the clinic with its hours": ("/admin/faq/clinic/", CLINIC),
    "a fact": ("/admin/faq/fact/add/", {"label": "Fax", "value": "01632 1", "kind": "phone", "name": "fax"}),
    "a tag": ("/admin/faq/tag/add/", {"name": "Visits", "description": "Before you come", "position": "7"}),
    "a synonym": ("/admin/faq/synonym/add/", {"phrases": "portal, app, MyChart"}),
    "an urgent phrase": ("/admin/faq/urgentphrase/add/", {"phrase": "chest pain"}),
    "a person": ("/admin/auth/user/add/", {**PERSON, "password": "four words make it"}),
}


@pytest.fixture(autouse=True)
def brief_waits(transactional_db: None) -> None:
    database.wait_briefly()


def typed_in(sent: dict[str, object]) -> dict[str, str]:
    """Every word that was sent, but for passwords and for buttons; a box that was ticked stays "on"."""
    return {name: str(value) for name, value in sent.items() if value and "password" not in name}


def expect_words_back(page: HttpResponse, sent: dict[str, object]) -> None:
    shown = {name: value or "on" for name, value in shown_in(page).items()}
    typed = typed_in(sent)
    assert {name: shown.get(name, "on" if value == "on" else "gone") for name, value in typed.items()} == typed
    assert NOT_SAVED in page.text
    assert page.status_code == 503
    assert "no-store" in page["Cache-Control"]
    assert page["Retry-After"] == "60"


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_cannot_be_saved_comes_back_with_every_word_and_is_saved_later(owner, form):
    address, sent = FORMS[form]

    with database.locked():
        page = owner.post(address, sent)
        kept = AuditEntry.objects.count()
    later = owner.post(address, sent)

    expect_words_back(page, sent)
    assert BARE not in page.text
    assert kept == 0
    assert later.status_code == 302
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize("state", ["locked", "read-only"])
def test_a_change_of_an_article_comes_back_with_its_steps_in_order_and_its_picture(editor, state):
    article = make_article("How do I pay?", steps=["One."], published=False)
    steps = [{"text": "Second.", "ORDER": 2, "picture_alt": "The page"}, {"text": "First.", "ORDER": 1}]
    picture = SimpleUploadedFile("screen.png", a_png(), "image/png")
    sent = filled(*steps, version=article.version, title="How can I pay?", short_answer="With a card.\n\nOr cash.")

    with database.STATES[state]():
        page = editor.post(change_url(article), {**sent, "steps-0-picture_file": picture})
    kept = shown_in(page)

    expect_words_back(page, sent)
    assert re.findall(r"<textarea[^>]*>\s*(First\.|Second\.)", page.text) == ["First.", "Second."]
    assert re.fullmatch(r"pictures/\w+-40x30\.webp", kept["steps-0-picture"])
    assert "Please choose this once more where it is not shown: “screen.png”." in page.text
    article.refresh_from_db()
    assert (article.title, article.version) == ("How do I pay?", 1)


def test_a_full_disk_is_said_in_the_form(editor):
    if connection.vendor != "sqlite":
        pytest.skip("a full disk of PostgreSQL cannot be had in a test")
    sent = filled(*[{"text": f"{number}. " + "Words and words. " * 60} for number in range(60)], title="A long one?")

    with database.full():
        page = editor.post(ADD_URL, sent)

    expect_words_back(page, sent)
    assert Article.objects.count() == 0


def test_where_the_database_is_away_a_page_without_it_keeps_every_word(editor):
    sent = filled({"text": "Open <the> portal."}, title="How do I pay?", tags="Bills", short_answer="Line.\n\nLine.")

    with database.away():
        page = editor.post(ADD_URL, sent)
    later = editor.post(ADD_URL, shown_in(page))

    expect_words_back(page, sent)
    assert BARE in page.text
    assert later.status_code == 302
    article = Article.objects.get()
    assert (article.title, article.short_answer) == ("How do I pay?", "Line.\n\nLine.")
    assert [step.text for step in article.steps.all()] == ["Open <the> portal."]


def test_what_another_site_made_a_browser_send_is_not_shown(editor):
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = editor.cookies

    with database.away():
        page = strict.post(ADD_URL, filled(title="Planted words"))

    assert page.status_code == 500
    assert "Planted words" not in page.text


def test_passwords_are_asked_for_again_and_stand_in_no_page(owner):
    address, sent = FORMS["a person"]

    with database.locked():
        page = owner.post(address, sent)
    with database.away():
        bare = owner.post(address, sent)

    for answer in (page, bare):
        assert "Please type the password once more." in answer.text
        assert "four words make it" not in answer.text


def test_a_logo_that_was_chosen_is_named(owner, media):
    logo = SimpleUploadedFile("new-logo.png", a_png(), "image/png")

    with database.locked():
        page = owner.post("/admin/faq/clinic/", {**CLINIC, "logo_file": logo})

    assert "Please choose this once more where it is not shown: “new-logo.png”." in page.text
    assert Clinic.objects.count() == 0


@pytest.mark.parametrize("state", ["locked", "read-only", "away"])
def test_what_has_no_form_is_not_done_and_can_be_sent_again(owner, state):
    fact = Fact.objects.create(name="fax", label="Fax")
    address, sent = f"/admin/faq/fact/{fact.pk}/delete/", {"post": "yes", **seen(fact)}

    with database.STATES[state]():
        page = owner.post(address, sent)
    later = owner.post(address, shown_in(page))

    assert page.status_code == 503
    assert "The site could not do all of this just now: please wait a minute and try again" in page.text
    assert later.status_code == 302
    assert Fact.objects.count() == 0


def test_what_could_not_be_written_is_not_tried_again_while_the_page_is_made(owner):
    fact = Fact.objects.create(name="fax", label="Fax")
    asked = []

    def run(execute: Callable, sql: str, *more: object) -> object:
        asked.append(sql)
        if sql.startswith("DELETE"):
            raise database.LOCKED
        return execute(sql, *more)

    with connection.execute_wrapper(run):
        owner.post(f"/admin/faq/fact/{fact.pk}/delete/", {"post": "yes", **seen(fact)})

    assert sum(sql.startswith("DELETE") for sql in asked) == 1
    assert Fact.objects.count() == 1


def test_an_article_stays_on_the_site_when_it_cannot_be_taken_off(editor):
    article = make_article("How do I pay?")
    other = make_article("Where do I pay?")

    with database.locked():
        page = editor.post(f"/admin/faq/article/{article.pk}/take-off/", {"replaced_by": other.pk})
    assert BARE not in page.text

    assert (page.status_code, shown_in(page)["replaced_by"]) == (503, str(other.pk))
    assert NOT_SAVED in page.text
    article.refresh_from_db()
    assert article.live_id


def test_a_page_that_is_only_looked_at_says_in_words_that_the_database_is_away(editor):
    with database.away():
        page = editor.get("/admin/faq/tag/")

    assert page.status_code == 503
    assert "The site could not show this page just now" in page.text
    assert 'href="/admin/faq/tag/"' in page.text


def test_nothing_is_published_by_showing_a_form_again(editor):
    article = make_article("How do I pay?", published=False)
    before = Edition.current_number()

    with database.locked():
        editor.post(change_url(article), {**filled(title="Other?", version=article.version), "_publish": ""})

    article.refresh_from_db()
    assert (article.title, article.live_id, Edition.current_number()) == ("How do I pay?", None, before)
