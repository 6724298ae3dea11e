"""Finished pages: what is kept where, under which names, and for how long."""

import re
from datetime import UTC, date, datetime

import pytest
import redis
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from faq.models import Article, Clinic
from faq.publishing import actions, facts
from faq.views import page_cache, published_state
from faq.views.compression import compress, decompress
from faq.views.page_cache import Address
from kb.settings import REDIS
from tests.factories import edit, make_article
from tests.page_text import text_of

pytestmark = pytest.mark.django_db

ADDRESS = "/articles/how-do-i-log-in/"
WEEK = {day: [["08:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


@pytest.fixture
def article() -> Article:
    return make_article("How do I log in?", tags=["Portal"])


@pytest.fixture
def stored(redis_server, settings) -> redis.Redis:
    """The Redis in which this site keeps its pages."""
    settings.CACHES = {**settings.CACHES, "pages": {**REDIS, "LOCATION": redis_server[0]}}
    return redis.from_url(redis_server[0])


@pytest.fixture(params=["memory", "redis"])
def either_cache(request: pytest.FixtureRequest) -> str:
    """Runs a test once with pages in memory and once with pages in Redis."""
    if request.param == "redis":
        request.getfixturevalue("stored")
    return request.param


def at(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_a_page_lands_in_redis_as_plain_bytes(reader: Client, article: Article, stored: redis.Redis):
    page = reader.get(ADDRESS)

    keys = stored.keys()
    assert [re.fullmatch(rb"kb:1:page:[0-9a-f]{32}", key) is not None for key in keys] == [True]
    assert stored.get(keys[0]) == f"{article.pk} 1\ntext/html; charset=utf-8\n".encode() + compress(page.content)
    assert 0 < stored.ttl(keys[0]) <= 300


def test_another_host_is_given_the_page_and_counts_its_reader(
    reader: Client, article: Article, stored: redis.Redis, django_assert_num_queries
):
    reader.get(ADDRESS)
    key = stored.keys()[0]
    article_id, kind, body = stored.get(key).split(b"\n", 2)
    body = compress(decompress(body).replace(b"Yes, you can.", b"Built on the first host."))
    stored.set(key, b"\n".join([article_id, kind, body]))
    caches["pages"].close()

    with django_assert_num_queries(2):
        page = reader.get(ADDRESS)

    assert "Built on the first host." in text_of(page)
    assert article.view_counts.get().views == 2


@pytest.mark.parametrize(
    "kept", [b"", b"x", b"x\ntext/html\nx", b"1\ntext/html", b"\xff\n\xff\n\xff", b"\x80\x04K\x01."]
)
def test_what_is_no_page_of_ours_is_built_anew(reader: Client, article: Article, stored: redis.Redis, kept: bytes):
    first = reader.get(ADDRESS)
    stored.set(stored.keys()[0], kept)

    assert reader.get(ADDRESS).content == first.content


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/search/?q=my+rash", 200),
        ("get", "/search/suggestions/?q=my+rash", 200),
        ("post", "/search/not-found/", 302),
        ("get", "/?utm_source=mail", 301),
        ("get", f"{ADDRESS}?q=my+rash", 301),
        ("get", f"{ADDRESS}?page=1", 301),
        ("get", "/articles/?page=999", 200),
        ("get", "/articles/?page=01", 200),
        ("get", "/articles/?page=1&page=1", 200),
        ("get", "/articles/?page=x", 200),
        ("get", f"/articles/?{'a' * 60_000}", 200),
        ("get", f"/articles/{'a' * 60_000}/", 404),
        ("get", "/articles/my-rash/", 404),
        ("get", "/preview/x/", 404),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_somebody_typed_leaves_no_trace_in_redis(
    reader: Client, article: Article, stored: redis.Redis, method: str, address: str, status: int
):
    answer = getattr(reader, method)(address, headers={"Sec-Fetch-Site": "same-origin"})

    assert (answer.status_code, stored.keys()) == (status, [])


def test_an_unknown_query_costs_no_question_to_redis(reader: Client, article: Article, stored: redis.Redis):
    reader.get(f"{ADDRESS}?{'a' * 60_000}")

    assert "cmdstat_get" not in stored.info("commandstats")


def test_the_page_of_a_removed_article_is_not_kept(reader: Client, article: Article, stored: redis.Redis):
    actions.unpublish(article, by=None)

    answer = reader.get(ADDRESS)

    assert (answer.status_code, stored.keys()) == (410, [])


def test_numbered_pages_of_a_list_are_kept(reader: Client, stored: redis.Redis, django_assert_num_queries):
    for number in range(23):
        make_article(f"Question {number:02}?")
    first = [reader.get(f"/articles/{query}").content for query in ("", "?page=1", "?page=2")]

    with django_assert_num_queries(3):
        again = [reader.get(f"/articles/{query}").content for query in ("", "?page=1", "?page=2")]

    assert again == first
    assert len(stored.keys()) == 3


def test_an_edit_is_seen_on_the_next_request(reader: Client, article: Article, either_cache: str):
    reader.get(ADDRESS)

    edit(article, short_answer="New words.")

    assert "New words." in text_of(reader.get(ADDRESS))


def test_a_kept_page_costs_one_statement_and_its_count(
    reader: Client, article: Article, either_cache: str, django_assert_num_queries
):
    first = reader.get(ADDRESS)

    with django_assert_num_queries(2):
        again = reader.get(ADDRESS)

    assert again.content == first.content
    assert article.view_counts.get().views == 2


def test_the_next_day_has_a_page_of_its_own(reader: Client, article: Article, either_cache: str, monkeypatch):
    facts.save_clinic(Clinic(name="Test clinic", hours=WEEK, time_zone="America/New_York"), by=None)
    # Friday night there
    at(datetime(2026, 11, 28, 4, 59, 50, tzinfo=UTC), monkeypatch)
    friday = reader.get(ADDRESS)

    at(datetime(2026, 11, 28, 5, 0, 10, tzinfo=UTC), monkeypatch)
    saturday = reader.get(ADDRESS, headers={"If-None-Match": friday["ETag"]})

    assert "Open today 8 am to 5 pm" in text_of(friday)
    assert "Closed today" in text_of(saturday)


def test_a_page_is_kept_no_longer_than_its_words_are_true(
    reader: Client, article: Article, stored: redis.Redis, monkeypatch
):
    at(datetime(2026, 11, 27, 23, 59, 0, tzinfo=UTC), monkeypatch)

    reader.get(ADDRESS)

    assert 0 < stored.ttl(stored.keys()[0]) <= 60


@pytest.mark.parametrize(
    ("zone", "end"),
    [("UTC", "2026-03-30T00:00:00+00:00"), ("Europe/Berlin", "2026-03-30T00:00:00+02:00")],
)
def test_words_of_a_day_are_true_until_the_clinics_midnight(zone: str, end: str, monkeypatch):
    # Berlin's clocks go forward half an hour later
    at(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), monkeypatch)

    state = published_state.current(lambda: Clinic(time_zone=zone))

    assert (state.day, state.true_until.isoformat()) == (date(2026, 3, 29), end)


def test_while_redis_is_away_pages_are_built_and_counted(
    reader: Client, article: Article, stored: redis.Redis, redis_server
):
    reader.get(ADDRESS)
    redis_server[1].kill()
    redis_server[1].wait()

    pages = [text_of(reader.get(ADDRESS)) for _ in range(3)]

    assert ["Yes, you can." in page for page in pages] == [True, True, True]
    assert article.view_counts.get().views == 4


def test_names_of_the_site_have_pages_of_their_own(reader: Client, article: Article, either_cache: str, settings):
    settings.ALLOWED_HOSTS = ["a.example", "b.example"]

    pages = [reader.get(ADDRESS, headers={"Host": host}) for host in ("a.example", "b.example", "a.example")]

    found = [re.search(r'rel="canonical" href="([^"]+)"', page.content.decode())[1] for page in pages]
    assert found == [f"http://{host}{ADDRESS}" for host in ("a.example", "b.example", "a.example")]


def test_a_real_site_keeps_pages_for_its_own_names_only(
    reader: Client, article: Article, stored: redis.Redis, settings
):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "http://help.example.org:8080", ["help.example.org", ".wild.example"]
    allowed = ("help.example.org:8080", "help.example.org", "help.example.org:81", "HELP.example.org", "a.wild.example")

    kept = []
    for host in allowed:
        assert reader.get(ADDRESS, headers={"Host": host}).status_code == 200
        kept.append(len(stored.keys()))

    assert kept == [1, 2, 2, 2, 2]


def test_before_anything_was_published_nothing_is_kept(reader: Client, stored: redis.Redis):
    page = reader.get("/")

    assert "Our clinic" in text_of(page)
    assert stored.keys() == []


def test_a_kept_page_is_found_without_a_view_or_a_request(reader: Client, article: Article, either_cache: str):
    page = reader.get(ADDRESS)

    kept = page_cache.get(Address("http", "testserver", ADDRESS, ""), published_state.current())

    assert (decompress(kept.body), kept.content_type) == (page.content, page["Content-Type"])
    assert kept.article_id == article.pk


def test_a_page_that_an_older_version_kept_uncompressed_is_built_anew(reader: Client, stored: redis.Redis):
    make_article("How do I log in?")
    page = reader.get(ADDRESS)
    stored.set(stored.keys()[0], b"1\ntext/html; charset=utf-8\n<p>As it was.</p>")

    assert reader.get(ADDRESS).content == page.content


def test_what_a_program_asked_for_is_kept_for_readers(article: Article, reader: Client, django_assert_num_queries):
    robot = Client(headers={"User-Agent": "Googlebot"}).get(ADDRESS)

    with django_assert_num_queries(2):
        page = reader.get(ADDRESS)

    assert page.content == robot.content
    assert ("ETag" in robot, "ETag" in page) == (False, True)
