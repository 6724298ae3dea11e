"""Addresses: moved, gone, never there, in any script."""

from urllib.parse import unquote_to_bytes

import pytest
from django.test import Client
from django.urls import reverse

from faq.publishing import actions
from tests.factories import edit, make_article, make_staff
from tests.page_text import text_of, titles_in, without_address_words

pytestmark = pytest.mark.django_db


def test_drafts_and_staff_articles_answer_like_a_missing_page(reader: Client):
    make_article("A draft?", published=False)
    make_article("For staff?", audience="staff")

    missing = reader.get("/articles/nothing-here/")
    for slug in ("a-draft", "for-staff"):
        response = reader.get(f"/articles/{slug}/")
        assert response.status_code == missing.status_code == 404
        assert without_address_words(response) == without_address_words(missing)


def test_an_article_that_became_staff_only_is_missing_too(reader: Client):
    article = edit(make_article("Was public?"), audience="staff")
    missing = reader.get("/articles/nothing-here/")

    for_staff = reader.get("/articles/was-public/")
    actions.unpublish(article, by=None)
    taken_off = reader.get("/articles/was-public/")

    assert [for_staff.status_code, taken_off.status_code] == [404, 404]
    assert len(set(map(without_address_words, (for_staff, taken_off, missing)))) == 1


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

    assert without_address_words(reader.get("/articles/new-name/")) == without_address_words(
        reader.get("/articles/nothing-here/")
    )
    assert "Public question?" in text_of(reader.get("/articles/public-question/"))


def test_addresses_in_any_script_work(reader: Client):
    article = make_article("पासवर्ड कैसे बदलें?", tags=["日本語"])

    assert "पासवर्ड कैसे बदलें?" in text_of(reader.get(article.get_absolute_url()))
    assert titles_in(reader.get(reverse("faq:tag", args=["日本語"]))) == ["पासवर्ड कैसे बदलें?"]


MISTYPED = [
    "/articles/What-Is-A-Co-Pay/",
    "/articles/what-is-a-co-pay",
    "/Articles/what-is-a-co-pay/",
    "/articles//what-is-a-co-pay/",
    "/articles/what-is-a-co-pay//",
    "//articles/what-is-a-co-pay/",
    "/articles/%20what-is-a-co-pay%20",
    "/articles/%2520What-Is-A-Co-Pay",
    "/articles/%57hat-is-a-co-pay",
    *(f"/articles/What-Is-A-Co-Pay{mark}" for mark in '.),;"’>”?!'),
    "/articles/what-is-a-co-pay/).",
]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", MISTYPED)
@pytest.mark.parametrize("is_former", [False, True])
def test_a_mistyped_address_leads_to_the_article_in_one_step(reader: Client, path: str, method: str, is_former: bool):
    article = make_article("What is a co-pay?")
    now = edit(article, slug="co-payments").get_absolute_url() if is_former else article.get_absolute_url()

    answer = reader.generic(method, "/", PATH_INFO=bytes_of(path), QUERY_STRING="who=child&page=2")

    assert (answer.status_code, answer["Location"]) == (301, f"{now}?who=child&page=2")


def bytes_of(path: str) -> str:
    """`path` as a server hands it over: decoded once, each byte a letter."""
    return unquote_to_bytes(path).decode("latin-1")


def test_capitals_of_other_languages_and_decomposed_letters_are_forgiven(reader: Client):
    make_article("Contraseña olvidada")

    answers = [reader.get(f"/articles/{typed}/") for typed in ("CONTRASEÑA-OLVIDADA", "contrasen\u0303a-olvidada")]

    assert [answer["Location"] for answer in answers] == ["/articles/contrase%C3%B1a-olvidada/"] * 2


@pytest.mark.parametrize(
    "path",
    [
        "/articles/what-is-a/",
        "/articles/What-Is-A",
        "/articles/what-is-a-co-pay/more/",
        "/articles/what.is.a.co-pay/",
        "/articles/!!!/",
        "/articles/what-is-a-co-pay\x00x/",
        "//evil.example/articles/what-is-a-co-pay/",
        "/articles//evil.example/",
        "//evil.example",
        "/articles/A-Draft",
        "/articles/For-Staff).",
    ],
)
def test_what_is_no_address_stays_missing_however_it_is_typed(reader: Client, path: str):
    make_article("What is a co-pay?")
    make_article("A draft?", published=False)
    make_article("For staff?", audience="staff")

    answer = reader.generic("GET", "/", PATH_INFO=path)

    assert answer.status_code == 404
    assert without_address_words(answer) == without_address_words(reader.get("/articles/nothing-here/"))


def test_staff_are_led_to_a_mistyped_staff_article():
    make_article("For staff?", audience="staff")
    client = Client()
    client.force_login(make_staff())

    assert client.get("/articles/For-Staff?x=1")["Location"] == "/articles/for-staff/?x=1"


def test_a_mistyped_address_of_what_was_taken_off_says_that_it_is_gone(reader: Client):
    actions.unpublish(make_article("Old question?"), by=None)

    answer = reader.get("/articles/Old-Question).")

    assert answer.status_code == 410
    assert "This article was removed" in text_of(answer)


def test_a_draft_address_of_what_was_taken_off_is_not_known(reader: Client):
    article = edit(make_article("Old question?"), slug="new-name", publish=False)
    actions.unpublish(article, by=None)

    assert without_address_words(reader.get("/articles/new-name/")) == without_address_words(
        reader.get("/articles/nothing-here/")
    )
    assert reader.get("/articles/old-question/").status_code == 410


@pytest.mark.parametrize("path", ["/Articles/", "//articles/", "/articles//"])
def test_a_mistyped_address_of_the_list_leads_there(reader: Client, path: str):
    answer = reader.generic("GET", "/", PATH_INFO=path, QUERY_STRING="page=2")

    assert (answer.status_code, answer["Location"]) == (301, "/articles/?page=2")
