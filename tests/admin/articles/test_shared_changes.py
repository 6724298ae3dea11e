"""Staff see what else changes before they publish shared steps, and afterwards which articles need a look."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from faq.models import Article, ViewCount
from faq.publishing import actions
from tests.admin.conftest import change_url, filled
from tests.factories import edit, make_article
from tests.page_text import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared() -> Article:
    return make_article("How do I sign in?", steps=["Open.", "Press."], tags=["A"])


@pytest.fixture
def host(shared) -> Article:
    host = make_article("How do I book?", steps=["Sit.", {"include": shared.slug}], tags=["A"])
    ViewCount.objects.create(article=host, day=timezone.localdate(), views=7)
    return host


def press_publish(client: Client, article: Article, second_step: str) -> str:
    """What the page says after somebody changed the second step and pressed Publish."""
    sent = filled({"text": "Open."}, {"text": second_step}, title=article.title, tags="A", version=article.version)
    del sent["_save"]
    return text_of(client.post(change_url(article), {**sent, "_publish": ""}, follow=True))


def answer(client: Client, article: Article, **sent: str) -> str:
    """What the page says after the question before publishing was answered."""
    version = Article.objects.get(pk=article.pk).version
    address = f"/admin/faq/article/{article.pk}/publish/"
    return text_of(client.post(address, {"version": version, "_as_read": "", **sent}, follow=True))


def still_fits(client: Client, host: Article) -> str:
    seen = re.findall(r'name="seen" value="([^"]*)"', client.get(change_url(host)).text)
    return text_of(client.post(f"/admin/faq/article/{host.pk}/still-fits/", {"seen": seen}, follow=True))


def test_publishing_shared_steps_asks_first_and_says_what_else_changes(editor, shared, host):
    page = press_publish(editor, shared, "Tap.")

    assert "One other article shows these steps and changes too" in page
    assert "How do I book? read 7 times in the last 30 days" in page
    assert "Step 2 Press. Tap." in page
    shared.refresh_from_db()
    assert shared.has_unpublished_changes


def test_answered_it_is_published_and_the_other_article_needs_a_look(editor, shared, host):
    press_publish(editor, shared, "Tap.")

    page = answer(editor, shared)

    assert "Published. Patients see it now. One article that shows its steps needs a look" in page
    assert [step["html"] for step in host.live.steps()][2] == "<p>Tap.</p>"
    assert "How do I book? Shared steps changed" in text_of(editor.get("/admin/"))
    assert "How do I book?" in text_of(editor.get("/admin/faq/article/?need=shared"))


def test_spelling_only_lets_nobody_look(editor, shared, host):
    press_publish(editor, shared, "Press!")

    page = answer(editor, shared, spelling_only="on")

    assert "Published. Patients see it now." in page
    assert "Shared steps changed" not in text_of(editor.get("/admin/"))


def test_the_article_says_what_changed_until_somebody_says_that_it_still_fits(editor, shared, host):
    press_publish(editor, shared, "Tap.")
    answer(editor, shared)
    assert "The steps of “How do I sign in?” changed. Do they still fit here?" in text_of(editor.get(change_url(host)))

    page = still_fits(editor, host)

    assert "Thank you. The change log says that you have looked." in page
    assert "Do they still fit here?" not in page
    log = text_of(editor.get(f"/admin/faq/article/{host.pk}/history/"))
    assert "Looked at the changed shared steps (from “How do I sign in?”) today" in log


def test_a_look_at_what_changed_meanwhile_does_not_count(editor, shared, host):
    edit(shared, steps=["Open.", "Tap."])
    seen = re.findall(r'name="seen" value="([^"]*)"', editor.get(change_url(host)).text)
    edit(shared, steps=["Open.", "Touch."])

    page = text_of(editor.post(f"/admin/faq/article/{host.pk}/still-fits/", {"seen": seen}, follow=True))

    assert "These steps have just changed again. Please look at them once more." in page
    assert "Do they still fit here?" in page


@pytest.mark.parametrize("seen", [[], ["1"], ["x-y"], ["1-2-3"], ["9" * 40 + "-1"], ["\x00-1"]])
def test_an_odd_answer_confirms_nothing(editor, shared, host, seen):
    edit(shared, steps=["Open.", "Tap."])

    page = editor.post(f"/admin/faq/article/{host.pk}/still-fits/", {"seen": seen}, follow=True)

    assert "Do they still fit here?" in text_of(page)


def test_what_changes_no_step_is_published_at_once(editor, shared, host):
    assert "Published. Patients see it now." in press_publish(editor, shared, "Press.")


def test_the_list_leaves_shared_steps_to_their_own_page(editor, shared, host):
    edit(shared, steps=["Open.", "Tap."], publish=False)

    sent = {"action": "publish", "_selected_action": [shared.pk], f"version-{shared.pk}": 2, "index": 0}
    page = text_of(editor.post("/admin/faq/article/", sent, follow=True))

    assert "Other articles show its steps. Please open it and press Publish there." in page


def test_a_colleague_who_saved_meanwhile_is_named_before_it_is_published(editor, shared, host):
    press_publish(editor, shared, "Tap.")
    edit(shared, publish=False, short_answer="Another.")

    page = answer(editor, shared, version="2")

    assert "saved this article in the meantime. Please read it again before you publish." in page
    assert Article.objects.get(pk=shared.pk).has_unpublished_changes


def test_what_cannot_be_published_is_refused_at_once(editor, shared, host):
    actions.save(shared, {"steps": [{"text": "Call {{nobody}}."}]}, by=None, version=1)

    page = text_of(
        editor.post(
            change_url(shared),
            filled({"text": "Call {{nobody}}."}, title=shared.title, version=2, _publish=""),
            follow=True,
        )
    )

    assert "There is no fact called “nobody”" in page
