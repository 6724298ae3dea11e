"""Staff set when an article goes live and off the site on a page of its own."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from faq.models import Article, Clinic
from faq.publishing import facts
from tests.clock import Clock
from tests.factories import edit, make_article
from tests.page_text import text_of


@pytest.fixture(autouse=True)
def clock(db, monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(monkeypatch)
    clock.set(datetime(2026, 3, 1, 15, tzinfo=UTC))
    facts.save_clinic(Clinic(time_zone="America/New_York"), by=None)
    return clock


def url(article: Article) -> str:
    return reverse("admin:faq_article_schedule", args=[article.pk])


def sent(article: Article, publish_at: str = "", expires_at: str = "", seen: str = "/") -> dict[str, object]:
    return {"version": article.version, "publish_at": publish_at, "expires_at": expires_at, "seen": seen}


def test_times_are_those_of_the_clinics_clock_and_stand_wherever_the_state_is_said(editor):
    article = make_article(published=False)

    done = editor.post(url(article), sent(article, "2026-03-09T08:00", "2026-12-01T18:30"), follow=True)

    article.refresh_from_db()
    assert article.publish_at == datetime(2026, 3, 9, 12, tzinfo=UTC)
    assert article.expires_at == datetime(2026, 12, 1, 23, 30, tzinfo=UTC)
    said = "This version goes live 9 March, 08:00. It goes off the site 1 December, 18:30."
    assert f"Set. Patients cannot see this yet. {said}" in text_of(done)
    assert "Goes live 9 March, 08:00" in text_of(editor.get("/admin/faq/article/?need=scheduled"))
    page = editor.get(url(article)).content.decode()
    assert 'value="2026-03-09T08:00"' in page
    assert 'value="2026-12-01T18:30"' in page


def test_times_are_taken_back_by_emptying_them(editor):
    article = make_article(published=False)
    editor.post(url(article), sent(article, "2026-03-09T08:00"))

    editor.post(url(article), sent(article, seen="2026-03-09T12:00:00+00:00/"))

    article.refresh_from_db()
    assert (article.publish_at, article.publish_number) == (None, None)


@pytest.mark.parametrize(
    ("publish_at", "expires_at", "said"),
    [
        ("2026-03-01T09:59", "", "1 March 2026 at 09:59 (EST) is past already."),
        ("2026-03-08T02:30", "", "There is no 02:30 on 8 March 2026: clocks go forward then."),
        ("", "2026-11-01T01:30", "01:30 comes twice on 1 November 2026, as clocks go back then."),
        ("2026-04-02T08:00", "2026-04-01T08:00", "The article would go off the site before it is published."),
        ("", "2026-04-01T08:00", "This article is not on the site. Please say first when it goes live."),
        ("tomorrow", "", "Please give a day and a time"),
        ("9999-12-31T23:59", "", "Please give a day and a time"),
    ],
)
def test_what_cannot_be_is_said_beside_what_was_typed(editor, publish_at: str, expires_at: str, said: str):
    article = make_article(published=False)

    page = editor.post(url(article), sent(article, publish_at, expires_at))

    assert said in text_of(page)
    assert f'value="{publish_at or expires_at}"' in page.content.decode()
    assert not Article.objects.scheduled().exists()


def test_times_that_a_colleague_set_meanwhile_stay(two):
    ana, ben = two
    article = make_article(published=False)
    ana.post(url(article), sent(article, "2026-03-09T08:00"))

    page = ben.post(url(article), sent(article, "2026-03-10T08:00"))

    assert "Ana set other times in the meantime: goes live on 9 March 2026 at 08:00 (EDT)." in text_of(page)
    assert Article.objects.get().publish_at == datetime(2026, 3, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize("odd", ["", "x/y", "2026-03-09/2026-03-10", "2026-03-09T08:00:00+00:00", "//"])
def test_a_form_that_does_not_say_what_was_seen_is_answered(editor, odd: str):
    article = make_article(published=False)

    editor.post(url(article), sent(article, "2026-03-09T08:00", seen=odd))

    assert Article.objects.get().publish_at == datetime(2026, 3, 9, 12, tzinfo=UTC)


def test_words_that_a_colleague_saved_meanwhile_are_not_published_unread(editor):
    article = make_article(published=False)
    edit(article, publish=False, title="Other?")

    page = editor.post(url(article), {**sent(article, "2026-03-09T08:00"), "version": 1})

    assert "Somebody else saved this article in the meantime." in text_of(page)
    assert not Article.objects.scheduled().exists()


def test_the_editor_says_that_later_changes_are_not_in_it(editor):
    article = make_article(published=False)
    editor.post(url(article), sent(article, "2026-03-09T08:00"))

    page = editor.get(reverse("admin:faq_article_change", args=[edit(article, publish=False, title="Other?").pk]))

    assert "Version 1 goes live 9 March, 08:00, without what was changed since." in text_of(page)


def test_the_staff_area_is_right_at_the_second_too(editor, clock: Clock):
    article = make_article(published=False)
    editor.post(url(article), sent(article, "2026-03-09T08:00"))
    clock.set(datetime(2026, 3, 9, 12, tzinfo=UTC) - timedelta(seconds=1))
    editor.force_login(editor.user)
    before = text_of(editor.get("/admin/faq/article/"))
    clock.set(datetime(2026, 3, 9, 12, tzinfo=UTC))

    after = text_of(editor.get("/admin/faq/article/"))

    assert "Goes live today, 08:00" in before
    assert "Goes live" not in after
    assert "Published" in after


def test_who_may_not_publish_sets_no_times(sign_in):
    manager, article = sign_in("Manager"), make_article(published=False)

    answer = manager.post(url(article), sent(article, "2026-03-09T08:00"))

    assert answer.status_code == 403
    assert not Article.objects.scheduled().exists()
