"""Who else has an article open: a quiet line that comes and goes without a reload."""

import os

import pytest
from playwright.sync_api import Page, expect

from faq.models import Article, OpenEditor
from faq.publishing import open_editors
from tests.browser import axe
from tests.browser.editor import change, wait_until_heard
from tests.factories import make_article, make_staff
from tests.services import wait_until

pytestmark = pytest.mark.browser
SENTENCE = "Ana Lovelace has had this article open since"


@pytest.fixture
def article(live_server) -> Article:
    return make_article("How do I book a visit?", short_answer="Call us.")


def opened(sign_in, article: Article, **more) -> tuple[Page, list[str]]:
    """The editor with a clock that stands still, and the addresses of its small requests."""
    page, asked = sign_in("Editor", "/admin/", **more), []
    page.clock.install()
    page.on("request", lambda request: "/open/" in request.url and asked.append(request.url))
    page.goto(change(article))
    page.get_by_role("button", name="Add a step").wait_for()
    return page, asked


def test_the_line_comes_and_goes_while_somebody_writes(sign_in, article):
    page, asked = opened(sign_in, article)
    ana = make_staff("Editor", "ana", first_name="Ana", last_name="Lovelace")
    mark = open_editors.note_opened(article, ana)

    expect(page.get_by_text(SENTENCE)).to_have_count(0)
    page.clock.run_for(26_000)
    expect(page.get_by_text(SENTENCE)).to_be_visible()
    open_editors.note_left(article, ana, mark)
    page.clock.run_for(26_000)
    expect(page.get_by_text(SENTENCE)).to_have_count(0)

    assert len(asked) == 2


def test_it_asks_at_most_once_in_twenty_seconds(sign_in, article):
    page, asked = opened(sign_in, article)

    for _ in range(10):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.clock.run_for(60_000)
    wait_until_heard(page, lambda: len(asked) == 2, "two questions in a minute")


def test_a_hidden_tab_asks_nothing(sign_in, article):
    page, asked = opened(sign_in, article)

    page.evaluate("Object.defineProperty(document, 'hidden', {get: () => true})")
    page.clock.run_for(120_000)
    page.evaluate("fetch('/healthz')")

    assert asked == []


def test_whoever_closes_the_tab_is_gone(sign_in, article):
    page, _ = opened(sign_in, article)
    assert OpenEditor.objects.get().has_left is False

    page.close(run_before_unload=False)

    wait_until(lambda: OpenEditor.objects.get().has_left, "the tab has said that it is left")


@pytest.mark.parametrize(
    ("width", "scheme"), [(width, scheme) for width in (1280, 390) for scheme in ("light", "dark")]
)
def test_the_line_stands_above_the_form_without_a_fault(sign_in, article, width: int, scheme: str):
    ana = make_staff("Editor", "ana", first_name="Ana", last_name="Lovelace")
    open_editors.note_opened(article, ana)

    page = sign_in("Editor", change(article), width=width, scheme=scheme)

    expect(page.get_by_role("status").filter(has_text=SENTENCE)).to_be_visible()
    assert axe.faults(page) == []
    if os.environ.get("SHOTS"):
        page.screenshot(path=f"{os.environ['SHOTS']}/open-{width}-{scheme}.png")
