"""Words that were typed and not saved: who is offered them again, and when they are gone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from faq.models import Article
from tests.browser import axe
from tests.browser.conftest import LAUNCH, find_program
from tests.browser.editor import (
    answer,
    answer_box,
    change,
    copies,
    fill_sign_in,
    type_answer,
    wait_for_copy,
    wait_until_heard,
)
from tests.factories import edit, make_article, make_staff
from tests.services import wait_until

pytestmark = pytest.mark.browser

ADD = "/admin/faq/article/add/"
OFFER = "was not saved. Do you want it back?"


@pytest.fixture
def article(live_server: LiveServer) -> Article:
    return make_article("When are you open?", steps=["Come in."])


def offer(page: Page):
    return page.get_by_text(OFFER)


def test_words_survive_a_closed_tab(sign_in, article):
    page = sign_in("Editor", change(article))
    page.get_by_role("button", name="Add a step").click()
    page.keyboard.type("Take a number.")
    type_answer(page, "Typed, not saved.")
    page.close()

    again = page.context.new_page()
    again.goto(change(article))
    expect(offer(again)).to_be_visible()
    assert axe.faults(again) == []
    again.get_by_role("button", name="Bring it back").click()

    expect(answer(again)).to_have_value("Typed, not saved.")
    steps = again.locator("[data-step]:not(.is-removed) .markdown-box")
    assert steps.evaluate_all("boxes => boxes.map(box => box.value)") == ["Come in.", "Take a number."]
    expect(again.get_by_text("You have changes that are not saved yet.")).to_be_visible()
    assert len(copies(again)) == 1


def test_words_survive_a_step_back_and_forth(sign_in, article):
    page = sign_in("Editor", change(article))
    page.on("dialog", lambda asked: asked.accept())
    type_answer(page, "Typed, then left.")

    page.get_by_role("link", name="All articles").click()
    page.get_by_role("heading", name="Articles").wait_for()
    page.go_back()
    page.get_by_role("button", name="Bring it back").click()

    expect(answer(page)).to_have_value("Typed, then left.")
    expect(answer_box(page)).to_have_text("Typed, then left.")


def test_what_was_saved_elsewhere_meanwhile_is_not_offered(sign_in, article):
    page = sign_in("Editor", change(article))
    type_answer(page, "The same words.")
    page.close()
    edit(article, publish=False, short_answer="The same words.")

    again = page.context.new_page()
    again.goto(change(article))
    again.get_by_role("button", name="Add a step").wait_for()

    assert (offer(again).count(), copies(again)) == (0, {})


def test_words_typed_just_before_the_tab_is_closed_are_kept(sign_in, article):
    page = sign_in("Editor", change(article))
    answer_box(page).fill("Typed in the last moment.")
    page.close(run_before_unload=False)

    again = page.context.new_page()
    again.goto(change(article))

    expect(offer(again)).to_be_visible()


def test_words_typed_before_the_scripts_are_there_are_kept(sign_in, article):
    page = sign_in("Editor", "/admin/")
    held = []
    page.route("**/main*.js", lambda route: held.append(route))

    page.goto(change(article), wait_until="commit")
    answer(page).fill("Typed at once.")
    wait_until_heard(page, lambda: held, "the scripts were asked for")
    held[0].continue_()

    wait_for_copy(page, "Typed at once.")
    expect(page.get_by_text("You have changes that are not saved yet.")).to_be_visible()


def test_words_survive_the_end_of_the_browser_and_of_the_session(
    chromium: Browser, live_server: LiveServer, article: Article, tmp_path: Path
):
    make_staff("Editor", "maria")

    def browser() -> BrowserContext:
        return chromium.browser_type.launch_persistent_context(
            tmp_path, executable_path=find_program(), args=LAUNCH, base_url=live_server.url
        )

    first = browser()
    page = first.new_page()
    page.goto(change(article))
    fill_sign_in(page, "maria")
    type_answer(page, "Typed before the end.")
    first.close()
    second = browser()
    page = second.new_page()
    page.goto(change(article))
    fill_sign_in(page, "maria")
    page.get_by_role("button", name="Bring it back").click()

    expect(answer(page)).to_have_value("Typed before the end.")
    second.close()


def test_after_a_session_ran_out_the_same_name_is_led_back_and_another_sees_nothing(sign_in, article):
    page = sign_in("Editor", change(article), username="maria")
    make_staff("Editor", "tom")
    page.on("dialog", lambda asked: asked.accept())
    type_answer(page, "Maria's words.")

    page.context.clear_cookies(name="kb-session")
    page.goto(change(article))
    fill_sign_in(page, "tom")
    expect(answer_box(page)).to_be_visible()
    seen_by_tom = (offer(page).count(), "Maria" in page.content())
    page.context.clear_cookies(name="kb-session")
    page.goto(change(article))
    fill_sign_in(page, "maria")

    assert seen_by_tom == (0, False)
    expect(offer(page)).to_be_visible()
    assert page.url.endswith(change(article))
    page.get_by_role("button", name="Bring it back").click()
    expect(answer(page)).to_have_value("Maria's words.")


def test_nothing_is_kept_once_it_is_saved(sign_in, article):
    page = sign_in("Editor", change(article))
    type_answer(page, "Typed and saved.")

    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("#messages")).to_contain_text("Saved.")

    wait_until(lambda: copies(page) == {}, "the copy is gone")
    page.reload()
    expect(answer(page)).to_have_value("Typed and saved.")
    assert offer(page).count() == 0


def test_nothing_is_kept_of_a_new_article_once_it_is_saved(sign_in):
    page = sign_in("Editor", ADD)
    page.get_by_label("Question").fill("Is it saved?")
    type_answer(page, "Typed and saved.")

    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved. Patients cannot see this yet.")).to_be_visible()

    wait_until(lambda: copies(page) == {}, "the copy is gone")


def test_a_save_that_was_refused_keeps_the_words_until_they_are_saved(sign_in):
    page = sign_in("Editor", ADD)
    page.on("dialog", lambda asked: asked.accept())
    type_answer(page, "An answer without a question.")

    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Please look at this")).to_be_visible()
    wait_for_copy(page, "An answer without a question.")
    assert len(copies(page)) == 1
    page.goto(ADD)

    expect(offer(page)).to_be_visible()


def test_what_is_not_wanted_is_forgotten(sign_in, article):
    page = sign_in("Editor", change(article))
    page.on("dialog", lambda asked: asked.accept())
    type_answer(page, "Typed, not wanted.")

    page.reload()
    page.get_by_role("button", name="No, forget it").click()
    page.reload()

    expect(answer(page)).to_have_value("Yes, you can.")
    assert (offer(page).count(), copies(page)) == (0, {})


def test_two_new_articles_in_two_tabs_are_both_offered_again(sign_in):
    page = sign_in("Editor", ADD)
    other = page.context.new_page()
    other.goto(ADD)
    type_answer(page, "The first one.")
    type_answer(other, "The second one.")
    page.close()
    other.close()

    again = page.context.new_page()
    again.goto(ADD)
    again.get_by_role("button", name="No, forget it").click()
    again.get_by_role("button", name="Bring it back").click()

    expect(answer(again)).to_have_value("The first one.")


def test_copies_of_a_week_ago_are_gone(sign_in, article):
    page = sign_in("Editor", "/admin/", username="maria")
    script = """([key, days]) => localStorage.setItem(
        key, JSON.stringify({at: Date.now() - days * 86400000, fields: [["short_answer", "Old words"]]}))"""
    page.evaluate(script, [f"unsaved maria {article.pk} a", 7.1])
    page.evaluate(script, ["unsaved tom 1 b", 8])
    page.evaluate(script, ["unsaved tom 2 c", 6.9])

    page.goto(change(article))
    page.get_by_role("button", name="Add a step").wait_for()

    assert offer(page).count() == 0
    assert list(copies(page)) == ["unsaved tom 2 c"]


def test_the_offer_names_the_day_where_that_is_not_today(sign_in, article):
    page = sign_in("Editor", "/admin/", username="maria")
    script = """key => localStorage.setItem(
        key, JSON.stringify({at: Date.now() - 3 * 86400000, fields: [["short_answer", "Old words"]]}))"""
    page.evaluate(script, f"unsaved maria {article.pk} a")
    day = page.evaluate(
        "new Date(Date.now() - 3 * 86400000).toLocaleString([], {weekday: 'long', day: 'numeric', month: 'long'})"
    )

    page.goto(change(article))

    expect(page.get_by_text(f"What you wrote here until {day}")).to_be_visible()


def test_a_browser_without_room_says_nothing_and_saves_all_the_same(sign_in, article):
    page = sign_in("Editor", change(article))
    page.evaluate(
        """() => { for (let size = 2 ** 20; size >= 1; size /= 2) {
            try { for (let n = 0; n < 12; n++) localStorage.setItem(`full ${size} ${n}`, "x".repeat(size)); } catch {}
        } }"""
    )

    answer_box(page).fill("Words for which there is no room.")
    expect(page.get_by_text("You have changes that are not saved yet.")).to_be_visible()
    kept = copies(page)
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved.").first).to_be_visible()

    assert kept == {}
    article.refresh_from_db()
    assert article.short_answer == "Words for which there is no room."


def test_nobody_saves_under_the_name_of_who_signed_in_meanwhile(sign_in, article):
    page = sign_in("Editor", change(article), username="maria")
    make_staff("Editor", "tom")
    type_answer(page, "Maria's words.")
    page.context.clear_cookies(name="kb-session")
    tab = page.context.new_page()
    tab.goto("/admin/login/")
    fill_sign_in(tab, "tom")
    tab.get_by_role("heading", name="What needs me?").wait_for()

    page.get_by_role("button", name="Save draft").click()

    expect(page.get_by_role("dialog", name="You are signed out")).to_be_visible()
    article.refresh_from_db()
    assert article.version == 1
