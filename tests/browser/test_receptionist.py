"""What a receptionist does: writes a whole article, meets a colleague who saves first, and loses no word on the way."""

import re

import pytest
from playwright.sync_api import expect

from faq.models import Article, Fact
from tests.browser import axe
from tests.browser.editor import a_picture, answer, answer_box, paste_picture, step_boxes, step_editors, wait_for_copy
from tests.factories import PASSWORD, edit, make_article, make_staff

pytestmark = pytest.mark.browser


def test_a_receptionist_writes_and_publishes_a_whole_article(sign_in):
    make_article("How do I set my password?", steps=["Open the portal.", "Press “Forgot password”."])
    Fact.objects.create(name="portal-address", label="Address of the portal", kind="address", value="https://p.example")
    page = sign_in("Editor", "/admin/faq/article/add/")

    page.get_by_label("Question").fill("How do I book a visit online?")
    answer_box(page).fill("You can book day and night at ")
    page.get_by_role("toolbar", name="Tools for Short answer").get_by_role("button", name="Insert a fact").click()
    page.get_by_role("button", name="Address of the portal").click()
    for words in ("Choose a day.", "Sign in.", "Press “Book”."):
        page.get_by_role("button", name="Add a step").click()
        page.keyboard.type(words)
    step_editors(page).nth(1).click()
    page.get_by_role("button", name="Move step 2 up").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Move step 1 up")).to_be_focused()
    expect(page.locator("#announce")).to_have_text("Now step 1 of 3.")
    paste_picture(page, step_editors(page).nth(1))
    expect(page.get_by_label("What the picture shows").nth(1)).to_be_focused()
    page.keyboard.type("The calendar with free days in green")
    paste_picture(page, step_editors(page).nth(2), "drop")
    page.get_by_label("What the picture shows").nth(2).fill("The button Book")
    page.get_by_role("button", name="Use the steps of another article").click()
    page.keyboard.type("How do I set my password?")
    page.get_by_label("Tags").fill("Appointments,")
    seen = page.frame_locator("iframe")
    expect(seen.get_by_role("heading", name="How do I book a visit online?")).to_be_visible()
    expect(seen.get_by_text("Press “Forgot password”.")).to_be_visible()
    expect(seen.get_by_role("link", name="https://p.example")).to_be_visible()
    page.get_by_role("button", name="Paper").click()
    expect(seen.get_by_role("navigation", name="Breadcrumb")).to_be_hidden()
    page.get_by_role("button", name="Phone").click()
    expect(seen.get_by_role("navigation", name="Breadcrumb")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published. Patients see it now.")).to_be_visible()
    page.get_by_role("link", name="See it live").click()

    shown = page.locator(".step .prose").all_inner_texts()
    assert shown == ["Sign in.", "Choose a day.", "Press “Book”.", "Open the portal.", "Press “Forgot password”."]
    assert page.locator(".step img").evaluate_all("pictures => pictures.map(picture => picture.alt)") == [
        "The calendar with free days in green",
        "The button Book",
    ]
    assert page.get_by_role("link", name="Appointments").count() == 2


def test_a_whole_article_can_be_written_with_the_keyboard_alone(sign_in):
    page = sign_in("Editor", "/admin/faq/article/add/")

    def tab_to(name: str, role: str = "button") -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.get_by_role(role, name=name, exact=True).first.evaluate("it => it === document.activeElement"):
                return
        raise AssertionError(f"the Tab key never reached “{name}”")

    tab_to("Question", "textbox")
    page.keyboard.type("Can I bring my dog?")
    page.keyboard.press("Tab")
    page.keyboard.type("Only a ")
    page.keyboard.press("Control+b")
    page.keyboard.type("helping dog")
    tab_to("Add a step")
    page.keyboard.press("Enter")
    page.keyboard.type("Tell the front desk.")
    tab_to("Add a step")
    page.keyboard.press("Space")
    page.keyboard.type("Keep it on a lead.")
    tab_to("Save draft")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved. Patients cannot see this yet.")).to_be_visible()

    article = Article.objects.get(title="Can I bring my dog?")
    assert article.short_answer == "Only a **helping dog**"
    assert [step.text for step in article.steps.all()] == ["Tell the front desk.", "Keep it on a lead."]


def test_steps_are_removed_taken_back_and_dragged(sign_in):
    article = make_article("Where do I park?", steps=["One.", "Two.", "Three."])
    page = sign_in("Editor", f"/admin/faq/article/{article.pk}/change/")

    step_editors(page).nth(0).click()
    page.get_by_role("button", name="Remove step 1").click()
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    page.get_by_role("button", name="Keep it").click()
    step_editors(page).nth(1).click()
    page.get_by_role("button", name="Remove step 2").click()
    page.locator("[data-drag-handle]").nth(2).drag_to(
        page.locator("[data-step]").nth(0), target_position={"x": 40, "y": 4}
    )
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Patients still see the version from today.").first).to_be_visible()

    assert [step.text for step in article.steps.all()] == ["Three.", "One."]


def test_the_second_of_two_editors_sees_both_and_loses_nothing(sign_in):
    article = make_article("When are you open?", short_answer="From eight.", steps=["Come in."], tags=["Visits"])
    page = sign_in("Editor", f"/admin/faq/article/{article.pk}/change/")
    answer_box(page).fill("From nine on weekdays.")
    page.get_by_role("button", name="Add a step").click()
    page.keyboard.type("Take a number.")
    page.get_by_label("Tags").fill("Hours,")
    colleague = make_staff("Editor", "tom", first_name="Tom")
    edit(article, by=colleague, publish=False, short_answer="From seven on Mondays.")

    page.get_by_role("button", name="Save draft").click()

    expect(page.get_by_role("heading", name="Tom saved this article while you were writing")).to_be_visible()
    row = page.get_by_role("row", name="Short answer")
    expect(row.locator("td").nth(0)).to_have_text("From seven on Mondays.")
    expect(row.locator("td").nth(1)).to_have_text("From nine on weekdays.")
    expect(answer(page)).to_have_value("From nine on weekdays.")
    assert step_boxes(page).evaluate_all("boxes => boxes.map(box => box.value)") == ["Come in.", "Take a number."]
    assert axe.faults(page) == []
    page.get_by_role("group", name="What to save: Short answer").get_by_label("Keep mine").check()
    page.get_by_role("button", name="Save what I chose").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    article.refresh_from_db()
    assert article.short_answer == "From nine on weekdays."
    assert {tag.name for tag in article.tags.all()} == {"Visits", "Hours"}
    assert article.revisions.get(number=2).snapshot["short_answer"] == "From seven on Mondays."


def test_words_survive_a_session_that_ended(sign_in):
    article = make_article("When are you open?")
    page = sign_in("Editor", f"/admin/faq/article/{article.pk}/change/")
    answer_box(page).fill("A long answer, typed with care.")
    page.context.clear_cookies(name="kb-session")

    page.get_by_role("button", name="Save draft").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="sign in again in a new tab").click()
    tab = opened.value
    tab.get_by_label("User name").fill("editor")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    tab.get_by_role("heading", name="What needs me?").wait_for()
    page.get_by_role("button", name="Back to my words").click()
    page.get_by_role("button", name="Save draft").click()

    expect(page.get_by_text("Saved.")).to_be_visible()
    article.refresh_from_db()
    assert article.short_answer == "A long answer, typed with care."


def test_save_pressed_twice_makes_one_article(sign_in):
    page = sign_in("Editor", "/admin/faq/article/add/")
    page.get_by_label("Question").fill("Pressed twice?")

    page.get_by_role("button", name="Save draft").dblclick()

    expect(page.get_by_text("Saved. Patients cannot see this yet.")).to_be_visible()
    assert Article.objects.filter(title="Pressed twice?").count() == 1


def test_what_was_not_saved_is_offered_again_in_the_same_tab(sign_in):
    article = make_article("When are you open?", steps=["Come in."])
    page = sign_in("Editor", f"/admin/faq/article/{article.pk}/change/")
    page.on("dialog", lambda asked: asked.accept())
    answer_box(page).fill("Typed, not saved.")
    page.get_by_role("button", name="Add a step").click()
    page.keyboard.type("Typed too.")
    wait_for_copy(page, "Typed too.")

    page.reload()
    page.get_by_role("button", name="Bring it back").click()

    expect(answer(page)).to_have_value("Typed, not saved.")
    assert step_boxes(page).evaluate_all("boxes => boxes.map(box => box.value)") == ["Come in.", "Typed too."]


def test_an_article_is_written_without_scripts(sign_in, tmp_path):
    page = sign_in("Editor", "/admin/faq/article/add/", scripts=False)
    picture = tmp_path / "screen.png"
    picture.write_bytes(a_picture())

    page.get_by_label("Question").fill("How do I cancel?")
    rows = page.locator("[data-step]")
    rows.nth(0).locator("textarea").fill("Second.")
    rows.nth(0).get_by_label("Order").fill("2")
    rows.nth(1).locator("textarea").fill("First.")
    rows.nth(1).get_by_label("Order").fill("1")
    rows.nth(1).get_by_label("Picture", exact=True).set_input_files(picture)
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved. Patients cannot see this yet.")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("The picture of step 1 needs a description for people who cannot see it.")).to_be_visible()
    page.locator("[data-step]").nth(0).get_by_label("What the picture shows").fill("The page")
    page.get_by_role("button", name="Save draft").click()

    steps = list(Article.objects.get(title="How do I cancel?").steps.all())
    assert [(step.text, step.picture_alt) for step in steps] == [("First.", "The page"), ("Second.", "")]
    assert re.fullmatch(r"pictures/[0-9a-f]{32}-320x200\.webp", steps[0].picture)
