"""What reports say of where readers came from, of each version and of steps read elsewhere, from requests made here."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from faq.models import Article, ViewCount
from tests.factories import edit, make_article, make_staff
from tests.visitor import BROWSER

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(make_staff("Manager"))
    return client


def open_page(article: Article, referer: str = "", *, host: str = "203.0.113.7") -> None:
    Client(headers={"User-Agent": BROWSER, "Referer": referer}, REMOTE_ADDR=host).get(article.get_absolute_url())


def words_of(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def test_the_origins_of_an_article_add_up_to_its_views(manager):
    article, other = make_article("Where can I park?"), make_article("When are you open?")
    for referer in (
        "",
        "http://testserver/",
        "http://testserver/search/?q=park",
        f"http://testserver{other.get_absolute_url()}",
    ):
        open_page(article, referer)
    for number in range(1, 5):
        open_page(article, "https://hospital.example.org/parking", host=f"203.0.113.{number}")
    open_page(other)

    page = manager.get(reverse("admin:reports-article", args=[article.pk]))

    lines = {line.words: (line.views, line.parts) for line in page.context["origins"]}
    assert lines == {
        "Another website": (4, [("hospital.example.org", 2), ("others", 2)]),
        "No page: a bookmark, a message, an address on paper": (1, []),
        "Another page of this site": (1, []),
        "The search of this site": (1, []),
        "Another article": (1, []),
    }
    assert page.context["report"].line.views == 8
    assert "Another website hospital.example.org: 2, others: 2 4" in words_of(page)
    assert sum(line.views for line in manager.get(reverse("admin:reports")).context["origins"]) == 9


def test_each_version_has_its_views(manager):
    article = make_article("Where can I park?")
    open_page(article)
    open_page(article)
    edit(article, short_answer="Behind the house.")
    open_page(article)

    page = manager.get(reverse("admin:reports-article", args=[article.pk]))

    assert [(each.number, each.views) for each in page.context["versions"]] == [(2, 1), (1, 2)]


def test_steps_are_read_inside_only_while_they_are_shown_there(manager):
    shared = make_article("How do I sign in?", steps=["Open the portal."])
    other = make_article("How do I pay?", steps=["Call us."])
    open_page(other)
    edit(other, steps=[{"include": shared.slug}, {"text": "Press Pay."}])
    open_page(other)
    open_page(other)

    page = manager.get(reverse("admin:reports-article", args=[shared.pk]))

    assert "Read 2 times inside “ How do I pay? ”" in words_of(page)
    assert page.context["report"].line.views == 0


def test_what_was_counted_before_origins_were_is_said_so(manager):
    article = make_article("Where can I park?")
    open_page(article)
    ViewCount.objects.update(source="", revision_number=0)

    page = manager.get(reverse("admin:reports-article", args=[article.pk]))

    assert "Not known, as it was not counted yet 1" in words_of(page)
    assert page.context["versions"] == []
