"""“Who is this for?”: staff ask it by keyboard and lose nothing; a patient on a phone picks without scripts."""

import pytest
from playwright.sync_api import Page, expect

from faq.models import Article
from tests.browser import axe
from tests.browser.editor import change, wait_for_copy
from tests.factories import make_article

pytestmark = pytest.mark.browser


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_staff_ask_whom_steps_are_for_by_keyboard_and_a_patient_picks_without_scripts(sign_in, new_page):
    article = make_article("How do I see results?", steps=["Open the portal.", "Press your name.", "Ask your child."])
    page = sign_in("Editor", change(article))
    page.locator("summary", has_text="Are some steps only for some people?").focus()
    press(page, "Enter", "Tab")
    for words in ("Who is this for?", "Me", "My child"):
        page.keyboard.type(words)
        press(page, "Tab")
    said = page.locator("[data-only-for-said]:visible")
    expect(said).to_have_text(["For everybody"] * 3)
    page.locator(".only-for summary").nth(1).focus()
    press(page, "Enter", "Tab", "Space")
    page.locator(".only-for summary").nth(2).focus()
    press(page, "Enter", "Tab", "Tab", "Space")
    expect(said).to_have_text(["For everybody", "Only for: Me", "Only for: My child"])
    assert axe.faults_in_every_look(page) == []
    wait_for_copy(page, "Who is this for?")

    # The tab is closed and the words come back, with what was ticked
    page.close()
    again = page.context.new_page()
    again.goto(change(article))
    again.get_by_role("button", name="Bring it back").click()
    expect(again.locator("[data-only-for-said]:visible")).to_have_text(
        ["For everybody", "Only for: Me", "Only for: My child"]
    )
    again.set_viewport_size({"width": 390, "height": 800})
    again.locator("#reader-questions > summary").click()
    assert fits(again)
    again.get_by_role("button", name="Publish", exact=True).click()
    expect(again.get_by_text("Published. Patients see it now.")).to_be_visible()
    assert [step.only_for for step in Article.objects.get(pk=article.pk).steps.all()] == [[], ["me"], ["my-child"]]

    phone = new_page(article.get_absolute_url(), width=390, scripts=False)
    expect(phone.get_by_text("Only for:")).to_have_text(["Only for: Me", "Only for: My child"])
    expect(phone.locator(".step")).to_have_count(3)
    phone.get_by_role("link", name="My child").focus()
    press(phone, "Enter")
    phone.wait_for_url("**?for=my-child#steps")
    expect(phone.locator(".step .prose")).to_have_text(["Open the portal.", "Ask your child."])
    expect(phone.locator(".step-number")).to_contain_text(["1", "2"])
    expect(phone.get_by_role("link", name="My child")).to_have_attribute("aria-current", "true")
    assert fits(phone)
    phone.get_by_role("link", name="Print").click()
    expect(phone.locator(".sheet-for")).to_have_text("For: My child")
    phone.go_back()
    phone.get_by_role("link", name="Show all steps").click()
    expect(phone.locator(".step")).to_have_count(3)
    assert Article.objects.get(pk=article.pk).view_counts.get().views == 1


@pytest.mark.parametrize("path", ["?for=me", "print/?for=me"])
def test_no_page_of_a_choice_keeps_a_reader_out(new_page, path):
    asked = {"text": "Who is this for?", "answers": [{"text": "Me"}, {"text": "My child"}]}
    steps = ["Open.", {"text": "Press.", "only_for": ["my-child"]}, {"text": "Tap.", "only_for": ["me"]}]
    article = make_article("How do I see results?", reader_questions=[asked], steps=steps)

    page = new_page(article.get_absolute_url() + path, width=320)

    assert fits(page)
    assert axe.faults_in_every_look(page) == []
