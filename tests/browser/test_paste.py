"""What is pasted: nothing is lost without a word, nothing is loaded from elsewhere, no policy is broken."""

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from faq.models import Fact
from tests.browser import axe
from tests.browser.editor import a_picture, answer, answer_box, body, detail, paste, paste_picture

pytestmark = pytest.mark.browser

ADD = "/admin/faq/article/add/"
# Written by hand after the real markup of these programs
CLIPBOARDS = Path(__file__).with_name("clipboards")
PLAIN = "Bring:\n• your card\n• {{phone}} and **letters**\n\nSee https://portal.example/x_y"


@pytest.fixture
def page(sign_in) -> Page:
    Fact.objects.create(name="phone", label="Phone", kind="phone", value="01632 960 222")
    return sign_in("Editor", ADD)


def clipboard(program: str) -> str:
    return (CLIPBOARDS / f"{program}.html").read_text(encoding="utf-8")


def left_out(page: Page) -> Locator:
    return page.locator(".left-out")


@pytest.mark.parametrize(
    ("program", "taken", "picture"),
    [
        (
            "word_processor",
            "## Your first visit\n\nBring **your card** and *all letters*:\n\n"
            "- Insurance card\n  - front **and** back\n- List of medicines\n\nThen\n\n"
            "1. Log in at [the portal](https://portal.example/)\n2. Press **Book**\n\n"
            "| Day | Hours |\n| --- | --- |\n| Monday | 8-12, 14-18 |",
            "1 picture that was not copied along.",
        ),
        (
            "word_processor_on_the_web",
            "### How to book\n\nPress **Book** *quickly*~~, not later~~, see [the portal](https://portal.example/a)\n\n"
            "- one\n  - inner\n- **two**",
            "1 picture from another site.",
        ),
        (
            "mail",
            "**Dear all,**\n\nwe are **closed** on Monday. Write to [desk@clinic.example](mailto:desk@clinic.example)\n"
            "or call.\n\n1. first\n2. second",
            "1 picture that was not copied along.",
        ),
    ],
)
def test_text_keeps_headings_marks_lists_links_and_tables_and_what_is_left_out_is_named(page, program, taken, picture):
    paste(detail(page), clipboard(program))

    expect(body(page)).to_have_value(taken)
    expect(left_out(page)).to_have_text(f"Left out: {picture}")


def test_a_web_page_loses_scripts_and_pictures_of_other_sites_and_says_so(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    paste(detail(page), clipboard("web_page"))

    expect(body(page)).to_have_value(
        "## Opening hours\n\nOpen **daily**.\n\nThis week\n\n| Day | Hours |\n| --- | --- |\n| Tue, Wed | 8 to 12 |\n\n"
        "press, [here](/articles/x/) or [there](https://a.example/)\n\n> Said so\n\n---\n\n```\nas typed\n```"
    )
    expect(left_out(page)).to_have_text(
        "Left out: 2 scripts, 1 embedded page, 1 field of a form, 1 tracking picture, 2 pictures from another site,"
        " 1 link that leads nowhere for patients."
    )
    assert axe.faults(page) == []
    assert [url for url in asked if ".example" in url] == []


def test_plain_text_becomes_the_lists_links_and_facts_that_it_looks_like(page):
    paste(detail(page), "", PLAIN)

    expect(detail(page).locator("li")).to_have_text(["your card", "Fact: Phone, 01632 960 222 and letters"])
    expect(detail(page).get_by_role("link")).to_have_attribute("href", "https://portal.example/x_y")
    expect(body(page)).to_have_value(
        "Bring:\n\n- your card\n- {{phone}} and **letters**\n\nSee https://portal.example/x_y"
    )


def test_plain_words_keep_their_lines(page):
    paste(detail(page), "", "One line\nanother\n\nA paragraph")

    expect(body(page)).to_have_value("One line\nanother\n\nA paragraph")


def test_a_heading_becomes_bold_words_where_no_heading_may_stand(page):
    paste(answer_box(page), "<h2>Hours</h2><p>From <b>eight</b></p>")

    expect(answer(page)).to_have_value("**Hours**\n\nFrom **eight**")


def test_what_is_copied_here_is_pasted_here_unchanged(page):
    paste(detail(page), "", "- **a** {{phone}}\n- b\n\n!!! note\n    c")
    expect(detail(page).locator("li")).to_have_count(2)

    detail(page).press("Control+a")
    detail(page).press("Control+c")
    detail(page).press("ArrowRight")
    detail(page).press("Enter")
    detail(page).press("Enter")
    detail(page).press("Control+v")

    expect(body(page)).to_have_value(
        "- **a** {{phone}}\n- b\n\n!!! note\n    c\n\n- **a** {{phone}}\n- b\n\n!!! note\n    c"
    )


def test_what_is_copied_gives_other_programs_markdown(page):
    paste(detail(page), "", "- **a**\n- b")
    expect(detail(page).locator("li")).to_have_count(2)

    detail(page).press("Control+a")
    copied = detail(page).evaluate("""(box) => {
        const carried = new DataTransfer();
        box.dispatchEvent(new ClipboardEvent("copy", {bubbles: true, cancelable: true, clipboardData: carried}));
        return carried.getData("text/plain");
    }""")

    assert copied == "- **a**\n- b"


def test_a_picture_in_the_clipboard_is_stored_once_it_is_described(page):
    paste_picture(page, detail(page))
    dialog = page.get_by_role("dialog", name="Insert a picture")
    expect(dialog.get_by_label("What the picture shows")).to_be_focused()
    dialog.get_by_role("button", name="Insert").click()
    expect(dialog.get_by_role("alert")).to_contain_text("needs a description")

    dialog.get_by_label("What the picture shows").fill("The calendar")
    dialog.get_by_role("button", name="Insert").click()

    expect(detail(page).get_by_role("img", name="The calendar")).to_have_js_property("naturalWidth", 320)


def test_a_picture_within_a_pasted_text_becomes_ours_and_asks_for_its_description(page):
    data = base64.b64encode(a_picture()).decode()

    paste(detail(page), f'<p>Look: <img src="data:image/png;base64,{data}"></p>')
    # What was pasted has been written down: nothing is drawn anew while the button is pressed
    expect(body(page)).to_have_value(re.compile("/media/"))
    detail(page).get_by_role("button", name="This picture needs a description").click()
    dialog = page.get_by_role("dialog", name="What the picture shows")
    # It moves the focus into its box when it has opened
    expect(dialog.get_by_label("What the picture shows")).to_be_focused()
    dialog.get_by_label("What the picture shows").fill("The door")
    dialog.get_by_role("button", name="Change", exact=True).click()

    expect(detail(page).get_by_role("img", name="The door")).to_have_js_property("naturalWidth", 320)
