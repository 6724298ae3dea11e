"""Topics are ordered by dragging, by buttons with the keyboard, and by numbers where no script runs."""

import pytest
from playwright.sync_api import Page, expect

from faq.models import Tag
from tests.browser import axe
from tests.factories import make_article

pytestmark = pytest.mark.browser
URL = "/admin/faq/tag/order/"


@pytest.fixture
def topics(live_server) -> None:
    make_article(tags=["Billing", "Children", "Visits"])
    Tag.objects.update(is_topic=True)


def save(page: Page) -> list[str]:
    page.get_by_role("button", name="Save the order").click()
    expect(page.get_by_text("The order is saved.")).to_be_visible()
    return [tag.name for tag in Tag.objects.all_topics()]


@pytest.mark.parametrize("width", [1280, 360])
def test_a_topic_is_dragged_by_its_grip(sign_in, topics, width):
    page = sign_in("Editor", URL, width=width)
    grips = page.locator(".grip")
    to = grips.nth(0).bounding_box()

    grips.nth(2).hover()
    page.mouse.down()
    page.mouse.move(to["x"] + 5, to["y"] + 2, steps=5)
    page.mouse.up()

    expect(page.locator("#moved")).to_have_text("Visits: now 1 of 3.")
    assert save(page) == ["Visits", "Billing", "Children"]


def test_a_topic_is_moved_with_the_keyboard_and_the_focus_stays(sign_in, topics):
    page = sign_in("Editor", URL)
    down = page.get_by_role("button", name="Move Billing down")

    down.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#moved")).to_have_text("Billing: now 2 of 3.")
    page.keyboard.press("Space")
    page.keyboard.press("Space")

    expect(down).to_be_focused()
    expect(page.locator("#moved")).to_have_text("Billing: now 3 of 3.")
    assert save(page) == ["Children", "Visits", "Billing"]


def test_without_scripts_numbers_order_the_topics(sign_in, topics):
    page = sign_in("Editor", URL, scripts=False)
    expect(page.get_by_role("button", name="Move Billing up")).to_be_hidden()

    page.get_by_label("Number of Billing").fill("9")

    assert save(page) == ["Children", "Visits", "Billing"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_page_has_no_fault_that_axe_can_find(sign_in, topics, width, scheme):
    page = sign_in("Editor", URL, width=width, scheme=scheme)

    expect(page.locator(".grip").first).to_be_visible()
    assert axe.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
