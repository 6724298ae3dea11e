"""Steps are numbered on the form, and in what is said of them, as patients read them: shared ones count one by one."""

import re

import pytest
from django.http import HttpResponse

from faq.models import Article, Fact
from tests.admin.conftest import change_url, filled
from tests.factories import make_article, stored_picture
from tests.page_text import text_of

pytestmark = pytest.mark.django_db

FRAGMENT = "/admin/faq/article/included-steps/"


@pytest.fixture
def shared() -> Article:
    return make_article("How do I sign in?", steps=["Open the portal.", "Press “Sign in”.", "Type your password."])


@pytest.fixture
def mine(shared) -> Article:
    return make_article("How do I book?", steps=["Sit down.", {"include": shared.slug}, "Press “Book”."])


def labels(html: str) -> list[str]:
    """What stands before the box of each step."""
    return re.findall(r"<span data-step-label>([^<]*)</span>", html.split('<template id="step-template">')[0])


def shown(html: str) -> list[str]:
    """The numbers of the steps that stand in place."""
    return re.findall(r"<span data-number>(\d+)</span>", html.split('<template id="step-template">')[0])


def said(response: HttpResponse) -> str:
    """The words of a page; a link before a colon stands close to it."""
    return text_of(response).replace(" :", ":")


def test_the_steps_of_another_article_stand_in_place_and_count(editor, mine):
    page = editor.get(change_url(mine)).content.decode()

    assert labels(page)[:3] == ["Step 1", "Steps 2 to 4", "Step 5"]
    assert "Press “Sign in”." in text_of(editor.get(change_url(mine)))
    assert shown(page) == ["2", "3", "4"]


def test_patients_read_the_same_numbers(editor, mine, client):
    page = text_of(client.get(mine.get_absolute_url()))

    assert "Step 4 Type your password." in page
    assert "Step 5 Press “Book”." in page


def test_what_is_wrong_is_named_by_the_number_that_patients_read(editor, mine, shared):
    picture = {"text": "Press.", "picture": stored_picture(), "picture_alt": "Long. " * 50}
    sent = filled({"text": "Sit down."}, {"include": shared.title}, picture, title=mine.title, version=1)

    page = said(editor.post(change_url(mine), sent))

    assert "Step 5: This has 299 letters." in page
    assert "Step 3:" not in page


def test_a_step_that_is_to_be_removed_counts_no_more(editor, mine, shared):
    picture = {"text": "Press.", "picture": stored_picture(), "picture_alt": "Long. " * 50}
    removed = {"text": "Sit down.", "DELETE": "on"}
    sent = filled(removed, {"include": shared.title}, picture, title=mine.title, version=1)

    page = said(editor.post(change_url(mine), sent))

    assert "Step 4: This has 299 letters." in page


def test_an_article_that_is_not_there_counts_nothing_and_is_named(editor, mine):
    sent = filled(
        {"include": "Nowhere?"},
        {"text": "Go.", "picture": stored_picture(), "picture_alt": "Long. " * 50},
        title=mine.title,
        version=1,
    )

    page = said(editor.post(change_url(mine), sent))

    assert "The steps of another article: There is no article called “Nowhere?”." in page
    assert "Step 1: This has 299 letters." in page


def test_a_shared_step_that_waits_for_a_fact_is_not_counted(editor):
    Fact.objects.create(name="door", label="Door", kind="text")
    other = make_article("Where?", steps=["Go in.", "{{door}}", "Sit down."])
    article = make_article("When?", steps=[{"include": other.slug}, "Wait."])

    page = editor.get(change_url(article)).content.decode()

    assert labels(page)[:2] == ["Steps 1 to 2", "Step 3"]


def test_the_notice_of_what_patients_read_otherwise_names_that_number(editor, shared):
    article = make_article("When?", published=False, steps=[{"include": shared.slug}, "Mon<br>Tue"])

    assert "Step 4: patients will not read “&lt;br&gt;”." in said(editor.get(change_url(article)))


@pytest.mark.parametrize(
    "asked", ["How do I sign in?", "how do i  SIGN in?", "how-do-i-sign-in", "Q (how-do-i-sign-in)"]
)
def test_the_page_asks_for_the_steps_of_an_article_by_its_question_or_address(editor, shared, asked):
    page = editor.get(FRAGMENT, {"article": asked}).content.decode()

    assert shown(page) == ["1", "2", "3"]
    assert "Type your password." in page


@pytest.mark.parametrize("asked", ["", "Nowhere?", "\x00", "(", "x" * 5_000])
def test_no_steps_are_shown_of_an_article_that_is_not_there(editor, shared, asked):
    page = editor.get(FRAGMENT, {"article": asked}).content.decode()

    assert "Type your password." not in page
    assert ("There is no article called" in page) == bool(asked.strip("\x00"))


def test_steps_of_a_draft_are_shown_with_a_word_about_it(editor):
    make_article("A draft?", published=False, steps=["Not yet."])

    page = text_of(editor.get(FRAGMENT, {"article": "A draft?"}))

    assert "These steps are not published yet." in page
    assert "Not yet." in page


def test_only_who_may_change_articles_is_shown_them(sign_in, client, shared):
    for somebody in (client, sign_in("Manager")):
        assert "Type your password." not in text_of(somebody.get(FRAGMENT, {"article": shared.title}))
