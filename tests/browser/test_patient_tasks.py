"""Everything a patient can do by keyboard alone, with scripts and without, and the order in which it is read aloud."""

import io

import pytest
from playwright.sync_api import Page, expect

from faq.models import Clinic, FeedbackReason, SearchCount, Tag
from faq.publishing import pictures
from tests.factories import a_png, make_article

pytestmark = pytest.mark.browser
# Stops of the Tab key on the longest page of these
_MOST_STOPS = 60


@pytest.fixture
def site(live_server, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    Clinic(pk=1, name="The Hive", phone="01632 960983").save()
    picture = pictures.store(io.BytesIO(a_png((900, 500))))
    step = {"text": "Press the lock.", "picture": picture, "picture_alt": "A lock"}
    body = "## What to bring\n\n- [ ] your card"
    make_article("How do I reset my password?", steps=["Open the portal.", step], body=body, tags=["Portal"])
    make_article("Where do I park?", short_answer="Behind the house.", tags=["Visits"])
    Tag.objects.update(is_topic=True)


def go_to(page: Page, words: str) -> None:
    """Press Tab until what has the keyboard is named `words`, as a screen reader would say it."""
    for _ in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        said = page.evaluate("""() => {
            const here = document.activeElement;
            const label = document.getElementById(here.getAttribute("aria-labelledby")) || here.labels?.[0] || here;
            const named = here.getAttribute("aria-label") || label.textContent;
            return (named.trim() ? named : here.querySelector("img")?.alt || "").trim().replace(/\\s+/g, " ");
        }""")
        if said == words:
            return
    raise AssertionError(f"The Tab key never comes to “{words}” on {page.url}")


def press(page: Page, words: str, key: str) -> None:
    go_to(page, words)
    page.keyboard.press(key)


def follow(page: Page, words: str, typed: str = "") -> None:
    """Come to what is named `words`, perhaps type into it, and go where the Enter key leads."""
    go_to(page, words)
    page.keyboard.type(typed)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
def test_a_patient_does_everything_with_the_keyboard_alone(site, new_page, scripts):
    page = new_page("/", width=390, scripts=scripts)

    follow(page, "What do you need help with?", "reset pasword")
    follow(page, "How do I reset my password?")
    expect(page.get_by_role("heading", level=1)).to_have_text("How do I reset my password?")
    press(page, "Step 1 Done", "Space")
    expect(page.get_by_role("checkbox", name="Step 1 Done")).to_be_checked()
    if scripts:
        press(page, "A lock", "Enter")
        expect(page.get_by_role("dialog", name="A lock")).to_be_visible()
        page.keyboard.press("Escape")
    else:
        follow(page, "A lock")
        page.go_back()
    press(page, "your card", "Space")
    expect(page.get_by_role("checkbox", name="your card")).to_be_checked()

    follow(page, "No, this did not help")
    go_to(page, "What was missing or wrong? You need not say.")
    page.keyboard.type("Where is the lock?")
    follow(page, "Send")
    expect(page.get_by_role("status").filter(has_text="What you wrote helps us")).to_be_visible()
    follow(page, "Back to “How do I reset my password?”")
    follow(page, "Stuck here at step 2")
    expect(page.get_by_text("somebody got stuck at step 2")).to_be_visible()
    follow(page, "Back to “How do I reset my password?”, step 2")
    follow(page, "Print")
    follow(page, "Large type")
    expect(page.locator("body")).to_have_class("large")
    follow(page, "Back to the article")
    follow(page, "Topics")
    follow(page, "Visits")
    follow(page, "Where do I park?")
    expect(page.get_by_text("Behind the house.")).to_be_visible()

    follow(page, "Search for help", "zzzzqqqq")
    go_to(page, "Call 01632 960983")
    follow(page, "I could not find it")
    expect(page.get_by_role("status").filter(has_text="Thank you for telling us")).to_be_visible()
    assert (SearchCount.objects.get().not_found, FeedbackReason.objects.count()) == (1, 1)


def test_an_article_is_read_aloud_in_the_order_in_which_it_helps(site, new_page):
    page = new_page("/articles/how-do-i-reset-my-password/", width=390)

    expect(page.locator("body")).to_match_aria_snapshot("""
      - link "Skip to the main text"
      - banner:
        - link "The Hive help"
        - navigation "Main"
        - search
      - main:
        - article:
          - navigation "Breadcrumb"
          - heading "How do I reset my password?" [level=1]
          - paragraph:
            - link "Call 01632 960983"
          - paragraph: Yes, you can.
          - region "What to do, step by step":
            - heading "What to do, step by step" [level=2]
            - list:
              - listitem:
                - text: Step 1
                - paragraph: Open the portal.
                - paragraph:
                  - checkbox "Step 1 Done"
                  - button "Stuck here at step 1"
              - listitem:
                - text: Step 2
                - paragraph: Press the lock.
                - paragraph:
                  - link "A lock"
                - paragraph:
                  - checkbox "Step 2 Done"
          - heading "What to bring" [level=2]
          - list:
            - listitem:
              - checkbox "your card"
          - form "Did this help?"
          - navigation "Topics of this article"
        - region "Contact The Hive"
      - contentinfo:
        - link "Accessibility"
        - link "Privacy"
    """)
