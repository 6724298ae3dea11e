"""Readers of an article that is off the site come to the one that replaces it, in one step."""

import pytest
from django.test import Client

from faq.models import Article
from faq.publishing import actions
from tests.factories import edit, make_article
from tests.page_text import text_of, without_address_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def replaced() -> Article:
    """Taken off at /articles/renamed/, formerly /articles/old/; /articles/new/ gets its readers."""
    article = edit(make_article("Old?"), slug="renamed")
    actions.unpublish(article, by=None, replaced_by=make_article("New?"))
    return article


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", ["/articles/renamed/", "/articles/old/", "/articles/Renamed).", "/articles/OLD"])
def test_every_address_leads_there_for_now(reader: Client, replaced: Article, path: str, method: str):
    answer = reader.generic(method, path, QUERY_STRING="who=child")

    assert (answer.status_code, answer["Location"]) == (302, "/articles/new/?who=child")


def test_from_the_bin_as_well(reader: Client, replaced: Article):
    actions.move_to_bin(replaced, by=None, replaced_by=Article.objects.get(slug="new"))

    assert reader.get("/articles/old/")["Location"] == "/articles/new/"


@pytest.mark.parametrize("change", ["taken off", "staff only"])
def test_readers_are_told_that_it_is_gone_when_the_other_one_is_too(reader: Client, replaced: Article, change: str):
    other = Article.objects.get(slug="new")
    if change == "taken off":
        actions.unpublish(other, by=None)
    else:
        edit(other, audience="staff")

    answer = reader.get("/articles/renamed/")

    assert answer.status_code == 410
    assert "This article was removed" in text_of(answer)


def test_a_replacement_that_moved_is_reached_in_one_step(reader: Client, replaced: Article):
    edit(Article.objects.get(slug="new"), slug="newest")

    assert reader.get("/articles/old/")["Location"] == "/articles/newest/"


def test_published_again_it_is_read_at_its_own_address(reader: Client, replaced: Article):
    actions.publish(replaced, by=None)

    assert "Old?" in text_of(reader.get("/articles/renamed/"))
    assert reader.get("/articles/old/")["Location"] == "/articles/renamed/"


def test_patients_do_not_learn_what_replaced_a_staff_article(reader: Client):
    article = make_article("For staff?", audience="staff")
    actions.unpublish(article, by=None, replaced_by=make_article("New?"))

    answer = reader.get("/articles/for-staff/")

    assert answer.status_code == 404
    assert without_address_words(answer) == without_address_words(reader.get("/articles/nothing-here/"))
