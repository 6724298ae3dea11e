"""While somebody writes, what would keep some readers out is named at the place, and goes once it is mended."""

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.editor import change, paste, paste_picture, step_editors
from tests.factories import make_article

pytestmark = pytest.mark.browser


def test_what_keeps_readers_out_is_named_below_its_text_until_it_is_mended(sign_in):
    article = make_article("How do I book?", steps=["Open the portal.", "Wait."], body="[More](https://a.example/)")
    page = sign_in("Editor", change(article), width=390)
    step = page.locator("[data-step]").nth(1)

    expect(page.get_by_text("Some readers will have trouble here")).to_have_count(0)
    expect(page.locator(".field:has(#id_body) .text-note")).to_contain_text("The link “More” does not say")
    paste(step_editors(page).nth(1), "", "Press [here](https://a.example/)")
    expect(step.locator(".text-notes .text-note")).to_contain_text("The link “here” does not say where it leads.")
    expect(page.locator("#announce")).to_contain_text("The link “here” does not say")
    paste_picture(page, step_editors(page).nth(1))
    undescribed = step.get_by_text("This picture needs a description for people")
    expect(undescribed).to_be_visible()
    assert axe.faults(page) == []
    page.keyboard.type("The button Book")
    expect(undescribed).to_be_hidden()
    step_editors(page).nth(1).click()
    page.keyboard.press("Control+a")
    page.keyboard.type("Press the button.")

    expect(step.locator(".text-notes")).to_have_count(0)
