"""Somebody who never saw the product writes a whole article at 390 pixels, by keyboard, without a sign of Markdown."""

import base64

import pytest
from playwright.sync_api import Locator, Page, expect

from faq.models import Article, Fact
from tests.browser.editor import a_picture, answer_box, detail, text_editor
from tests.factories import make_article

pytestmark = pytest.mark.browser


def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Presses the Tab key until `wanted` has the focus."""
    for _ in range(60):
        if wanted.count() and wanted.first.evaluate("it => it.contains(document.activeElement)"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never reached {wanted}")


def press(page: Page, name: str, key: str = "Tab") -> None:
    """Goes to a button of the page and presses it."""
    tab_to(page, page.get_by_role("button", name=name, exact=True), key)
    page.keyboard.press("Enter")


def use_tool(page: Page, text: str, name: str) -> None:
    """Goes from a text to its toolbar, along that with the arrow keys, and presses the tool."""
    bar = page.get_by_role("toolbar", name=f"Tools for {text}")
    tab_to(page, bar)
    for _ in range(12):
        if bar.get_by_role("button", name=name, exact=True).evaluate("it => it === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"the arrow keys never reached “{name}”")


def paste_picture_where_one_writes(page: Page, colour: str) -> None:
    """What the browser tells the page when somebody who has just taken a screenshot presses Ctrl+V."""
    keeps_focus = page.evaluate(
        """data => {
            const where = document.activeElement;
            const carried = new DataTransfer(), bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
            carried.items.add(new File([bytes], "screen.png", {type: "image/png"}));
            const how = {bubbles: true, cancelable: true, clipboardData: carried};
            where.dispatchEvent(new ClipboardEvent("paste", how));
            return document.activeElement === where;
        }""",
        base64.b64encode(a_picture(colour)).decode(),
    )
    # The description gets the focus once the picture is stored: no editor may be about to take it back
    assert keeps_focus


def use_steps_of(page: Page, part_of_title: str) -> None:
    """Chooses the article whose steps are to stand here, by a part of its question."""
    press(page, "Use the steps of another article")
    title = Article.objects.get(title__contains=part_of_title).title
    page.keyboard.type(title)
    page.keyboard.press("Tab")
    expect(page.get_by_role("list", name=f"Steps of “{title}”, which change there")).to_be_visible()


def describe_pasted_picture(page: Page, colour: str, step: int, description: str) -> None:
    """Pastes a picture into the step one writes, says what it shows, and goes back to the end of the step's words."""
    paste_picture_where_one_writes(page, colour)
    expect(page.get_by_label("What the picture shows").nth(step - 1)).to_be_focused()
    page.keyboard.type(description)
    tab_to(page, text_editor(page, f"Step {step}: what to do"), "Shift+Tab")
    page.keyboard.press("End")


def write_question_and_short_answer(page: Page) -> None:
    tab_to(page, page.get_by_label("Question"))
    page.keyboard.type("How do I book a visit online?")
    tab_to(page, answer_box(page))
    page.keyboard.type("Online, ")
    page.keyboard.press("Control+b")
    page.keyboard.type("day and night")
    page.keyboard.press("Control+b")
    page.keyboard.type(", or call ")
    use_tool(page, "Short answer", "Insert a fact")
    press(page, "Phone of the front desk 01632 960 222")
    expect(answer_box(page)).to_be_focused()
    page.keyboard.type(".")


def write_five_steps(page: Page) -> None:
    press(page, "Add a step")
    page.keyboard.type("Open the portal.")
    page.keyboard.press("Enter")
    page.keyboard.type("Choose a day.")
    describe_pasted_picture(page, "teal", 2, "The calendar with free days in green")
    page.keyboard.press("Enter")
    page.keyboard.type("Say why you come: ")
    page.keyboard.press("Control+i")
    page.keyboard.type("a cold, a check")
    page.keyboard.press("Control+i")
    page.keyboard.press("Enter")
    page.keyboard.type("Press Book.")
    describe_pasted_picture(page, "green", 4, "The button Book")
    page.keyboard.press("Enter")
    page.keyboard.type("Write the day down.")


def write_detail_and_tag(page: Page) -> None:
    tab_to(page, detail(page))
    use_tool(page, "More detail", "Check list")
    page.keyboard.type("Bring your card")
    page.keyboard.press("Enter")
    page.keyboard.type("Come early")
    tab_to(page, page.get_by_label("Tags"))
    page.keyboard.type("Appointments,")


def test_a_whole_article_is_written_on_a_phone_by_keyboard_alone_without_a_sign_of_markdown(
    sign_in, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    make_article("How do I set my password?", steps=["Open the portal.", "Press “Forgot password”."])
    Fact.objects.create(name="phone", label="Phone of the front desk", kind="phone", value="01632 960 222")
    page = sign_in("Editor", "/admin/faq/article/add/", width=390)

    write_question_and_short_answer(page)
    write_five_steps(page)
    use_steps_of(page, "set my password")
    write_detail_and_tag(page)
    press(page, "Publish")
    expect(page.get_by_text("Published. Patients see it now.")).to_be_visible()

    article = Article.objects.get(title="How do I book a visit online?")
    steps = [(step.text, step.picture_alt) for step in article.steps.filter(include=None)]
    assert article.short_answer == "Online, **day and night**, or call {{phone}}."
    assert steps == [
        ("Open the portal.", ""),
        ("Choose a day.", "The calendar with free days in green"),
        ("Say why you come: *a cold, a check*", ""),
        ("Press Book.", "The button Book"),
        ("Write the day down.", ""),
    ]
    assert [bool(step.picture) for step in article.steps.filter(include=None)] == [False, True, False, True, False]
    assert [step.include.title for step in article.steps.exclude(include=None)] == ["How do I set my password?"]
    assert article.body == "- [ ] Bring your card\n- [ ] Come early"
    assert [tag.name for tag in article.tags.all()] == ["Appointments"]
