"""Suggestions while typing: they help hands, keyboards and screen readers alike, and never stand in the way."""

import re

import pytest
from playwright.sync_api import Page, expect

from faq.models import Clinic, UrgentPhrase
from faq.publishing import facts, urgent
from tests.browser import axe
from tests.factories import make_article

pytestmark = pytest.mark.browser


@pytest.fixture
def home(live_server, new_page) -> Page:
    """The home page of a clinic with three articles, the field ready to be typed into."""
    make_article("How do I reset my password?", steps=["Press the button."])
    make_article("Can I see my password?")
    make_article("Where do I park?")
    page = new_page("/")
    page.get_by_role("combobox").focus()
    return page


def test_typing_shows_articles_and_says_how_many(home):
    home.keyboard.type("passw")

    expect(home.get_by_role("option")).to_have_count(3)
    expect(home.get_by_role("option").first.locator("mark")).to_have_text("password")
    expect(home.get_by_role("option").last).to_have_text("Search for “passw”")
    expect(home.get_by_role("combobox")).to_have_attribute("aria-expanded", "true")
    expect(home.get_by_role("status")).to_contain_text("2 suggestions")
    assert axe.faults(home) == []


def test_arrows_choose_and_enter_opens_the_article(home):
    # Typed slowly, part of it is answered first, and the answer to the whole makes the list anew
    with home.expect_response(re.compile(r"q=password\+reset$")):
        home.keyboard.type("password reset")
    expect(home.get_by_role("option").first).to_contain_text("How do I reset my password?")

    home.keyboard.press("ArrowDown")
    expect(home.get_by_role("option", selected=True)).to_contain_text("How do I reset my password?")
    expect(home.get_by_role("combobox")).to_be_focused()
    home.keyboard.press("Enter")

    expect(home.get_by_role("heading", level=1)).to_have_text("How do I reset my password?")


def test_the_last_of_the_list_searches_for_what_is_typed(home):
    home.keyboard.type("passw")
    expect(home.get_by_role("option").first).to_be_visible()

    home.get_by_role("option", name="Search for").click()

    home.wait_for_url("**/search/?q=passw")


def test_an_emergency_is_answered_with_whom_to_call_in_place_of_articles(home):
    facts.save_clinic(Clinic(emergency_phone="999"), by=None)
    urgent.save(UrgentPhrase(phrase="chest pain"), by=None)

    home.keyboard.type("chest pain")

    expect(home.get_by_role("option").first).to_have_text("Is this an emergency? ¿Es una emergencia? Call 999 now.")
    expect(home.get_by_role("option")).to_have_count(2)
    expect(home.get_by_role("status")).to_contain_text("Is this an emergency?")
    assert axe.faults(home) == []


def test_escape_puts_the_list_away_and_keeps_what_was_typed(home):
    home.keyboard.type("passw")
    expect(home.get_by_role("option").first).to_be_visible()

    home.keyboard.press("Escape")

    expect(home.get_by_role("option")).to_have_count(0)
    expect(home.get_by_role("combobox")).to_have_value("passw")
    home.keyboard.press("Enter")
    home.wait_for_url("**/search/?q=passw")


def test_typing_on_lets_go_of_the_chosen_suggestion(home):
    home.keyboard.type("passw")
    expect(home.get_by_role("option").first).to_be_visible()
    home.keyboard.press("ArrowDown")
    expect(home.get_by_role("option", selected=True)).to_have_count(1)
    # The next list is long in coming
    home.route("**/suggestions/**", lambda route: None)

    home.keyboard.type("ord")

    expect(home.get_by_role("option", selected=True)).to_have_count(0)
    expect(home.get_by_role("combobox")).not_to_have_attribute("aria-activedescendant", re.compile(""))
    home.keyboard.press("Enter")
    home.wait_for_url("**/search/?q=password")


def test_a_list_that_is_put_away_is_no_longer_spoken_of(home):
    home.keyboard.type("passw")
    expect(home.get_by_role("status")).to_contain_text("2 suggestions")

    home.keyboard.press("Tab")

    expect(home.get_by_role("option")).to_have_count(0)
    expect(home.get_by_role("status")).to_have_text("")


def test_a_list_is_no_longer_spoken_of_when_the_line_is_gone(home):
    home.keyboard.type("passw")
    expect(home.get_by_role("status")).to_contain_text("2 suggestions")
    home.route("**/suggestions/**", lambda route: route.abort())

    home.keyboard.type("o")

    expect(home.get_by_role("option")).to_have_count(0)
    expect(home.get_by_role("status")).to_have_text("")


def test_a_tap_on_a_suggestion_opens_it(home):
    home.keyboard.type("park")

    home.get_by_role("option", name=re.compile("Where do I park")).click()

    expect(home.get_by_role("heading", level=1)).to_have_text("Where do I park?")


def test_an_open_list_fits_a_small_phone(home):
    home.set_viewport_size({"width": 320, "height": 600})
    home.keyboard.type("passw")
    expect(home.get_by_role("option").first).to_be_visible()

    assert home.evaluate("document.documentElement.scrollWidth") == 320
    assert home.get_by_role("listbox").bounding_box()["width"] <= 320


def test_a_suggestion_in_arabic_goes_from_right_to_left_and_is_read_out_in_arabic(live_server, new_page):
    Clinic(pk=1, languages=["ar"]).save()
    make_article("كيف أحجز موعدا؟", tags=["Visits"])
    page = new_page("/")
    page.get_by_role("combobox").focus()

    page.keyboard.type("موعدا")

    title = page.get_by_role("option").get_by_text("كيف أحجز موعدا؟")
    expect(title).to_have_css("direction", "rtl")
    expect(title).to_have_attribute("lang", "ar")
    expect(page.get_by_role("combobox")).to_have_css("direction", "rtl")
    expect(page.get_by_role("option").get_by_text("Visits")).to_have_css("direction", "ltr")
