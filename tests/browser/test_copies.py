"""Pasted steps that another article has too: the offer, by keyboard, and the way back."""

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.editor import change, step_texts
from tests.factories import make_article

pytestmark = pytest.mark.browser

PASTED = "Open the patient portal\nPress on the blue button “Sign in”\nType in your password."
_PASTE = """(box, text) => {
    const carried = new DataTransfer();
    carried.setData("text/plain", text);
    box.dispatchEvent(new ClipboardEvent("paste", {bubbles: true, cancelable: true, clipboardData: carried}));
}"""


@pytest.mark.parametrize("width", [1280, 390])
def test_pasted_steps_of_another_article_are_shown_from_there_with_one_press_or_kept(sign_in, width):
    make_article(
        "How do I sign in?",
        steps=["Open the patient portal.", "Press the blue button “Sign in”.", "Type your password."],
    )
    article = make_article("How do I book?", steps=["Sit down."])
    page = sign_in("Editor", change(article), width=width)

    page.get_by_role("button", name="Add a step").click()
    page.locator(":focus").evaluate(_PASTE, PASTED)
    page.get_by_role("button", name="Make 3 steps").click()

    offer = page.get_by_role("region", name="Steps 2 to 4 are nearly the same in “How do I sign in?”")
    expect(offer).to_be_visible()
    expect(page.locator("#announce")).to_contain_text("You can show them from there")
    assert len(step_texts(page)) == 4
    assert axe.faults_in_every_look(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    offer.get_by_role("button", name="No, keep steps 2 to 4 here").click()
    expect(offer).to_have_count(0)
    page.reload()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.locator("[data-step]")).to_have_count(4)
    expect(offer).to_have_count(0)


def test_the_copies_leave_for_the_shared_steps_and_each_can_stay(sign_in):
    shared = make_article("How do I sign in?", steps=["Open the patient portal.", "Press the blue button “Sign in”."])
    article = make_article(
        "How do I book?", steps=["Open the patient portal", "Press the blue button “Sign in”", "Go."]
    )
    page = sign_in("Editor", change(article))

    page.get_by_role("link", name="See which, below “Steps”").click()
    page.get_by_role("button", name="Show them from there").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("list", name="Steps of “How do I sign in?”, which change there")).to_be_visible()
    assert step_texts(page) == ["Go."]
    assert page.get_by_role("button", name="Keep it").count() == 2
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert [(step.text, step.include) for step in article.steps.all()] == [("", shared), ("Go.", None)]
