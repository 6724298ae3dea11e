"""The reports page: who may read it, what it says, and the files for a spreadsheet."""

import csv
import re
from datetime import date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from faq.models import Article, Clinic, SearchCount, ViewCount
from faq.publishing import actions
from faq.stats import counting
from tests.factories import make_article, make_staff

pytestmark = pytest.mark.django_db

NAMES = ["reports", "reports-articles", "reports-articles-file", "reports-days-file"]
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def noon_on_23_november(monkeypatch):
    """Reports end today, so today stands still."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 23, 12, tzinfo=timezone.get_default_timezone()))


@pytest.fixture
def manager(client):
    client.force_login(make_staff("Manager"))
    return client


def read(article: Article, views: int, *, ago: int = 0) -> None:
    ViewCount.objects.create(article=article, day=TODAY - timedelta(days=ago), views=views)


def text(response) -> str:
    """The words of the page as a person reads them, in one line."""
    return " ".join(response.content.decode().split())


def rows(response) -> list[list[str]]:
    return list(csv.reader(b"".join(response.streaming_content).decode("utf-8-sig").splitlines()))


def test_a_manager_reads_totals_and_their_change(manager):
    article = make_article("Where can I park?")
    read(article, 30)
    read(article, 10, ago=2)
    read(article, 20, ago=7)
    read(article, 5, ago=14)

    page = text(manager.get(reverse("admin:reports"), {"range": "7"}))

    assert "40</strong> views from 17 November 2026 to 23 November 2026" in page
    assert "20 more than in the 7 days before, which had 20 (+100 %). Today is not over yet." in page


def test_a_percentage_needs_a_number_that_can_bear_it(manager):
    article = make_article()
    read(article, 1)
    read(article, 3, ago=7)
    read(article, 5, ago=14)

    page = text(manager.get(reverse("admin:reports"), {"range": "7"}))

    assert "2 fewer than in the 7 days before, which had 3." in page


def test_days_before_counting_began_are_not_compared(manager):
    read(make_article(), 3, ago=2)

    page = text(manager.get(reverse("admin:reports"), {"range": "7"}))

    assert "Views have been counted since 21 November 2026: too short to compare with the time before." in page
    assert ">Change</th>" not in page


def test_each_question_has_one_list_with_a_bar_in_its_row_on_one_scale(manager):
    read(make_article("Where can I park?"), 1234)
    make_article("Are you open?")
    Article.objects.update(published_at=timezone.now() - timedelta(days=40))

    page = text(manager.get(reverse("admin:reports"), {"range": "7"}))

    assert "Articles that came in the last 30 days of this range are not listed." in page
    for question in ("Which articles are read most?", "How many pages were read each day?"):
        assert page.count(f"{question}</h2>") == 1
    # The days alone are drawn, as no list can show them
    assert (page.count('role="img"'), page.count("<table")) == (1, 4)
    assert page.count('<td class="number">1,234</td>') == 3
    assert page.count(">1,234</text>") == 1
    assert re.findall(r'class="chart-block" width="(\d+%)" height="8"', page) == ["100%", "0%"]
    assert '<th scope="row">Monday 23 November 2026</th><td class="number">1,234</td>' in page


def test_the_rule_of_counting_stands_on_the_page(manager):
    page = text(manager.get(reverse("admin:reports")))

    assert all(sentence in page for sentence in counting.RULE)
    assert "midnight in the clinic’s time zone (UTC)" in page


def test_without_articles_or_views_the_page_says_what_to_expect(manager):
    assert "Nothing is published yet." in text(manager.get(reverse("admin:reports")))

    make_article("Where can I park?")
    page = text(manager.get(reverse("admin:reports")))
    assert "Nobody opened an article in these days." in page
    assert 'role="img"' not in page


def test_today_is_the_clinics_own_day(manager):
    Clinic.objects.create(name="Far east", time_zone="Pacific/Kiritimati")

    page = text(manager.get(reverse("admin:reports"), {"range": "7"}))

    assert "from 18 November 2026 to 24 November 2026" in page


def test_own_days_are_both_included(manager):
    article = make_article()
    for ago in (1, 2, 3, 4):
        read(article, 10**ago, ago=ago)

    page = text(manager.get(reverse("admin:reports"), {"range": "own", "first": "2026-11-20", "last": "2026-11-21"}))

    assert "1,100</strong> views from 20 November 2026 to 21 November 2026" in page
    assert "Today is not over yet." not in page


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"range": "own", "first": "2026-11-21", "last": "2026-11-20"}, "The first day is after the last day."),
        ({"range": "own", "first": "yesterday", "last": "2026-11-20"}, "Please write a day as year-month-day"),
        ({"range": "own", "first": "2026-02-30", "last": "2026-11-20"}, "Please write a day as year-month-day"),
        ({"range": "own", "first": "0001-01-01", "last": "9999-12-31"}, "That is too long ago or too long a time."),
        ({"range": "own"}, "Please give both days"),
        ({"first": "2026-11-20"}, "Please give both days"),
        ({"range": "own", "first": "2027-01-01", "last": "2027-01-02"}, "These days are still to come."),
        ({"range": "a hundred years"}, "This site has no such range."),
        ({"range": "\0'\"><script>"}, "This site has no such range."),
        ({"range": "own", "first": "\0", "last": "٢٠٢٦-١١-٢٠"}, "Please"),
    ],
)
@pytest.mark.parametrize("name", NAMES)
def test_odd_days_show_the_usual_range_and_a_sentence(manager, name, asked, sentence):
    read(make_article(), 7)

    response = manager.get(reverse(f"admin:{name}"), asked)

    if name.endswith("-file"):
        assert rows(response)[1:] != []
        return
    assert sentence in text(response)
    assert "Here are the last 30 days." in text(response)
    assert "<script>" not in text(response)


def test_what_was_typed_stays_in_its_field(manager):
    page = text(manager.get(reverse("admin:reports"), {"range": "own", "first": "2026-11-21", "last": "2026-11-20"}))

    assert 'name="first" value="2026-11-21"' in page
    assert 'name="last" value="2026-11-20"' in page


@pytest.mark.parametrize("articles", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("reports", 16), ("reports-articles", 11)])
def test_a_page_takes_as_many_queries_for_three_articles_as_for_one(
    manager, name, queries, articles, django_assert_num_queries
):
    for number in range(articles):
        read(make_article(f"Question {number}?"), 5)
        SearchCount.objects.create(day=TODAY - timedelta(days=number), not_found=4)

    with django_assert_num_queries(queries):
        manager.get(reverse(f"admin:{name}"))


def test_one_article_has_a_page_of_its_own(manager):
    parking, hours = make_article("Where can I park?"), make_article("Are you open?")
    read(parking, 3)
    read(hours, 4)

    page = text(manager.get(reverse("admin:reports-article", args=[parking.pk]), {"range": "7"}))

    assert "<h1>Where can I park?</h1>" in page
    assert "3</strong> views from 17 November 2026 to 23 November 2026" in page
    assert "Are you open?" not in page


def test_an_article_in_the_bin_keeps_its_report(manager):
    article = make_article("What about last winter?")
    read(article, 3)
    actions.move_to_bin(article, by=None)

    page = text(manager.get(reverse("admin:reports-article", args=[article.pk])))

    assert "3</strong> views" in page
    assert "Patients cannot read this article at the moment." in page
    assert "See it on the site" not in page


def test_an_article_that_never_was_on_the_site_is_not_found(manager):
    draft, binned = (make_article("A secret plan?", published=False) for _ in range(2))
    actions.move_to_bin(binned, by=None)

    pages = [manager.get(reverse("admin:reports-article", args=[pk])) for pk in (draft.pk, binned.pk, 999)]

    assert [page.status_code for page in pages] == [404] * 3
    assert not any("plan?" in text(page) for page in pages)


def test_all_articles_come_in_pages_that_keep_the_range(manager):
    for number in range(51):
        read(make_article(f"Question {number:02}?"), 100 - number)

    first = manager.get(reverse("admin:reports-articles"), {"range": "90"}).content.decode()
    second = text(manager.get(reverse("admin:reports-articles"), {"range": "90", "page": "2"}))
    beyond = text(manager.get(reverse("admin:reports-articles"), {"range": "90", "page": "nonsense"}))

    link = next(part.split('"')[0] for part in first.split('href="') if "page=" in part.split('"')[0])
    assert parse_qs(urlsplit(link.replace("&amp;", "&")).query) == {"range": ["90"], "page": ["2"]}
    assert "Question 50?" in second
    assert "Question 49?" not in second
    assert "Question 00?" in beyond


def test_a_file_of_articles_holds_each_number_exactly(manager):
    read(make_article("¿Dónde aparco?"), 12345)
    read(make_article("=HYPERLINK(1)"), 2)
    make_article("Nobody asks")

    response = manager.get(reverse("admin:reports-articles-file"), {"range": "7"})

    assert response["Content-Disposition"] == ('attachment; filename="views-by-article-2026-11-17-to-2026-11-23.csv"')
    assert rows(response) == [
        ["Article", "Views", "Views in the range before", "First published", "On the site now"],
        ["¿Dónde aparco?", "12345", "0", "2026-11-23", "yes"],
        ["'=HYPERLINK(1)", "2", "0", "2026-11-23", "yes"],
        ["Nobody asks", "0", "0", "2026-11-23", "yes"],
    ]


def test_a_file_of_days_opens_in_a_spreadsheet_with_numbers_as_numbers(manager):
    article = make_article("Where can I park?")
    read(article, 3)
    read(article, 2, ago=1)
    read(article, 9, ago=7)

    response = manager.get(reverse("admin:reports-days-file"), {"range": "7"})

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert b"".join(response.streaming_content).decode() == (
        '\ufeff"Article","Day","Views"\r\n"Where can I park?","2026-11-22",2\r\n"Where can I park?","2026-11-23",3\r\n'
    )


@pytest.mark.parametrize("name", NAMES)
def test_somebody_who_is_not_signed_in_is_asked_to(client, name):
    address = reverse(f"admin:{name}")

    assert client.get(address).headers["Location"] == f"/admin/login/?next={address}"


@pytest.mark.parametrize("name", NAMES)
def test_an_owner_may_read_reports_and_an_editor_may_not(client, name):
    client.force_login(make_staff("Owner"))
    assert client.get(reverse(f"admin:{name}")).status_code == 200

    client.force_login(make_staff("Editor"))
    refused = client.get(reverse(f"admin:{name}"))
    assert refused.status_code == 403
    assert "This page is not for you" in text(refused)


def test_somebody_who_left_the_staff_reads_nothing(client):
    gone = make_staff("Manager")
    get_user_model().objects.update(is_staff=False)
    client.force_login(gone)

    assert client.get(reverse("admin:reports")).headers["Location"] == "/admin/login/?next=/admin/reports/"


@pytest.mark.parametrize("name", NAMES)
def test_reports_are_read_and_never_sent_to(manager, name):
    response = manager.post(reverse(f"admin:{name}"))

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("name", NAMES)
def test_nobody_keeps_a_copy_of_a_report(manager, name):
    assert "no-store" in manager.get(reverse(f"admin:{name}"))["Cache-Control"]
