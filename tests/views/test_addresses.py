"""Addresses: moved, gone, never there, in any script."""

import pytest
from django.test import Client
from django.urls import reverse

from faq.publishing import actions
from tests.factories import edit, make_article
from tests.page_text import text_of, titles_in

pytestmark = pytest.mark.django_db


def test_drafts_and_staff_articles_answer_like_a_missing_page(reader: Client):
    make_article("A draft?", published=False)
    make_article("For staff?", audience="staff")

    missing = reader.get("/articles/nothing-here/")
    for slug in ("a-draft", "for-staff"):
        response = reader.get(f"/articles/{slug}/")
        assert response.status_code == missing.status_code == 404
        assert response.content == missing.content


def test_an_article_that_became_staff_only_is_missing_too(reader: Client):
    article = edit(make_article("Was public?"), audience="staff")
    missing = reader.get("/articles/nothing-here/")

    for_staff = reader.get("/articles/was-public/")
    actions.unpublish(article, by=None)
    taken_off = reader.get("/articles/was-public/")

    assert [for_staff.status_code, taken_off.status_code] == [404, 404]
    assert for_staff.content == taken_off.content == missing.content


def test_an_old_address_leads_to_the_article_in_one_step(reader: Client):
    article = make_article("Old question?")
    edit(edit(article, slug="middle"), slug="newest")

    for old in ("old-question", "middle"):
        response = reader.get(f"/articles/{old}/")
        assert (response.status_code, response["Location"]) == (301, "/articles/newest/")


def test_an_unpublished_address_says_politely_that_it_is_gone(reader: Client):
    article = edit(make_article("Old question?"), slug="renamed")
    actions.unpublish(article, by=None)

    for slug in ("renamed", "old-question"):
        response = reader.get(f"/articles/{slug}/")
        assert response.status_code == 410
        assert "Old question" not in text_of(response)


def test_an_address_not_yet_published_is_not_known(reader: Client):
    article = make_article("Public question?")
    edit(article, slug="new-name", publish=False)

    assert reader.get("/articles/new-name/").content == reader.get("/articles/nothing-here/").content
    assert "Public question?" in text_of(reader.get("/articles/public-question/"))


def test_addresses_in_any_script_work(reader: Client):
    article = make_article("पासवर्ड कैसे बदलें?", tags=["日本語"])

    assert "पासवर्ड कैसे बदलें?" in text_of(reader.get(article.get_absolute_url()))
    assert titles_in(reader.get(reverse("faq:tag", args=["日本語"]))) == ["पासवर्ड कैसे बदलें?"]
