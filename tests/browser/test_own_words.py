"""One step of another article is reworded where it stands: by keyboard, on a phone, and nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.editor import change, text_editor, wait_for_copy, wait_until_heard
from tests.factories import edit, make_article

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 390])
def test_a_shared_step_is_reworded_by_keyboard_and_survives_a_closed_tab(sign_in, width):
    shared = make_article("How do I sign in?", steps=["Open the portal.", "Press “Sign in”.", "Type your password."])
    article = make_article("How do I book?", steps=["Sit down.", {"include": shared.slug}])
    page = sign_in("Editor", change(article), width=width)
    reword = page.get_by_text("Reword this step for this article only").nth(1)

    reword.focus()
    page.keyboard.press("Enter")
    # The text editor, which takes the place of the plain box a moment later
    box = page.locator("[data-own-words] [role=textbox]")
    expect(box).to_have_text("Press “Sign in”.")
    box.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Tap the green")
    page.keyboard.press("Enter")
    page.keyboard.type("button.")
    assert axe.faults_in_every_look(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    wait_for_copy(page, "Tap the green")
    page.close()

    again = page.context.new_page()
    again.goto(change(article))
    again.get_by_role("button", name="Bring it back").click()
    expect(text_editor(again, "Your words for this step, in this article only")).to_contain_text("Tap")
    again.get_by_role("button", name="Save draft").click()

    expect(again.get_by_text("Own words for this article")).to_be_visible()
    assert article.steps.get(position=2).reworded["own"] == {"2": "Tap the green\n\nbutton."}
    edit(shared, steps=["Open the portal.", "Press “Log in”.", "Type your password."])
    again.goto(change(article))
    expect(again.get_by_role("group", name="The original has changed since")).to_be_visible()
    assert axe.faults_in_every_look(again) == []
    again.get_by_label("Show the new original").check()
    again.get_by_role("button", name="Save draft").click()
    expect(again.get_by_role("group", name="The original has changed since")).to_have_count(0)
    assert article.steps.get(position=2).reworded == {}


def test_what_is_typed_before_the_text_editor_is_there_stays(sign_in):
    shared = make_article("How do I sign in?", steps=["Open the portal.", "Press “Sign in”."])
    page = sign_in("Editor", change(make_article("How do I book?", steps=["Sit.", {"include": shared.slug}])))
    held = []
    # The first answer is kept waiting
    page.route("**/article/read/", lambda route: route.continue_() if held else held.append(route))

    page.get_by_text("Reword this step for this article only").first.click()
    box = page.locator("[data-own-words] textarea").first
    wait_until_heard(page, lambda: held, "the server is asked how it reads the text")
    box.fill("Open our page.")
    for route in list(held):
        route.continue_()
    page.get_by_role("textbox", name="Question").focus()

    expect(page.locator("[data-own-words] [role=textbox]").first).to_have_text("Open our page.")
    expect(box).to_have_value("Open our page.")
