"""Readers of the site that the clinic had before are led to the article, where an import named its address."""

from datetime import timedelta

import pytest
from django.test import Client

from faq.models import Article, OldAddress
from faq.publishing import actions, article_bin, exchange
from faq.publishing.importing import reader as files
from faq.publishing.importing.parsed import ParsedFile
from tests.factories import make_article
from tests.page_text import without_address_words

pytestmark = pytest.mark.django_db
FILE = (
    "---\ntitle: How do I pay?\nredirect_from:\n- /faq/Pay/\n- https://old.example/p%C3%A1gar.html?x=1\n---\nBy card.\n"
)


def read(table: str) -> ParsedFile:
    return files.read_upload("a.csv", table.encode())


@pytest.fixture
def article() -> Article:
    return exchange.load(files.read_upload("a.md", FILE.encode()), by=None, publish=True).articles[0]


@pytest.mark.parametrize("address", ["/faq/Pay/", "/faq/Pay", "/p%C3%A1gar.html"])
def test_an_old_address_leads_to_the_article_in_one_step(reader: Client, article: Article, address: str):
    answer = reader.get(f"{address}?page=2")

    assert (answer.status_code, answer["Location"]) == (301, "/articles/how-do-i-pay/?page=2")


@pytest.mark.parametrize("is_for_staff", [True, False])
def test_an_old_address_says_nothing_of_a_draft_or_of_an_article_for_staff(reader: Client, is_for_staff: bool):
    article = exchange.load(files.read_upload("a.md", FILE.encode()), by=None).articles[0]
    if is_for_staff:
        actions.save(article, {"audience": "staff"}, by=None, version=1)
        actions.publish(article, by=None)
        actions.unpublish(article, by=None, replaced_by=make_article("Other?"))

    answer = reader.get("/faq/Pay/")

    assert answer.status_code == 404
    assert without_address_words(answer) == without_address_words(reader.get("/faq/never-was/"))


def test_an_old_address_of_what_was_taken_off_says_so_or_leads_on(reader: Client, article: Article):
    other = make_article("How do I pay by card?")

    actions.unpublish(article, by=None)
    gone = reader.get("/faq/Pay/")
    actions.publish(article, by=None)
    actions.unpublish(article, by=None, replaced_by=other)
    led = reader.get("/faq/Pay/")

    assert (gone.status_code, gone["Cache-Control"]) == (410, "private, no-store")
    assert "This article was removed" in gone.text
    assert (led.status_code, led["Location"]) == (302, "/articles/how-do-i-pay-by-card/")


def test_an_old_address_leads_to_the_replacement_when_the_bin_is_emptied(reader: Client, article: Article):
    other = make_article("How do I pay by card?")
    actions.move_to_bin(article, by=None, replaced_by=other)

    article_bin.empty(older_than=timedelta(0))

    assert reader.get("/faq/Pay/")["Location"] == "/articles/how-do-i-pay-by-card/"
    assert set(OldAddress.objects.values_list("article", flat=True)) == {other.pk}


def test_an_old_address_belongs_to_the_first_article_that_named_it(article: Article):
    text = "Question,Answer,Old address\nAnother?,Yes.,/faq/Pay/\n"

    imported = exchange.load(read(text), by=None)

    assert imported.refusals == ["“Another?”: the old address /faq/Pay/ leads to another article already."]
    assert OldAddress.objects.get(path="faq/Pay").article == article


def test_an_old_address_of_a_site_of_this_kind_is_kept_as_a_former_address(reader: Client):
    text = "Question,Answer,Old address\nAnother?,Yes.,/articles/once-called/\n"

    exchange.load(read(text), by=None, publish=True)

    assert reader.get("/articles/once-called/")["Location"] == "/articles/another/"


def test_a_page_of_ours_is_never_taken_by_an_old_address(reader: Client):
    make_article("Here?")
    exchange.load(read("Question,Answer,Old address\nAnother?,Yes.,/search/\n"), by=None, publish=True)

    assert "Location" not in reader.get("/search/?q=here")
