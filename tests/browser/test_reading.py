"""The clinic's plain words in the text editor: put in by one press, counted anew while somebody writes."""

import pytest
from playwright.sync_api import expect

from faq.models import CheckedLink, SimplerWord
from faq.publishing import simpler_words
from tests.browser import axe
from tests.browser.editor import change
from tests.factories import make_article

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 390])
def test_a_plain_word_goes_in_by_one_press_and_the_grade_follows(sign_in, width):
    simpler_words.save(SimplerWord(hard="administer", simpler="give"), by=None)
    CheckedLink.objects.create(url="https://a.example/gone", state="dead", why="Not there.")
    long = "Administer **the** medication to the hospitalised individual approximately, see https://a.example/gone."
    article = make_article("How do I take it?", steps=["Sit down.", long])
    page = sign_in("Editor", change(article), width=width)
    step = page.locator("[data-step]").nth(1)
    before = step.get_by_text("Reading grade").inner_text()

    assert axe.faults_in_every_look(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    step.get_by_role("button", name="Put “give” there").click()

    expect(step.get_by_role("button", name="Put “give” there")).to_have_count(0)
    expect(step.locator("[contenteditable]").first).to_contain_text("Give the medication")
    assert step.locator("textarea").first.input_value().startswith("Give **the** medication")
    expect(step.get_by_text("Reading grade")).not_to_have_text(before)
    expect(page.locator("#announce")).to_have_text("The plain word stands there now, in place of “Administer”.")
