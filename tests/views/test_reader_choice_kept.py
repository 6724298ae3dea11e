"""A reader's choice is kept in few pages, whatever stands in addresses, and its reader is counted once."""

import pytest
from django.core.cache import caches
from django.test import Client

from faq.models import Article
from tests.factories import edit, make_article
from tests.views.test_reader_choice import PATH, WHO, article_that_asks, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return article_that_asks()


@pytest.fixture(autouse=True)
def pages_in_memory(settings) -> None:
    """Where they can be counted, whatever keeps the pages of this run."""
    memory = {"BACKEND": "kb.protection.memory_cache.MemoryCache", "LOCATION": "choices"}
    settings.CACHES = {**settings.CACHES, "pages": {**memory, "OPTIONS": {"max_bytes": 1_000_000}}}
    caches["pages"].clear()


def kept_pages() -> int:
    return len(caches["pages"]._store.entries)


@pytest.mark.parametrize(
    "query",
    [
        "for=<script>alert(1)</script>",
        "for=%3Cscript%3E",
        "for=gone",
        "for=",
        "for",
        "for=me&for=my-child",
        "for=me.my-child",
        "for=" + "a" * 10_000,
        "for=%00",
        "for=%ff%fe",
        "for=me%20",
    ],
)
def test_what_is_no_choice_leads_to_the_page_for_everybody_and_is_kept_as_that(
    reader: Client, article: Article, query: str
):
    reader.get(PATH)
    pages = kept_pages()

    moved = reader.get(f"{PATH}?{query}")
    from_nothing = Client(headers={"User-Agent": "Mozilla/5.0 Firefox"})
    caches["pages"].clear()
    built = from_nothing.get(f"{PATH}?{query}")

    assert (moved.status_code, moved["Location"]) == (built.status_code, built["Location"]) == (301, PATH)
    assert kept_pages() == pages == 1
    assert article.view_counts.get().views == 1


def test_nonsense_is_answered_from_the_kept_page(reader: Client, article: Article, django_assert_num_queries):
    reader.get(PATH)

    # The edition and the clinic's day; nothing of the article, and no count
    with django_assert_num_queries(1):
        moved = reader.get(f"{PATH}?for=nobody")

    assert moved["Location"] == PATH


def test_each_choice_has_one_address_however_it_is_spelled(reader: Client, article: Article):
    spelled = ["for=phone.my-child", "for=phone.my-child.gone", "for=my%2Dchild.phone", "for=my-child.phone&x=1"]

    assert {reader.get(f"{PATH}?{query}")["Location"] for query in spelled} == {f"{PATH}?for=my-child.phone"}
    assert reader.get(f"{PATH}?for=my-child.phone").status_code == 200
    assert kept_pages() == 1


def test_other_words_in_the_query_lead_to_the_page_without_them(reader: Client, article: Article):
    moved = reader.get(f"{PATH}?x=1&for=me&y")
    page = reader.get(moved["Location"])

    assert (moved.status_code, moved["Location"]) == (301, f"{PATH}?for=me")
    assert words_of(page)[1] == "2 Type your name."
    assert kept_pages() == 1


def test_a_reader_counts_once_whatever_stands_in_the_query(reader: Client, article: Article):
    addresses = {reader.get(f"{PATH}?{query}")["Location"] for query in ("x=1", "y=2&z", "page=3")}

    assert addresses == {PATH}
    assert not article.view_counts.exists()


def test_a_kept_choice_is_not_shown_once_the_article_asks_something_else(reader: Client, article: Article):
    reader.get(f"{PATH}?for=me")
    edit(article, reader_questions=[], steps=["Open."])

    page = reader.get(f"{PATH}?for=me", follow=True)

    assert words_of(page) == ["1 Open."]


def test_a_reader_who_picks_is_counted_once(article: Article):
    reader = Client(headers={"User-Agent": "Mozilla/5.0 Firefox"})
    reader.get(PATH)
    site = "http://testserver"

    reader.get(PATH, {"for": "me"}, headers={"Referer": f"{site}{PATH}"})
    reader.get(PATH, {"for": "me.phone"}, headers={"Referer": f"{site}{PATH}?for=me"})
    reader.get(PATH, headers={"Referer": f"{site}{PATH}?for=me.phone"})

    assert article.view_counts.get().views == 1


def test_so_is_one_whose_address_is_in_another_script():
    steps = ["Open.", {"text": "Ask.", "only_for": ["me"]}]
    article = make_article("医院在哪里？", reader_questions=[WHO], steps=steps)
    reader = Client(headers={"User-Agent": "Mozilla/5.0 Firefox"})
    path = article.get_absolute_url()

    reader.get(path)
    reader.get(f"{path}?for=me", headers={"Referer": f"http://testserver{path}"})

    assert "%" in path
    assert article.view_counts.get().views == 1


@pytest.mark.parametrize(
    "referer",
    ["", "http://testserver/search/", "http://elsewhere.example/articles/how-do-i-log-in/", "http://[", "x", f"{PATH}"],
)
def test_who_comes_to_a_choice_from_elsewhere_is_counted(article: Article, referer: str):
    reader = Client(headers={"User-Agent": "Mozilla/5.0 Firefox"})

    reader.get(PATH, {"for": "me"}, headers={"Referer": referer})

    assert article.view_counts.get().views == 1


def test_an_article_that_asks_nothing_counts_as_ever(reader: Client):
    article = make_article("Where do I park?")

    for _ in range(2):
        reader.get(article.get_absolute_url(), headers={"Referer": f"http://testserver{article.get_absolute_url()}"})

    assert article.view_counts.get().views == 2
