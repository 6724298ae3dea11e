"""Signing out with words that are not saved: asked first, by keyboard too, and then no word of theirs is left."""

import json

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from faq.models import Article
from tests.browser import axe
from tests.browser.editor import answer, answer_box, change, copies, type_answer
from tests.factories import make_article

pytestmark = pytest.mark.browser

ADD = "/admin/faq/article/add/"


@pytest.fixture
def article(live_server: LiveServer) -> Article:
    return make_article("When are you open?", steps=["Come in."])


def press_sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out", exact=True).click()


def test_signing_out_with_unsaved_words_asks_first_by_keyboard(sign_in, article):
    page = sign_in("Editor", change(article))
    type_answer(page, "Not saved yet.")
    page.get_by_role("button", name="Sign out", exact=True).focus()

    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="You have words that are not saved")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_focused()
    assert axe.faults(page) == []
    page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_focused()
    expect(answer(page)).to_have_value("Not saved yet.")
    assert len(copies(page)) == 1


def test_who_signs_out_all_the_same_leaves_no_word_of_theirs_behind(sign_in, article):
    page = sign_in("Editor", change(article), username="maria")
    toms = json.dumps({"at": page.evaluate("Date.now()"), "fields": [["title", "Tom's"]]})
    page.evaluate("value => localStorage.setItem('unsaved tom 7 x', value)", toms)
    type_answer(page, "Maria's words.")
    page.goto("/admin/faq/tag/")
    page.goto(ADD)
    answer_box(page).fill("More of Maria's words.")
    asked = []
    page.on("dialog", lambda question: (asked.append(question.type), question.accept()))

    press_sign_out(page)
    page.get_by_role("button", name="Sign out and lose them").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()

    assert list(copies(page)) == ["unsaved tom 7 x"]
    assert asked == []


def test_words_typed_in_the_moment_before_are_asked_about_too(sign_in, article):
    page = sign_in("Editor", change(article))
    page.get_by_role("button", name="Add a step").wait_for()

    # In one go, before the copy of every pause is made
    page.evaluate("""() => {
        const box = document.getElementById("id_short_answer");
        box.value = "Just typed.";
        box.dispatchEvent(new Event("input", { bubbles: true }));
        document.querySelector("#sign-out button").click();
    }""")

    expect(page.get_by_role("dialog", name="You have words that are not saved")).to_be_visible()


def test_signing_out_with_nothing_unsaved_asks_nothing(sign_in, article):
    page = sign_in("Editor", change(article))
    page.get_by_role("button", name="Add a step").wait_for()

    press_sign_out(page)

    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
