"""Texts that the text editor would change, or that patients would read otherwise: nothing changes in silence."""

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.editor import answer, answer_box, body, change, text_editor, tool
from tests.factories import make_article

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("- [x][in]\n\n  [in]: https://a.example", "so this text stays in the plain box."),
        ("[](https://a.example) empty", "This text has signs that the editor would change"),
    ],
)
def test_a_text_that_the_editor_would_change_stays_in_the_plain_box_and_says_why(sign_in, text, why):
    article = make_article(body=text)
    page = sign_in("Editor", change(article))

    expect(page.get_by_text(why)).to_be_visible()
    expect(body(page)).to_be_visible()
    expect(body(page)).to_have_value(text)
    body(page).press("Control+End")
    tool(page, "Bold").click()

    expect(body(page)).to_have_value(f"{text}**important words**")
    assert axe.faults(page) == []


def test_who_likes_markdown_writes_in_plain_boxes_until_they_switch_back(sign_in):
    article = make_article(short_answer="Call **us** right", steps=["Come *in*."])
    page = sign_in("Editor", change(article))
    answer_box(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" now")

    page.get_by_role("button", name="Write in plain boxes").click()
    expect(answer(page)).to_have_value("Call **us** right now")
    expect(answer(page)).to_be_visible()
    page.on("dialog", lambda asked: asked.accept())
    page.reload()
    expect(answer(page)).to_be_visible()
    answer(page).fill("Call *them*")
    page.get_by_role("button", name="Write as patients will see it").click()

    expect(answer_box(page).locator("em")).to_have_text("them")
    expect(text_editor(page, "Step 1").locator("em")).to_have_text("in")


def test_a_text_that_patients_would_read_otherwise_is_shown_so_before_it_is_saved(sign_in):
    article = make_article(short_answer="4. a\n5. b", published=False)
    page = sign_in("Editor", change(article))
    answer_box(page).get_by_text("b").click()
    page.keyboard.press("End")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    expect(answer_box(page).locator("li")).to_have_count(1)

    page.get_by_role("button", name="Save draft").click()

    expect(page.locator(".why-plain")).to_contain_text("Patients will read this text as it stands here now")
    expect(answer_box(page)).to_be_focused()
    expect(answer_box(page)).to_have_text("4. a")
    article.refresh_from_db()
    assert article.version == 1
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved. Patients cannot see this yet.")).to_be_visible()


def test_the_kind_of_a_list_changes_in_a_plain_box_without_a_sign_left_over(sign_in):
    page = sign_in("Editor", change(make_article(body="- [ ] Card\n- [ ] Letter")))
    page.get_by_role("button", name="Write in plain boxes, with the signs of Markdown").click()
    texts = []

    for name in ("List", "Numbers", "Check list", "Check list"):
        body(page).press("Control+a")
        tool(page, name).click()
        texts.append(body(page).input_value())

    assert texts == ["- Card\n- Letter", "1. Card\n2. Letter", "- [ ] Card\n- [ ] Letter", "Card\nLetter"]
