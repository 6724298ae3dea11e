"""One reader, one day, one view: what a page hands out and what it counts."""

import time
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from faq.models import SearchCount, ViewCount
from faq.stats import counting
from tests import database
from tests.factories import edit, make_article, make_staff
from tests.page_text import text_of
from tests.visitor import BROWSER

pytestmark = pytest.mark.django_db


def views() -> int:
    return sum(ViewCount.objects.values_list("views", flat=True))


def test_a_reload_the_same_day_is_answered_short_and_counted_once(reader: Client):
    make_article("How do I log in?")
    first = reader.get("/articles/how-do-i-log-in/")

    again = reader.get("/articles/how-do-i-log-in/", headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again["ETag"] == first["ETag"]
    assert first["Cache-Control"] == "private, no-cache"
    assert views() == 1


def test_reading_again_after_an_edit_is_still_one_reader(reader: Client):
    article = make_article("How do I log in?")
    first = reader.get("/articles/how-do-i-log-in/")
    edit(article, short_answer="New words.")

    again = reader.get("/articles/how-do-i-log-in/", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 200
    assert "New words." in text_of(again)
    assert views() == 1


def test_yesterdays_copy_counts_as_a_new_view(reader: Client):
    make_article("How do I log in?")
    etag = reader.get("/articles/how-do-i-log-in/")["ETag"]
    yesterday = '"20200101' + etag[len('"20200101') :]

    assert reader.get("/articles/how-do-i-log-in/", headers={"If-None-Match": yesterday}).status_code == 200
    assert views() == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": BROWSER, "Sec-Purpose": "prefetch;prerender"},
        {"User-Agent": BROWSER, "Purpose": "prefetch"},
    ],
)
def test_bots_and_prefetch_add_nothing_and_hold_no_receipt(headers: dict):
    make_article("How do I log in?")

    response = Client(headers=headers).get("/articles/how-do-i-log-in/")

    assert response.status_code == 200
    assert "ETag" not in response
    assert views() == 0


def test_a_look_at_the_head_alone_adds_nothing(reader: Client):
    make_article("How do I log in?")

    assert reader.head("/articles/how-do-i-log-in/").status_code == 200
    assert views() == 0


def test_staff_add_nothing_and_get_a_fresh_page_with_their_bar(reader: Client):
    article = make_article("How do I log in?")
    reader.force_login(make_staff("Editor"))

    response = reader.get("/articles/how-do-i-log-in/")

    assert views() == 0
    assert response["Cache-Control"] == "private, no-store"
    assert reverse("admin:faq_article_change", args=[article.pk]) in response.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("state", ["locked", "read-only"])
def test_a_reader_who_comes_while_nothing_can_be_written_gets_the_page_and_is_counted_later(reader: Client, state: str):
    make_article("How do I log in?")

    with database.STATES[state]():
        first = reader.get("/articles/how-do-i-log-in/")
        again = reader.get("/articles/how-do-i-log-in/", headers={"If-None-Match": first["ETag"]})
        thanks = reader.post("/search/not-found/", headers={"Sec-Fetch-Site": "same-origin"})
    stored_meanwhile = views()
    counting.add_journal()

    assert (first.status_code, again.status_code) == (200, 304)
    assert ">How do I log in?</h1>" in first.text
    assert thanks["Location"] == "/search/not-found/"
    assert (stored_meanwhile, views(), SearchCount.objects.get().not_found) == (0, 1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("state", ["locked", "read-only"])
@pytest.mark.parametrize("address", ["/", "/articles/", "/tags/", "/search/?q=log+in", "/search/suggestions/?q=log"])
def test_no_page_waits_for_a_database_that_takes_nothing(reader: Client, state: str, address: str):
    make_article("How do I log in?", tags=["Portal"])

    with database.STATES[state]():
        began = time.monotonic()
        page = reader.get(address)
        taken = time.monotonic() - began

    assert "Portal" in page.text if address == "/tags/" else "log in" in page.text.lower()
    # A save would wait five
    assert taken < 4


@pytest.mark.django_db(transaction=True)
def test_a_page_is_shown_where_neither_database_nor_data_folder_can_be_written(reader: Client, settings):
    settings.KB_JOURNAL_DIR = Path("/proc/clinic/counts")
    make_article("How do I log in?")

    with database.read_only():
        page = reader.get("/articles/how-do-i-log-in/").text

    assert ">How do I log in?</h1>" in page
    assert views() == 0


@pytest.mark.parametrize("query", ["utm=1", "utm_source=mail&utm_medium=e-mail", "fbclid=abc", "gclid=x"])
def test_the_same_reader_by_a_link_from_a_mail_is_counted_once(reader: Client, query: str):
    make_article("How do I log in?")
    first = reader.get("/articles/how-do-i-log-in/")

    by_mail = reader.get(f"/articles/how-do-i-log-in/?{query}", headers={"If-None-Match": first["ETag"]})
    again = reader.get(by_mail["Location"], headers={"If-None-Match": first["ETag"]})

    assert (by_mail.status_code, by_mail["Location"]) == (301, "/articles/how-do-i-log-in/")
    assert by_mail["Cache-Control"] == "private, no-store"
    assert again.status_code == 304
    assert views() == 1


def test_what_a_link_says_beside_its_tracking_stays(reader: Client):
    make_article("How do I log in?")

    answer = reader.get("/articles/how-do-i-log-in/?who=a%20child&utm_source=mail")

    assert answer["Location"] == "/articles/how-do-i-log-in/?who=a%20child"


def test_an_old_address_with_tracking_leads_to_the_page_in_one_step(reader: Client):
    article = make_article("How do I log in?")
    edit(article, slug="log-in")

    answer = reader.get("/articles/how-do-i-log-in/?utm_source=mail", follow=True)

    assert answer.redirect_chain == [("/articles/log-in/", 301)]
    assert views() == 1


def test_an_address_that_leads_nowhere_leads_nowhere_with_tracking_either(reader: Client):
    answer = reader.get("/articles/never-was/?utm_source=mail")

    assert answer.status_code == 404
    assert "Location" not in answer
