"""Two people save the same article: what the second one sees, and how the choice for each place is made."""

import os

import pytest
from playwright.sync_api import Locator, Page, expect

from faq.models import Article
from tests.browser import axe
from tests.browser.editor import answer, answer_box, change, step_editors
from tests.factories import edit, make_article, make_staff

pytestmark = pytest.mark.browser
SIZES = [(width, scheme) for width in (1280, 390) for scheme in ("light", "dark")]
STEPS = ["Call us before nine.", "Say your name and your date of birth.", "Come in."]


@pytest.fixture
def article(live_server) -> Article:
    return make_article("How do I book a visit?", short_answer="Call us.", steps=STEPS, tags=["Visits"])


def change_first(article: Article) -> None:
    """A colleague saves while the form stands open."""
    ana = make_staff("Owner", "ana", first_name="Ana", last_name="Lovelace")
    steps = ["Call us before ten.", *STEPS[1:], "Take a number."]
    edit(article, by=ana, publish=False, short_answer="Call or write to us.", steps=steps, tags=["Visits", "Phone"])


def stale(sign_in, article: Article, **more) -> Page:
    """Both have changed the short answer and each another step; the second one has pressed Save."""
    page = sign_in("Editor", change(article), **more)
    change_first(article)
    answer_box(page).fill("Ring the bell.")
    step_editors(page).nth(1).fill("Say your name.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("heading", name="Ana Lovelace saved this article while you were writing")).to_be_visible()
    return page


def choice(page: Page, part: str) -> Locator:
    return page.get_by_role("group", name=f"What to save: {part}")


def kept(article: Article) -> tuple[str, list[str], set[str]]:
    article.refresh_from_db()
    steps = [step.text for step in article.steps.order_by("position")]
    return article.short_answer, steps, {tag.name for tag in article.tags.all()}


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_both_versions_stand_side_by_side_with_a_choice_for_each_place(sign_in, article, width: int, scheme: str):
    page = stale(sign_in, article, width=width, scheme=scheme)

    look(page, f"article-{width}-{scheme}")
    assert axe.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(choice(page, "Step 1").get_by_label("Take theirs")).to_be_checked()
    expect(choice(page, "Step 2").get_by_label("Keep mine")).to_be_checked()
    expect(choice(page, "Tags").get_by_label("Take theirs")).to_be_checked()
    expect(choice(page, "Short answer").locator(":checked")).to_have_count(0)
    page.get_by_role("button", name="Save what I chose").click()
    expect(page.get_by_text("Nothing is saved yet. Please choose for: Short answer.")).to_be_visible()
    look(page, f"article-asked-{width}-{scheme}")
    choice(page, "Short answer").get_by_label("Take theirs").check()
    page.get_by_role("button", name="Save what I chose").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    steps = ["Call us before ten.", "Say your name.", "Come in.", "Take a number."]
    assert kept(article) == ("Call or write to us.", steps, {"Visits", "Phone"})


def test_writing_on_in_a_box_chooses_what_is_in_it(sign_in, article):
    page = stale(sign_in, article)
    choice(page, "Short answer").get_by_label("Take theirs").check()

    choice(page, "Short answer").get_by_label("Edit mine below").check()
    expect(answer_box(page)).to_be_focused()
    choice(page, "Short answer").get_by_label("Take theirs").check()
    answer_box(page).fill("Ring the bell, or call us.")
    expect(choice(page, "Short answer").get_by_label("Edit mine below")).to_be_checked()
    page.get_by_role("button", name="Save what I chose").click()
    expect(page.get_by_text("Saved.")).to_be_visible()

    assert kept(article)[0] == "Ring the bell, or call us."


def test_a_choice_is_made_without_scripts(sign_in, article):
    page = sign_in("Editor", change(article), scripts=False)
    change_first(article)
    answer(page).fill("Ring the bell.")
    page.get_by_role("button", name="Save draft").click()

    choice(page, "Short answer").get_by_label("Keep mine").check()
    page.get_by_role("button", name="Save what I chose").click()

    expect(page.get_by_text("Saved.")).to_be_visible()
    assert kept(article)[0] == "Ring the bell."


def test_enter_never_saves_over_what_somebody_else_wrote(sign_in, article):
    page = stale(sign_in, article)

    choice(page, "Short answer").get_by_label("Keep mine").press("Space")
    choice(page, "Short answer").get_by_label("Keep mine").press("Enter")
    expect(page.get_by_role("heading", name="What patients will see")).to_be_hidden()

    assert kept(article)[0] == "Call or write to us."


def look(page: Page, name: str) -> None:
    if os.environ.get("SHOTS"):
        page.screenshot(path=f"{os.environ['SHOTS']}/{name}.png", full_page=True)
