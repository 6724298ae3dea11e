"""Staff say with one press that an article is still correct, and find those that wait for it."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from faq.models import Article
from tests.clock import Clock
from tests.factories import edit, make_article
from tests.page_text import text_of


@pytest.fixture(autouse=True)
def clock(db, monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(monkeypatch)
    clock.set(datetime(2026, 3, 1, 12, tzinfo=UTC))
    return clock


def test_one_press_says_who_and_when_and_takes_it_off_the_list(sign_in, clock: Clock):
    article = make_article(review_every="3")
    clock.set(datetime(2026, 6, 1, 12, tzinfo=UTC))
    ana = sign_in("Editor", first_name="Ana")
    listed = article.title in text_of(ana.get("/admin/faq/article/?need=overdue"))

    page = ana.post(reverse("admin:faq_article_still_correct", args=[article.pk]), {"version": 1}, follow=True)

    said = "Found still correct on 1 June 2026 by Ana. The next check is due before 1 September 2026."
    assert f"Thank you. {said}" in text_of(page)
    assert listed
    assert "No article waits to be checked." in text_of(ana.get("/admin/faq/article/?need=overdue"))


def test_the_editor_says_when_a_check_was_due(editor, clock: Clock):
    article = make_article(review_every="3")
    clock.set(datetime(2026, 6, 1, 12, tzinfo=UTC))
    editor.force_login(editor.user)

    page = editor.get(reverse("admin:faq_article_change", args=[article.pk]))

    assert "Nobody has checked it yet. The next check was due before 1 June 2026. Still correct" in text_of(page)


def test_an_article_that_nobody_wants_checked_asks_nothing(editor):
    page = editor.get(reverse("admin:faq_article_change", args=[make_article().pk]))

    assert "Still correct" not in text_of(page)


@pytest.mark.parametrize("version", ["1", "", "x"])
def test_a_version_that_was_not_seen_is_not_called_correct(editor, version: str):
    article = edit(make_article(review_every="3"), title="Other?")

    page = editor.post(reverse("admin:faq_article_still_correct", args=[article.pk]), {"version": version}, follow=True)

    assert "Please read it once more." in text_of(page)
    assert Article.objects.get().checked_on is None


def test_who_may_not_publish_calls_nothing_correct(sign_in):
    article = make_article(review_every="3")

    answer = sign_in("Manager").post(reverse("admin:faq_article_still_correct", args=[article.pk]), {"version": 1})

    assert answer.status_code == 403
    assert Article.objects.get().checked_on is None
