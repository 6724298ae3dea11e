"""From a search that finds nothing to its fix, the proof, and the day it stops holding: all pages pressed through."""

from collections.abc import Callable
from functools import partial

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from faq.models import Article
from tests.browser import axe
from tests.factories import edit, make_article, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("words_only")]
ASKED = "bicycle rack"
# Finds nothing either; some ways change it too
BESIDE = "is there a bicycle rack outside"
PARKING = "Where is the parking place?"
Check = Callable[[Page], None]


@pytest.fixture
def articles(transactional_db) -> None:
    make_article(PARKING, short_answer="Behind the house.")
    make_article("How do I pay a bill?")


@pytest.fixture
def lea(sign_in) -> Callable[..., Page]:
    """Opens the staff area as Lea, who reads the reports and writes articles."""
    make_staff("Manager", "lea").groups.add(Group.objects.get(name="Editor"))
    return lambda **more: sign_in("Manager", "/admin/", "lea", **more)


def note_faults(found: list[str], page: Page) -> None:
    found += axe.faults(page)


def note_sideways(found: list[str], page: Page) -> None:
    """What can be seen where no script may run, axe neither."""
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"{page.url} scrolls sideways")


def look_for(page: Page, text: str) -> None:
    """What a patient does who needs something."""
    page.goto("/")
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).fill(text)
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/search/?**")


def open_row(page: Page) -> None:
    """Go from the reports to the first of the searches, and to its fix."""
    to_searches(page)
    page.get_by_role("link", name="Fix it here").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"“{ASKED}”")


def to_searches(page: Page) -> None:
    page.goto("/admin/reports/")
    page.get_by_role("link", name="What patients searched for").click()
    # Whole, before its rows are read: a click returns while the page is still on its way
    page.wait_for_url("**/admin/reports/searches/**")


def rows(page: Page) -> list[str]:
    return [" ".join(row.split()) for row in page.locator("tbody th").all_inner_texts()]


def choose(page: Page, way: str, words: str = "") -> None:
    page.get_by_label("Which article answers it?").select_option(label=PARKING)
    page.get_by_label(way).check()
    if words:
        page.get_by_label("Words that mean the same").fill(words)


def by_a_synonym(page: Page, check: Check) -> str:
    choose(page, "Treat other words as the same", f"{ASKED}, parking place")
    try_and_do(page, check, changes=True)
    return PARKING


def by_a_way_of_asking(page: Page, check: Check) -> str:
    choose(page, "Add these words to the article")
    try_and_do(page, check, changes=True)
    return PARKING


def by_a_promise(page: Page, check: Check) -> str:
    """A colleague wrote what was missing meanwhile: the row stays open until somebody says that this answers it."""
    edit(Article.objects.get(title=PARKING), short_answer="Behind the house, beside the bicycle rack.")
    page.reload()
    expect(page.get_by_role("region", name="What does this search find now?")).to_contain_text(PARKING)
    choose(page, "Change nothing")
    try_and_do(page, check, changes=False)
    return PARKING


def by_a_draft(page: Page, check: Check) -> str:
    page.get_by_role("button", name="Begin a draft").press("Enter")
    expect(page.get_by_label("Question", exact=True)).to_have_value("Bicycle rack")
    check(page)
    address = page.url
    to_searches(page)
    assert "Begun “Bicycle rack” is not published yet" in rows(page)[0]
    page.goto(address)
    page.get_by_label("Question", exact=True).fill("Is there a bicycle rack?")
    page.get_by_role("textbox", name="Short answer").fill("Yes, at the entrance.")
    page.get_by_role("button", name="Publish").first.press("Enter")
    expect(page.get_by_text("Patients see it now").or_(page.get_by_role("status")).first).to_be_visible()
    return "Is there a bicycle rack?"


def try_and_do(page: Page, check: Check, *, changes: bool) -> None:
    """Look at what would change, then do it, and read at once that it is done."""
    page.get_by_role("button", name="Try it first").press("Enter")
    tried = page.get_by_role("region", name="What would it find then?")
    expect(tried).to_contain_text("The article is among the first three.")
    expect(tried).to_contain_text(f"“{BESIDE}”" if changes else "None of the 20")
    check(page)
    page.get_by_role("button", name="Do it").press("Enter")
    expect(page.get_by_text(f"Done. Whoever searches for “{ASKED}” finds it now.")).to_be_visible()
    expect(page.get_by_role("region", name="What does this search find now?")).to_contain_text("Fixed")
    check(page)


@pytest.mark.parametrize(
    ("way", "look"),
    [
        (by_a_synonym, {"width": 390, "scripts": False}),
        (by_a_way_of_asking, {}),
        (by_a_promise, {"scheme": "dark"}),
        (by_a_draft, {}),
    ],
)
def test_a_search_is_fixed_proved_and_opens_again(articles, new_page, lea, way, look):
    patient, found = new_page("/"), []
    check = partial(note_faults if look.get("scripts", True) else note_sideways, found)
    for text in (ASKED, BESIDE, ASKED, "pay a bill"):
        look_for(patient, text)

    page = lea(**look)
    to_searches(page)
    assert [row.split(" Fix")[0] for row in rows(page)] == [ASKED, BESIDE, "pay a bill"]
    open_row(page)
    expect(page.get_by_text("Nothing is found.")).to_be_visible()
    check(page)
    title = way(page, check)
    to_searches(page)
    assert rows(page)[-1] == f"{ASKED} Fixed finds “{title}” at place 1 now See what it finds now"
    check(page)

    look_for(patient, ASKED)
    expect(patient.locator(".results a").first).to_have_text(title)

    break_it(page, title, check)
    to_searches(page)
    assert rows(page)[0].startswith(f"{ASKED} Not found again does not find “Is there a ramp?” any more Fix it here")
    look_for(patient, ASKED)
    expect(patient.locator(".results a", has_text="ramp")).to_have_count(0)
    assert found == []


def break_it(page: Page, title: str, check: Check) -> None:
    """Change the article so that the search cannot find it: that is said before it is published, and written down."""
    page.goto(f"/admin/faq/article/{Article.objects.get(title=title).pk}/change/")
    page.get_by_label("Question", exact=True).fill("Is there a ramp?")
    page.get_by_role("textbox", name="Short answer").fill("Yes.")
    page.get_by_label("Patients also ask it like this").evaluate("box => { box.value = '' }")
    page.get_by_role("button", name="Publish").first.click()
    asked = page.get_by_role("region", name="A search no longer finds what it is to find")
    expect(asked).to_contain_text(f"“{ASKED}” does not show")
    check(page)
    page.get_by_role("button", name="Publish anyway").press("Enter")
    expect(page.get_by_text("Patients see it now").or_(page.get_by_role("status")).first).to_be_visible()
    page.goto("/admin/who-did-what/")
    expect(page.get_by_text("Broken by a change that was made anyway").first).to_be_visible()
    check(page)
