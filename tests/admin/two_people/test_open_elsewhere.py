"""Who else has an article open: said above the form, kept up by a small request, gone soon after they leave."""

import re
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from faq.models import Article, Edition, OpenEditor
from tests.admin.conftest import change_url, filled
from tests.factories import make_article

SENTENCE = "has had this article open since"


@pytest.fixture
def article(db) -> Article:
    return make_article("How do I book a visit?", short_answer="", published=False)


def open_url(article: Article) -> str:
    return f"/admin/faq/article/{article.pk}/open/"


def told(client: Client, article: Article) -> str:
    """What the line above the form says."""
    page = client.get(change_url(article)).text
    return re.search(r'id="open-elsewhere" role="status">(.*?)</p>', page, re.DOTALL)[1]


def page_of(client: Client, article: Article) -> str:
    """Open the editor; return the mark of its page."""
    return re.search(r'data-open-page="(\w+)"', client.get(change_url(article)).text)[1]


def ask(client: Client, article: Article, **sent: str) -> str:
    return client.post(open_url(article), sent).json()["sentence"]


def turn_back(**ago: int) -> None:
    """Make all that was noted so much older."""
    for row in OpenEditor.objects.all():
        row.opened_at, row.seen_at = row.opened_at - timedelta(**ago), row.seen_at - timedelta(**ago)
        row.save()


def test_the_second_is_told_who_has_it_open_and_since_when(two, article):
    ana, ben = two
    alone = told(ana, article)

    since = timezone.localtime(OpenEditor.objects.get().opened_at)

    assert alone == ""
    assert told(ben, article) == f"Ana {SENTENCE} {since:%H:%M}."
    assert ask(ana, article) == f"Ben {SENTENCE} {timezone.localtime(OpenEditor.objects.last().opened_at):%H:%M}."


def test_another_article_is_none_of_it(two, article):
    ana, ben = two
    ana.get(change_url(make_article("Where do I park?")))

    assert told(ben, article) == ""


def test_whoever_leaves_is_gone_at_once(two, article):
    ana, ben = two
    page = page_of(ana, article)

    ask(ana, article, page=page, left="1")

    assert told(ben, article) == ""


def test_a_page_that_is_left_late_does_not_close_the_one_opened_since(two, article):
    ana, ben = two
    before = page_of(ana, article)
    page_of(ana, article)

    ask(ana, article, page=before, left="1")

    assert told(ben, article).startswith("Ana ")


def test_two_quiet_minutes_end_it_and_a_request_in_time_does_not(two, article):
    ana, ben = two
    page = page_of(ana, article)
    turn_back(seconds=110)
    ask(ana, article, page=page)
    turn_back(seconds=110)
    kept = told(ben, article)
    turn_back(seconds=20)

    assert kept.startswith("Ana ")
    assert told(ben, article) == ""


def test_a_save_or_a_reload_does_not_begin_anew(two, article):
    ana, ben = two
    page = page_of(ana, article)
    opened_at = OpenEditor.objects.get().opened_at

    ask(ana, article, page=page, left="1")
    ana.post(change_url(article), filled(version=1, slug=article.slug, short_answer="Mine."), follow=True)

    assert OpenEditor.objects.get().opened_at == opened_at
    assert told(ben, article).startswith("Ana ")


def test_what_is_quiet_is_swept_when_somebody_opens_an_article(two, article):
    ana, ben = two
    ana.get(change_url(make_article("Where do I park?")))
    turn_back(minutes=3)

    ben.get(change_url(article))

    assert [row.who for row in OpenEditor.objects.all()] == [ben.user]


@pytest.mark.parametrize("mark", ["", "\x00", "x" * 5_000, "ünï", "' OR 1=1"])
def test_a_forged_mark_closes_nobody(two, article, mark):
    ana, ben = two
    ana.get(change_url(article))

    ask(ben, article, page=mark, left="1")
    ask(ben, article, page=mark)

    assert told(ben, article).startswith("Ana ")


def test_it_moves_no_edition_and_writes_no_log(two, article):
    before, entries = Edition.objects.get().number, article.audit_entries.count()

    told(two[0], article)
    ask(two[0], article)

    assert (Edition.objects.get().number, article.audit_entries.count()) == (before, entries)


def test_only_who_may_change_articles_is_told(sign_in, article):
    manager = sign_in("Manager")

    answer = manager.post(open_url(article))

    assert (answer.status_code, OpenEditor.objects.count()) == (403, 0)


def test_the_editor_opens_while_the_database_takes_no_writes(two, article):
    ana, ben = two
    ana.get(change_url(article))

    def refuse(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and "faq_openeditor" in sql:
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        page, asked = told(ben, article), ask(ben, article)

    assert page.startswith("Ana ")
    assert asked.startswith("Ana ")
    assert OpenEditor.objects.count() == 1
