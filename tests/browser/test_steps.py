"""The steps of an article while somebody writes them: numbers, tools, order; by keyboard alone and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from faq.models import Article
from tests.browser import axe
from tests.browser.editor import change, step_texts, text_editor
from tests.factories import make_article

pytestmark = pytest.mark.browser

# From the press of a key to the next picture on the screen, in milliseconds
_TYPED = """() => {
    const times = [];
    document.activeElement.addEventListener("keydown", () => {
        const start = performance.now();
        requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - start)));
    });
    window.typed = times;
}"""


@pytest.fixture
def shared() -> Article:
    return make_article("How do I sign in?", steps=["Open the portal.", "Press “Sign in”.", "Type your password."])


def numbers(page: Page) -> list[str]:
    """The numbers that are seen beside the steps, those of other articles included."""
    return [words for words in page.locator("#step-rows [data-number]:visible").all_inner_texts() if words]


def tab_to(page: Page, name: str, role: str = "button") -> None:
    """Presses the Tab key until that control has the focus."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.get_by_role(role, name=name, exact=True).first.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(f"the Tab key never reached “{name}”")


def test_steps_are_numbered_as_patients_read_them_while_they_are_moved(sign_in, shared):
    article = make_article("How do I book?", steps=["Sit down.", {"include": shared.slug}, "Press “Book”."])
    page = sign_in("Editor", change(article))
    assert numbers(page) == ["1", "2", "3", "4", "5"]

    text_editor(page, "Step 5: what to do").click()
    page.get_by_role("button", name="Move step 5 up").click()

    expect(page.locator("#announce")).to_have_text("Now step 2 of 5.")
    assert numbers(page) == ["1", "2", "3", "4", "5"]
    expect(text_editor(page, "Step 2: what to do")).to_have_text("Press “Book”.")
    page.get_by_role("button", name="Remove step 2").click()
    assert numbers(page) == ["1", "2", "3", "4"]


@pytest.mark.parametrize("width", [1280, 390])
def test_the_steps_of_another_article_are_found_by_a_part_of_its_question_and_chosen_by_keyboard(
    sign_in, shared, width
):
    article = make_article("How do I book?", steps=["Sit down."])
    page = sign_in("Editor", change(article), width=width)

    page.get_by_role("button", name="Use the steps of another article").click()
    page.keyboard.type("sign")

    expect(page.get_by_role("list", name="Articles found")).to_contain_text("Type your password.")
    expect(page.locator("#announce")).to_have_text("1 article found. Press the Down key to choose.")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert axe.faults_in_every_look(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Use these 3 steps of “How do I sign in?”")).to_be_focused()
    page.keyboard.press("Enter")
    included = page.get_by_role("list", name="Steps of “How do I sign in?”, which change there")
    expect(included.get_by_role("listitem")).to_have_count(3)
    expect(page.locator("#announce")).to_have_text("Steps 2 to 4 now come from “How do I sign in?”.")
    assert numbers(page) == ["1", "2", "3", "4"]
    assert axe.faults_in_every_look(page) == []
    page.keyboard.press("Backspace")
    expect(included).to_have_count(0)


def test_a_step_is_moved_to_a_number_by_keyboard_alone(sign_in, shared):
    article = make_article("How do I book?", steps=["One.", {"include": shared.slug}, "Two.", "Three."])
    page = sign_in("Editor", change(article))
    text_editor(page, "Step 1: what to do").focus()

    tab_to(page, "Move step 1 to step", "spinbutton")
    page.keyboard.press("Control+a")
    page.keyboard.type("5")
    page.keyboard.press("Enter")

    expect(page.locator("#announce")).to_have_text("Now step 5 of 6.")
    expect(page.get_by_role("spinbutton", name="Move step 5 to step")).to_be_focused()
    assert step_texts(page) == ["Two.", "One.", "Three."]
    page.keyboard.press("Control+a")
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    expect(page.locator("#announce")).to_have_text("Please write the number of a step, from 1 to 6.")


def test_a_number_within_the_steps_of_another_article_leads_behind_them(sign_in, shared):
    article = make_article("How do I book?", steps=[{"include": shared.slug}, "One.", "Two."])
    page = sign_in("Editor", change(article))
    text_editor(page, "Step 5: what to do").click()

    page.get_by_role("spinbutton", name="Move step 5 to step").fill("2")
    page.get_by_role("button", name="Move", exact=True).click()

    expect(page.locator("#announce")).to_have_text("Now step 4 of 5.")
    assert step_texts(page) == ["Two.", "One."]


@pytest.mark.parametrize("width", [1280, 390])
def test_a_step_is_dragged_by_its_grip_and_escape_takes_it_back(sign_in, width):
    article = make_article("Where do I park?", steps=["One.", "Two.", "Three."])
    page = sign_in("Editor", change(article), width=width)
    grip = page.locator("[data-drag-handle]").nth(2)
    grip.scroll_into_view_if_needed()
    x, y = grip.bounding_box()["x"] + 8, grip.bounding_box()["y"] + 8
    top = page.locator("[data-step]").first.bounding_box()["y"]

    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, top + 4, steps=4)
    assert step_texts(page) == ["Three.", "One.", "Two."]
    page.keyboard.press("Escape")
    page.mouse.up()
    assert step_texts(page) == ["One.", "Two.", "Three."]
    grip.drag_to(page.locator("[data-step]").first, target_position={"x": 40, "y": 4})

    assert step_texts(page) == ["Three.", "One.", "Two."]
    expect(page.locator("#announce")).to_have_text("Now step 1 of 3.")


@pytest.mark.parametrize("width", [1280, 390])
def test_forty_steps_stay_light(sign_in, width):
    article = make_article("Long?", steps=[f"Press the button number {number}." for number in range(40)])
    page = sign_in("Editor", change(article), width=width)

    text_editor(page, "Step 30: what to do").click()
    page.evaluate(_TYPED)
    page.keyboard.type("and wait a moment for it", delay=40)

    buttons = page.locator("button").count()
    times = sorted(page.evaluate("window.typed"))
    print(f"{width} px: {buttons} buttons; a letter {times[len(times) // 2]:.0f} ms, slowest {times[-1]:.0f} ms")
    assert buttons <= 80
    assert times[len(times) // 2] <= 50
    heights = page.locator(".step-tools button:visible").evaluate_all(
        "all => all.map(b => b.getBoundingClientRect().height)"
    )
    assert min(heights) >= (44 if width == 390 else 24)
    assert axe.faults(page) == []


def test_a_step_that_is_pressed_stays_under_the_pointer(sign_in):
    article = make_article("Long?", steps=[f"Press the button number {number}." for number in range(40)])
    page = sign_in("Editor", change(article))
    text_editor(page, "Step 8: what to do").click()
    later = text_editor(page, "Step 12: what to do")
    later.scroll_into_view_if_needed()
    before = later.bounding_box()["y"]

    later.click()

    expect(page.get_by_role("button", name="Remove step 12")).to_be_visible()
    assert abs(later.bounding_box()["y"] - before) < 2
    assert page.evaluate("getSelection().isCollapsed")


def test_without_scripts_steps_are_still_moved_and_removed(sign_in, shared):
    article = make_article("How do I book?", steps=["One.", {"include": shared.slug}, "Two.", "Three."])
    page = sign_in("Editor", change(article), scripts=False)
    rows = page.locator("[data-step]")
    assert numbers(page)[:6] == ["1", "2", "3", "4", "5", "6"]

    rows.nth(0).get_by_label("Order").fill("9")
    rows.nth(2).get_by_label("Remove this step").check()
    for index, order in ((1, "1"), (3, "2")):
        rows.nth(index).get_by_label("Order").fill(order)
    page.get_by_role("button", name="Save draft").click()

    expect(page.get_by_text("Patients still see the version from today.").first).to_be_visible()
    assert [step.text for step in article.steps.all()] == ["", "Three.", "One."]
