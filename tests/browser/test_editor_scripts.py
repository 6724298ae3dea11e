"""The editor's scripts: modules that import each other and leave no global, and what they do for a new step."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from playwright.sync_api import Locator, Page, expect

from faq.models import Article
from tests.browser.editor import a_picture, answer_box, detail, paste_picture, step_boxes, step_editors, wait_for_copy
from tests.factories import make_article

pytestmark = pytest.mark.browser

ADD = "/admin/faq/article/add/"
FOLDER = "faq/admin/editor"


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "screen.png"
    file.write_bytes(a_picture())
    return file


def globals_of(page: Page) -> set[str]:
    """The names that every script of the page can see; "0" is the preview's frame."""
    return set(page.evaluate("Object.getOwnPropertyNames(globalThis)")) - {"0"}


def tool(page: Page, box: str, name: str) -> Locator:
    return page.get_by_role("toolbar", name=f"Tools for {box}").get_by_role("button", name=name)


def add_step(page: Page, text: str) -> None:
    page.get_by_role("button", name="Add a step").click()
    page.keyboard.type(text)


def test_each_module_is_loaded_once_by_its_hashed_name_without_a_word_on_the_console(sign_in):
    page = sign_in("Editor", "/admin/")
    loaded, said = [], []
    page.on("request", lambda asked: asked.resource_type == "script" and loaded.append(asked.url))
    page.on("console", lambda message: said.append(message.text))

    page.goto(ADD)
    page.get_by_role("button", name="Add a step").wait_for()

    folder = settings.BASE_DIR / "static"
    plain = [str(file.relative_to(folder)) for file in (folder / FOLDER).rglob("*.js")]
    plain += ["faq/admin/sign_out.js", "faq/admin/copies.js"]
    hashed = {staticfiles_storage.stored_name(name) for name in plain}
    assert sorted(url.split("/static/")[1] for url in loaded) == sorted(hashed)
    assert hashed.isdisjoint(plain)
    assert said == []


def test_the_scripts_leave_no_global(sign_in):
    page = sign_in("Editor", "/admin/")
    before = globals_of(page)

    page.goto(ADD)
    page.get_by_role("button", name="Add a step").wait_for()

    assert globals_of(page) == before


def test_a_step_just_added_has_a_toolbar_that_works(sign_in):
    page = sign_in("Editor", ADD)

    add_step(page, "Call us")
    page.keyboard.press("Shift+Home")
    tool(page, "Step", "Bold").click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+k")
    page.get_by_label("Words to press").fill("here")
    page.get_by_label("Where it leads").fill("clinic.example/a (b)")
    page.get_by_role("button", name="Insert", exact=True).click()
    tool(page, "Step", "List").click()

    expect(step_boxes(page)).to_have_value("- **Call us[here](https://clinic.example/a%20(b))**")


def test_a_picture_chosen_for_a_step_just_added_is_stored_previewed_and_saved(sign_in, picture):
    page = sign_in("Editor", ADD)
    page.get_by_label("Question").fill("How do I book?")

    add_step(page, "Open the calendar.")
    with page.expect_file_chooser() as asked:
        tool(page, "Step", "Picture").click()
    asked.value.set_files(picture)
    expect(page.get_by_label("What the picture shows").first).to_be_focused()
    page.keyboard.type("The calendar")
    expect(page.frame_locator("iframe").get_by_role("img", name="The calendar")).to_be_visible()
    page.get_by_label("Tags").fill("Visits,")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved. Patients cannot see this yet.")).to_be_visible()

    article = Article.objects.get(title="How do I book?")
    step = article.steps.get()
    assert (step.text, step.picture_alt, bool(step.picture)) == ("Open the calendar.", "The calendar", True)
    assert [tag.name for tag in article.tags.all()] == ["Visits"]


def test_a_picture_in_the_text_is_inserted_with_its_description(sign_in, picture):
    page = sign_in("Editor", ADD)
    answer_box(page).fill("Look: ")

    tool(page, "Short answer", "Picture").click()
    dialog = page.get_by_role("dialog", name="Insert a picture")
    dialog.get_by_role("button", name="Insert").click()
    expect(dialog.get_by_role("alert")).to_have_text("Please choose a picture.")
    dialog.get_by_label("Picture", exact=True).set_input_files(picture)
    dialog.get_by_label("What the picture shows").fill("The [red] door")
    dialog.get_by_role("button", name="Insert").click()

    expect(page.frame_locator("iframe").get_by_role("img", name="The [red] door")).to_be_visible()
    expect(answer_box(page)).to_be_focused()


def test_what_is_brought_back_has_its_toolbars_pictures_and_tags(sign_in):
    article = make_article("When are you open?", tags=["Visits"])
    page = sign_in("Editor", f"/admin/faq/article/{article.pk}/change/")
    page.on("dialog", lambda asked: asked.accept())
    add_step(page, "Come in.")
    paste_picture(page, step_editors(page).first)
    expect(page.get_by_role("button", name="Remove the picture")).to_be_visible()
    page.get_by_label("Tags").fill("Hours,")
    expect(page.get_by_text("You have changes that are not saved yet.")).to_be_visible()
    wait_for_copy(page, "Hours")

    page.reload()
    page.get_by_role("button", name="Bring it back").click()
    expect(step_editors(page).first).to_have_text("Come in.")
    step_editors(page).first.press("Control+a")
    tool(page, "Step", "Bold").click()

    expect(step_boxes(page)).to_have_value("**Come in.**")
    expect(page.locator("[data-picture-place] img")).to_have_js_property("naturalWidth", 320)
    for name in ("Visits", "Hours"):
        expect(page.get_by_role("button", name=f"Remove the tag {name}")).to_be_visible()


def test_steps_are_brought_back_in_their_order_and_removed_ones_as_removed(sign_in):
    article = make_article("Where do I park?", steps=["One.", "Two.", "Three."])
    page = sign_in("Editor", f"/admin/faq/article/{article.pk}/change/")
    page.on("dialog", lambda asked: asked.accept())
    step_editors(page).nth(0).click()
    page.get_by_role("button", name="Remove step 1").click()
    step_editors(page).nth(1).click()
    page.get_by_role("button", name="Move step 2 up").click()
    answer_box(page).fill("Behind the house.")
    wait_for_copy(page, "Behind")

    page.reload()
    page.get_by_role("button", name="Bring it back").click()

    expect(page.get_by_role("button", name="Keep it")).to_have_count(1)
    assert step_boxes(page).evaluate_all("boxes => boxes.map(box => box.value)") == ["Three.", "Two."]
    # The server was asked how they are read; until it has said so, nobody writes in them
    expect(step_editors(page).nth(1)).to_be_editable()
    step_editors(page).nth(1).click()
    page.get_by_role("button", name="Move step 2 up").click()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved.").first).to_be_visible()
    assert [step.text for step in article.steps.all()] == ["Two.", "Three."]


def test_one_press_keeps_the_words_as_typed_with_those_written_since(sign_in):
    article = make_article(short_answer="1. May\n1. June", published=False)
    page = sign_in("Editor", f"/admin/faq/article/{article.pk}/change/")

    detail(page).fill("Press 2*x*3")
    page.get_by_role("button", name="Keep my words as I typed them").click()

    expect(page.locator("#messages")).to_contain_text("Saved.")
    expect(page.locator("#differences")).to_have_count(0)
    article.refresh_from_db()
    assert (article.short_answer, article.body) == ("1\\. May\n1\\. June", r"Press 2\*x\*3")
