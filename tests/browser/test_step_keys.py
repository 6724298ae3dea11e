"""Enter, Backspace and pasting in a step: one writes steps as one writes lines."""

import pytest
from playwright.sync_api import Page, expect

from faq.models import Article
from tests.browser import axe
from tests.browser.editor import change, paste, step_editors, step_texts
from tests.factories import make_article

pytestmark = pytest.mark.browser

ADD = "/admin/faq/article/add/"


@pytest.fixture
def shared() -> Article:
    return make_article("How do I sign in?", steps=["Open the portal.", "Press “Sign in”.", "Type your password."])


def go_to_start(page: Page) -> None:
    """ProseMirror puts the cursor back 20 ms after the focus; no person is as quick as a test."""
    page.evaluate("new Promise((done) => setTimeout(done, 40))")
    page.keyboard.press("Home")


def test_enter_begins_the_next_step_and_backspace_goes_back(sign_in):
    page = sign_in("Editor", ADD)
    page.get_by_label("Question").fill("How do I book?")
    page.get_by_role("button", name="Add a step").click()

    page.keyboard.type("Sign in.")
    page.keyboard.press("Enter")
    expect(page.locator("#announce")).to_have_text("Step 2 added.")
    page.keyboard.type("Press Book.")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("It is green.")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#announce")).to_have_text("This step has no words yet.")
    page.keyboard.press("Backspace")
    expect(page.locator("#announce")).to_have_text("Step 3 removed.")
    page.keyboard.type(" Really.")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved. Patients cannot see this yet.")).to_be_visible()

    article = Article.objects.get(title="How do I book?")
    assert [step.text for step in article.steps.all()] == ["Sign in.", "Press Book.\nIt is green. Really."]


def test_enter_at_the_start_takes_all_words_along_and_undo_takes_it_back(sign_in):
    article = make_article("How do I book?", steps=["Sign in. **Press Book.**", "Wait."])
    page = sign_in("Editor", change(article))
    step_editors(page).nth(0).click()
    go_to_start(page)

    page.keyboard.press("Enter")
    assert step_texts(page) == ["", "Sign in. Press Book.", "Wait."]
    expect(step_editors(page).nth(1)).to_be_focused()
    expect(step_editors(page).nth(1).locator("strong")).to_have_text("Press Book.")
    page.keyboard.press("Control+z")
    assert step_texts(page) == ["Sign in. Press Book.", "Wait."]
    page.keyboard.press("Enter")
    page.keyboard.type("Then ")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert step_texts(page) == ["Sign in. Press Book.", "Wait."]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+z")
    go_to_start(page)
    page.keyboard.type("Now: ")
    assert step_texts(page) == ["Now: Sign in. Press Book.", "Wait."]


def test_backspace_at_the_start_joins_the_step_before_and_undo_takes_it_back(sign_in):
    article = make_article("How do I book?", steps=["Sign in.", "Wait."])
    page = sign_in("Editor", change(article))
    step_editors(page).nth(1).click()
    go_to_start(page)

    page.keyboard.press("Backspace")
    assert step_texts(page) == ["Sign in.Wait."]
    expect(step_editors(page).nth(0)).to_be_focused()
    page.keyboard.press("Control+z")

    assert step_texts(page) == ["Sign in.", "Wait."]


def test_enter_keeps_its_meaning_in_lists_tables_and_longer_texts(sign_in):
    table = "| a | b |\n|---|---|\n| c | d |"
    article = make_article("How do I book?", steps=["- one\n- two", table, "One.\n\nTwo."])
    page = sign_in("Editor", change(article))

    step_editors(page).nth(0).get_by_text("two").click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("three")
    expect(step_editors(page).nth(0).locator("li")).to_have_count(3)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("Next.")
    expect(step_editors(page)).to_have_count(4)
    expect(step_editors(page).nth(1)).to_have_text("Next.")
    expect(step_editors(page).nth(0).locator("p")).to_have_count(3)
    step_editors(page).nth(2).get_by_text("d", exact=True).click()
    page.keyboard.press("Enter")
    expect(step_editors(page).nth(2).locator("tr")).to_have_count(3)
    step_editors(page).nth(3).get_by_text("One.").click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(step_editors(page).nth(3).locator("p")).to_have_count(3)
    expect(step_editors(page)).to_have_count(4)


def test_backspace_behind_the_steps_of_another_article_leads_to_them(sign_in, shared):
    article = make_article("How do I book?", steps=[{"include": shared.slug}, "Wait."])
    page = sign_in("Editor", change(article))
    step_editors(page).nth(0).click()
    go_to_start(page)

    page.keyboard.press("Backspace")
    expect(step_editors(page)).to_have_text(["Wait."])
    page.keyboard.press("Control+a")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")

    expect(step_editors(page)).to_have_count(0)
    expect(page.locator("[name$=-include]:visible")).to_be_focused()


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<ol><li>Sign in.</li><li><b>Press</b> Book.</li><li>Wait.</li></ol>", "x"),
        ("<p>Sign in.</p><p><b>Press</b> Book.</p><p>Wait.</p>", "x"),
        ("", "1. Sign in.\n2. **Press** Book.\n3. Wait."),
        ("", "Sign in.\n**Press** Book.\nWait."),
    ],
)
def test_a_pasted_list_offers_a_step_for_each_line(sign_in, html, text):
    article = make_article("How do I book?", steps=["First."], published=False)
    page = sign_in("Editor", change(article), width=390)
    page.get_by_role("button", name="Add a step").click()

    paste(step_editors(page).nth(1), html, text)
    offer = page.get_by_role("button", name="Make 3 steps")
    expect(offer).to_be_visible()
    expect(step_editors(page)).to_have_count(2)
    assert axe.faults(page) == []
    page.keyboard.press("Tab")
    expect(offer).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#announce")).to_have_text("3 steps made.")
    expect(offer).to_have_count(0)
    assert step_texts(page) == ["First.", "Sign in.", "Press Book.", "Wait."]
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved. Patients cannot see this yet.")).to_be_visible()
    assert [step.text for step in article.steps.all()] == ["First.", "Sign in.", "**Press** Book.", "Wait."]


def test_several_lines_pasted_into_words_or_a_single_line_offer_nothing(sign_in):
    article = make_article("How do I book?", steps=["First."])
    page = sign_in("Editor", change(article))

    paste(step_editors(page).nth(0), "", "One\nTwo")
    expect(step_editors(page).nth(0)).to_contain_text("Two")
    page.get_by_role("button", name="Add a step").click()
    paste(step_editors(page).nth(1), "<p>One line</p>", "One line")
    expect(step_editors(page).nth(1)).to_have_text("One line")

    expect(page.get_by_role("button", name="Make")).to_have_count(0)
