"""The lists of the staff area: what can be done with many lines, and how much room a line takes on a phone."""

import pytest
from playwright.sync_api import expect

from faq.models import Article, Fact, Synonym, UrgentPhrase
from tests.browser import axe
from tests.factories import make_article, make_staff

pytestmark = pytest.mark.browser
ARTICLES = "/admin/faq/article/"


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [1280, 360])
def test_what_to_do_with_many_appears_with_the_first_tick_and_goes_with_the_last(sign_in, width, scripts):
    for number in range(12):
        make_article(f"Question {number}?", published=False)
    page = sign_in("Editor", ARTICLES, width=width, scripts=scripts)
    bar = page.get_by_role("group", name="With the ticked lines")
    ticks = [page.get_by_role("checkbox", name=f"Tick “Question {number}?”") for number in (11, 3)]
    expect(bar).to_be_hidden()

    ticks[0].check()
    expect(bar).to_be_in_viewport()
    ticks[0].uncheck()
    expect(bar).to_be_hidden()
    for tick in ticks:
        tick.check()
    bar.get_by_role("combobox").select_option("Publish")
    bar.get_by_role("button", name="Do it").click()

    expect(page.get_by_text("“Question 3?” is published.")).to_be_visible()
    expect(bar).to_be_hidden()
    assert sorted(Article.objects.published().values_list("title", flat=True)) == ["Question 11?", "Question 3?"]


def test_how_many_lines_are_ticked_is_said(sign_in):
    for number in range(3):
        make_article(f"Question {number}?")
    page = sign_in("Editor", ARTICLES)
    boxes = page.get_by_role("checkbox")

    boxes.nth(0).focus()
    page.keyboard.press("Space")
    boxes.nth(1).check()

    expect(page.get_by_role("status").filter(has_text="ticked")).to_have_text(
        "2 ticked. What can be done with them follows the list."
    )
    expect(page.get_by_label("With the 2 ticked")).to_be_visible()
    boxes.nth(0).uncheck()
    expect(page.get_by_label("With the 1 ticked")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("address", [ARTICLES, "/admin/faq/tag/"])
def test_a_list_with_a_tick_has_no_fault_that_axe_can_find(sign_in, address, width, scheme):
    for number in range(12):
        make_article(f"Question {number}?", tags=[f"Tag {number}"])
    page = sign_in("Editor", address, width=width, scheme=scheme)

    page.get_by_role("checkbox").nth(0).check()

    expect(page.get_by_role("button", name="Do it")).to_be_in_viewport()
    assert axe.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_fifty_articles_are_short_cards_on_a_phone(sign_in):
    for number in range(50):
        make_article(f"How do I prepare for appointment {number}?", published=number % 2 == 0, tags=["A", "B"])
    page = sign_in("Editor", ARTICLES, width=390)

    heights = page.locator("#result_list tbody tr").evaluate_all("rows => rows.map(row => row.offsetHeight)")

    assert (len(heights), max(heights) <= 100) == (50, True), heights
    assert page.evaluate("document.documentElement.scrollHeight") < 5_700


@pytest.mark.parametrize("address", ["tag", "synonym", "urgentphrase", "fact"])
def test_other_lists_are_short_cards_on_a_phone_too(sign_in, address):
    make_article("Question?", tags=["Visits"])
    Fact.objects.create(name="address", label="Address", value="1 Long Street, Far Away, " * 5)
    Synonym.objects.create(phrases="portal, app")
    UrgentPhrase.objects.get_or_create(key="chest pain", defaults={"phrase": "chest pain"})
    make_staff("Manager")
    page = sign_in("Owner", f"/admin/faq/{address}/", width=390)

    heights = page.locator("#result_list tbody tr").evaluate_all("rows => rows.map(row => row.offsetHeight)")

    assert heights
    assert max(heights) <= 100, heights
