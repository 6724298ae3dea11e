"""The bar of the editor says what patients read; Publish is quiet while nothing is new; the preview fits a screen."""

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.editor import answer_box, change
from tests.factories import make_article

pytestmark = pytest.mark.browser


def test_publish_is_quiet_until_there_is_something_to_publish(sign_in):
    article = make_article("When are you open?", short_answer="From eight.", steps=["Come in."])
    page = sign_in("Editor", change(article))
    bar, publish = page.get_by_role("region", name="Save and publish"), page.get_by_role("button", name="Publish")
    quiet = "Nothing has changed since, so there is nothing to publish."

    expect(publish).to_have_attribute("aria-disabled", "true")
    expect(publish).to_have_accessible_description(quiet)
    assert axe.faults(page) == []
    publish.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#announce")).to_have_text(quiet)
    answer_box(page).click()
    page.keyboard.press("End")
    page.keyboard.type(" Come early.")
    publish.click()
    expect(page.get_by_text("Published. Patients see it now.")).to_be_visible()
    expect(bar.get_by_text(quiet)).to_be_visible()
    answer_box(page).click()
    page.keyboard.press("End")
    page.keyboard.type(" Or late.")
    expect(bar.get_by_text(quiet)).to_be_hidden()
    page.keyboard.press("Control+s")
    expect(publish).not_to_have_attribute("aria-disabled", "true")
    bar.get_by_role("link", name="See what changed").click()

    expect(page.locator(".changes ins")).to_have_text(" Or late.")


def test_the_preview_for_a_computer_is_a_whole_screen_made_smaller(sign_in):
    article = make_article(
        "When are you open?", short_answer="From eight.", steps=["Come in."], body="## Later\n\nAt ten."
    )
    page = sign_in("Editor", change(article), width=1280)
    seen = page.frame_locator(".preview-pane iframe")

    expect(seen.get_by_role("heading", name="When are you open?")).to_be_visible()
    assert seen.locator("html").evaluate("page => page.clientWidth") < 440
    page.get_by_role("button", name="Computer").click()
    assert seen.locator("html").evaluate("page => innerWidth") == 1280
    box, pane = page.locator(".preview-pane iframe").bounding_box(), page.locator(".preview-frame").bounding_box()
    page.get_by_role("button", name="Phone").click()

    assert (round(box["width"]), round(box["height"])) == (round(pane["width"]), round(pane["height"]))
    assert seen.locator("html").evaluate("page => page.clientWidth") < 440
