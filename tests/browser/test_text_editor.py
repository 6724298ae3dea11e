"""The text editor: what one writes looks like what patients read, by keyboard and for a screen reader."""

import pytest
from playwright.sync_api import Page, expect

from faq.models import Fact
from tests.browser import axe
from tests.browser.editor import answer, answer_box, body, change, detail, text_editor, tool
from tests.factories import make_article

pytestmark = pytest.mark.browser

ADD = "/admin/faq/article/add/"


@pytest.fixture
def page(sign_in) -> Page:
    Fact.objects.create(name="phone", label="Phone", kind="phone", value="01632 960 222")
    return sign_in("Editor", ADD)


def test_what_is_written_looks_as_patients_read_it_and_is_clean_markdown(page):
    detail(page).click()

    tool(page, "Heading").click()
    page.keyboard.type("Opening hours")
    page.keyboard.press("Enter")
    page.keyboard.type("We are ")
    page.keyboard.press("Control+b")
    page.keyboard.type("open")
    page.keyboard.press("Control+b")
    page.keyboard.type(" on weekdays. Call {{phone}}")
    page.keyboard.press("Enter")
    page.keyboard.type("- bring your card")
    page.keyboard.press("Enter")
    page.keyboard.type("and a letter")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    tool(page, "Note").click()
    page.keyboard.type("Closed on 1. May.")

    expect(detail(page)).to_match_aria_snapshot("""
        - textbox:
          - heading "Opening hours" [level=3]
          - paragraph:
            - text: We are
            - strong: open
            - text: "on weekdays. Call Fact: Phone, 01632 960 222"
          - list:
            - listitem:
              - paragraph: bring your card
            - listitem:
              - paragraph: and a letter
          - note "Note":
            - paragraph: Closed on 1. May.
    """)
    expect(body(page)).to_have_value(
        "## Opening hours\n\nWe are **open** on weekdays. Call {{phone}}\n\n- bring your card\n- and a letter\n\n"
        "!!! note\n    Closed on 1. May."
    )
    assert axe.faults(page) == []


def test_a_list_becomes_one_to_tick_off_and_a_plain_one_again(page):
    detail(page).click()

    page.keyboard.type("- card")
    page.keyboard.press("Enter")
    page.keyboard.type("[ ] letter")
    expect(body(page)).to_have_value("- [ ] card\n- [ ] letter")
    expect(tool(page, "Check list")).to_have_attribute("aria-pressed", "true")
    expect(tool(page, "List")).to_have_attribute("aria-pressed", "false")

    tool(page, "List").click()
    expect(body(page)).to_have_value("- card\n- letter")
    tool(page, "Check list").click()
    expect(body(page)).to_have_value("- [ ] card\n- [ ] letter")


def test_signs_that_are_typed_are_words_and_nothing_is_named_as_read_differently(page):
    page.get_by_label("Question").fill("Which signs?")
    answer_box(page).click()
    page.keyboard.type("24. May, 2*x*3, *72* and <b>, C:\\_forms, # 5, [x](y)")

    page.get_by_role("button", name="Save draft").click()

    expect(page.get_by_text("Saved. Patients cannot see this yet.")).to_be_visible()
    expect(page.locator("#differences")).to_have_count(0)
    expect(page.frame_locator("iframe").locator(".short-answer")).to_have_text(
        "24. May, 2*x*3, *72* and <b>, C:\\_forms, # 5, [x](y)"
    )


def test_a_fact_that_arrives_in_one_go_is_saved_as_one(page):
    page.get_by_label("Question").fill("Who answers?")
    answer_box(page).fill("Call {{ Phone }} now.")

    page.get_by_role("button", name="Save draft").click()

    expect(page.get_by_text("Saved. Patients cannot see this yet.")).to_be_visible()
    expect(answer_box(page).locator(".fact-chip")).to_have_text("Fact: Phone, 01632 960 222")


def test_the_tab_key_leaves_the_text_also_from_a_list_and_a_table(sign_in):
    article = make_article(short_answer="- a\n- b", body="| a | b |\n|---|---|\n| 1 | 2 |")
    page = sign_in("Editor", change(article))

    answer_box(page).get_by_text("b").click()
    page.keyboard.press("Tab")
    expect(tool(page, "Bold", "Short answer")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(answer_box(page)).to_be_focused()
    detail(page).get_by_role("cell", name="1").click()
    page.keyboard.press("Tab")

    expect(tool(page, "Bold")).to_be_focused()
    assert (answer(page).input_value(), body(page).input_value()) == (article.short_answer, article.body)


def test_enter_in_the_last_row_of_a_table_begins_another_one(sign_in):
    article = make_article(body="| a | b |\n|---|---|\n| 1 | 2 |")
    page = sign_in("Editor", change(article))

    detail(page).get_by_role("cell", name="2").click()
    page.keyboard.press("Enter")
    page.keyboard.type("4")

    expect(body(page)).to_have_value("| a | b |\n| --- | --- |\n| 1 | 2 |\n|  | 4 |")


def test_the_toolbar_says_what_is_on_and_is_one_stop_of_the_tab_key(page):
    answer_box(page).click()
    page.keyboard.press("Control+i")
    page.keyboard.type("soft")

    expect(tool(page, "Italic", "Short answer")).to_have_attribute("aria-pressed", "true")
    expect(tool(page, "Bold", "Short answer")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(tool(page, "Italic", "Short answer")).to_be_focused()
    assert page.get_by_role("toolbar").first.get_attribute("aria-controls") == answer_box(page).get_attribute("id")
    assert tool(page, "Heading", "Short answer").count() == 0
    assert page.get_by_role("toolbar").count() == 2


def test_a_press_on_the_label_or_on_a_problem_leads_into_the_text_which_says_what_is_wrong(page):
    page.locator("label", has_text="More detail").click()
    expect(detail(page)).to_be_focused()
    page.get_by_label("Question").fill("Too long?")
    answer_box(page).fill("a" * 3_000)
    page.get_by_role("button", name="Save draft").click()

    page.locator("#problems").get_by_role("link", name="Short answer").click()

    expect(answer_box(page)).to_be_focused()
    expect(answer_box(page)).to_have_attribute("aria-invalid", "true")
    described = answer_box(page).get_attribute("aria-describedby").split()
    assert described == ["id_short_answer_helptext", "id_short_answer_error"]


def test_what_is_undone_leaves_the_text_as_it_was_saved(sign_in):
    article = make_article(short_answer="One  \n*two*\n\n\n+ three")
    page = sign_in("Editor", change(article))
    unsaved = page.get_by_text("You have changes that are not saved yet.")
    answer_box(page).get_by_text("two").click()
    page.keyboard.type("more")
    expect(unsaved).to_be_visible()

    page.keyboard.press("Control+z")

    expect(unsaved).to_be_hidden()
    assert answer(page).input_value() == article.short_answer
    page.keyboard.press("Control+Shift+z")
    expect(answer_box(page)).to_contain_text("more")


def test_one_edit_touches_only_its_block(sign_in):
    article = make_article(body="Old  *way*\n\n\n* a\n* b\n\n[x][1]\n\n[1]: https://a.example")
    page = sign_in("Editor", change(article))

    detail(page).get_by_text("Old").click()
    page.keyboard.press("Home")
    page.keyboard.type("The ")

    expect(body(page)).to_have_value("The Old  *way*\n\n\n* a\n* b\n\n[x][1]\n\n[1]: https://a.example")


def test_a_link_is_made_by_a_part_of_a_question_changed_and_removed(page):
    other = make_article("How do I reset my password?")
    answer_box(page).click()
    page.keyboard.type("See ")

    tool(page, "Link", "Short answer").click()
    dialog = page.get_by_role("dialog", name="Insert a link")
    dialog.get_by_label("Where it leads").press_sequentially("password")
    dialog.get_by_role("button", name="How do I reset my password?").click()
    dialog.get_by_role("button", name="Insert").click()
    expect(answer(page)).to_have_value(f"See [How do I reset my password?]({other.get_absolute_url()})")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Change the link")
    expect(dialog.get_by_label("Where it leads")).to_have_value(other.get_absolute_url())
    dialog.get_by_role("button", name="Remove the link").click()

    expect(answer(page)).to_have_value("See How do I reset my password?")


def test_a_fact_that_is_not_there_is_named_in_the_text(sign_in):
    page = sign_in("Editor", change(make_article(short_answer="Call {{fax}}.", published=False)))

    expect(answer_box(page).locator(".fact-chip")).to_have_text("Fact: There is no fact called “fax”")


def test_an_address_that_no_patient_may_be_led_to_is_no_link_here(sign_in):
    text = "[a](data:text/html,x) ![b](https://other.example/x.png)"
    page = sign_in("Editor", change(make_article(short_answer=text)))
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()

    expect(answer_box(page)).to_contain_text("Picture of another site: b")

    hrefs = answer_box(page).locator("a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    assert all(href in ("#",) for href in hrefs)
    assert [url for url in asked if "other.example" in url] == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_editor_is_whole_in_each_size_and_colour(sign_in, width, scheme):
    blocks = (
        "# a",
        "> b",
        "!!! tip\n    c",
        "```\nd\n```",
        "| e | f |\n|---|---|\n| g | h |",
        "- {{phone}}",
        "`i` {{no}}",
    )
    Fact.objects.create(name="phone", label="Phone", kind="phone", value="01632 960 222")
    steps = [f"Step {number}" for number in range(40)]
    article = make_article(short_answer="~~a~~", body="\n\n".join(blocks), steps=steps, published=False)
    page = sign_in("Editor", change(article), width=width, scheme=scheme)
    text_editor(page, "Step 7:").click()

    assert axe.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    sizes = (
        page.get_by_role("toolbar")
        .get_by_role("button")
        .evaluate_all("buttons => buttons.map((button) => button.getBoundingClientRect().height)")
    )
    assert min(sizes) >= (44 if width == 390 else 24)
