"""What is counted of searches: what each came to, what was opened, and never who searched or what tells who it was."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core import signing
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from faq.models import Clinic, SearchOutcome, UrgentPhrase, ViewCount
from faq.publishing import urgent
from tests.factories import make_article, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def article():
    caches["limits"].clear()
    return make_article("How do I reset my portal password?", steps=["Press “Reset Password”."])


def counted() -> list[tuple[str, int, int, str]]:
    rows = SearchOutcome.objects.order_by("kind", "rank", "text")
    return list(rows.values_list("kind", "rank", "times", "text"))


def search(reader: Client, typed: str, **values: object) -> str:
    return reader.get(reverse("faq:search"), {"q": typed, **values}).content.decode()


def links(html: str) -> list[str]:
    """Return the addresses of results."""
    return re.findall(r'href="(/articles/[^"]*\?found=[^"]*)"', html)


def test_a_search_is_counted_by_what_it_came_to(reader):
    search(reader, "reset password")
    search(reader, "zyxwv qqqqq")

    assert counted() == [("found", 0, 1, "reset password"), ("nothing", 0, 1, "...")]


def test_searches_that_mean_the_same_are_one_group(reader):
    for typed in ("reset password", "passwords reset", "reset my pasword"):
        search(reader, typed)

    assert [(kind, times) for kind, _, times, _ in counted()] == [("found", 3)]


def test_another_page_topic_or_form_of_a_search_is_not_counted_again(reader):
    for values in ({"page": 2}, {"exact": 1}, {"told": 1}):
        search(reader, "reset password", **values)

    assert counted() == []


def test_suggestions_robots_and_staff_are_not_counted(reader, client):
    reader.get(reverse("faq:search-suggestions"), {"q": "reset password"})
    Client(headers={"User-Agent": "Examplebot/1.0 (+http://example.org)"}).get("/search/", {"q": "reset password"})
    client.force_login(make_staff("Editor"))
    html = search(client, "reset password")

    assert (counted(), links(html)) == ([], [])


def test_an_urgent_search_adds_one_to_a_number_and_leaves_no_words(reader):
    urgent.save(UrgentPhrase(phrase="chest pain"), by=None)

    html = search(reader, "chest pain reset password")

    assert counted() == [("urgent", 0, 1, "")]
    assert list(SearchOutcome.objects.values_list("group", flat=True)) == [""]
    assert links(html) == []


def test_the_first_result_that_is_opened_is_counted_at_its_rank_once(reader, article):
    make_article("How do I change my portal password?")
    first, *_, last = links(search(reader, "portal password"))

    answers = [reader.get(link) for link in (last, last, first)]

    assert {answer.status_code for answer in answers} == {301}
    assert answers[2].url == article.get_absolute_url() or "change" in answers[2].url
    assert counted()[1:] == [("opened", 2, 1, "")]


def test_the_page_that_was_opened_stands_at_its_own_address_and_its_view_counts(reader, article):
    link = links(search(reader, "reset password"))[0]

    opened = reader.get(link, follow=True)

    assert opened.redirect_chain == [(article.get_absolute_url(), 301)]
    assert opened.status_code == 200
    assert ViewCount.objects.get(article=article).views == 1


def test_nobody_keeps_the_address_that_tells_what_was_opened(reader):
    answer = reader.get(links(search(reader, "reset password"))[0])

    assert "no-store" in answer["Cache-Control"]


def test_a_link_holds_no_word_that_was_typed(reader):
    word = links(search(reader, "reset password"))[0].partition("found=")[2]

    day, group, kind, rank, number = signing.loads(unquote(word.partition("#")[0]), salt="faq.opened-from-search")

    today = Clinic.load().now().date()
    assert (day, kind, rank) == (today.isoformat(), "opened", 1)
    assert re.fullmatch("[0-9a-f]{16} [0-9a-f]{12}", f"{group} {number}")


@pytest.mark.parametrize("word", ["", "x", "x:y:z", "%00", "a" * 5000])
def test_an_odd_word_counts_nothing_and_shows_the_article(reader, article, word):
    answer = reader.get(f"{article.get_absolute_url()}?found={word}", follow=True)

    assert answer.redirect_chain == [(article.get_absolute_url(), 301)]
    assert counted() == []


def test_an_old_link_counts_as_any_other_way_to_the_article(reader, article, monkeypatch):
    link = links(search(reader, "reset password"))[0]
    later = signing.time.time() + timedelta(minutes=31).total_seconds()
    monkeypatch.setattr(signing.time, "time", lambda: later)

    reader.get(link)

    assert [kind for kind, *_ in counted()] == ["found"]


def test_the_same_search_of_one_client_within_half_an_hour_is_one_search(reader):
    for address in ("203.0.113.5", "203.0.113.5", "203.0.113.6"):
        reader.get("/search/", {"q": "reset password"}, REMOTE_ADDR=address)

    assert counted() == [("found", 0, 2, "reset password")]


def test_a_word_in_no_list_no_article_and_no_synonym_is_never_written(reader):
    search(reader, "Kowalska reset password kowalska@example.org 03/04/1985")

    assert counted() == [("found", 0, 1, "... reset password ...")]
