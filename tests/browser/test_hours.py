"""The opening hours as somebody types them: one press fills a day, a break is one press away, the Save button stays."""

import re

import pytest
from playwright.sync_api import Page, expect

from faq.models import Clinic
from tests.browser import axe

pytestmark = pytest.mark.browser
CLINIC = "/admin/faq/clinic/"


def type_monday(page: Page) -> None:
    """Open from eight to twelve and from one to five."""
    monday = page.get_by_role("group", name="Monday")
    monday.get_by_label("opens", exact=True).fill("08:00")
    monday.get_by_label("closes").first.fill("12:00")
    monday.get_by_text("Add a break").click()
    monday.get_by_label("opens again").fill("13:00")
    monday.get_by_label("closes").last.fill("17:00")


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [1280, 360])
def test_one_press_gives_a_day_the_times_of_monday(sign_in, width, scripts):
    page = sign_in("Owner", CLINIC, width=width, scripts=scripts)
    page.get_by_label("Phone", exact=True).fill("01632 960983")
    type_monday(page)

    page.get_by_role("button", name="Same as Monday for Friday").click()

    friday = page.get_by_role("group", name="Friday")
    expect(friday.get_by_label("opens again")).to_have_value("13:00")
    expect(friday.get_by_label("opens again")).to_be_in_viewport()
    expect(page.get_by_text("Friday has the times of Monday now. Nothing is saved yet.")).to_have_count(1)
    expect(page.get_by_label("Phone", exact=True)).to_have_value("01632 960983")
    assert Clinic.load().hours == {}
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. Patients see the new details")).to_be_visible()
    both = [["08:00", "12:00"], ["13:00", "17:00"]]
    assert Clinic.load().hours == {"mon": both, "fri": both}


@pytest.mark.parametrize("scripts", [True, False])
def test_the_enter_key_saves_and_fills_no_day(sign_in, scripts):
    page = sign_in("Owner", CLINIC, scripts=scripts)
    type_monday(page)

    page.get_by_label("Phone", exact=True).press("Enter")

    expect(page.get_by_text("Saved. Patients see the new details")).to_be_visible()
    assert list(Clinic.load().hours) == ["mon"]


@pytest.mark.parametrize("height", [510, 900])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_save_button_stays_in_sight_and_lies_over_nothing(sign_in, width, height):
    page = sign_in("Owner", CLINIC, width=width, viewport={"width": width, "height": height})

    for place in (0, 1_000, 100_000):
        page.mouse.wheel(0, place)
        expect(page.get_by_role("button", name="Save")).to_be_in_viewport(ratio=1)

    page.get_by_role("group", name="Sunday").get_by_text(re.compile("Add a break")).click()
    assert axe.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
