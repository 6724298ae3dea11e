"""What the reports say of search: how often it did not help."""

from datetime import timedelta

import pytest
from django.urls import reverse

from faq.models import Clinic, SearchCount, SearchOutcome, ViewCount
from tests.factories import make_article, make_staff
from tests.page_text import text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("times", "sentence"),
    [
        ({7: 500}, "In these days, no patient said “I could not find it” after a search."),
        ({7: 500, 6: 1}, "In these days, patients said “I could not find it” once after a search."),
        ({7: 500, 6: 2, 0: 1200}, "In these days, patients said “I could not find it” 1,202 times after a search."),
    ],
)
@pytest.mark.parametrize("role", ["Manager", "Owner"])
def test_a_report_says_how_often_patients_could_not_find_it(client, role, times, sentence):
    client.force_login(make_staff(role))
    today = Clinic.load().now().date()
    for ago, number in times.items():
        SearchCount.objects.create(day=today - timedelta(days=ago), not_found=number)

    report = client.get(reverse("admin:reports"), {"range": "7"}).content.decode()

    assert sentence in " ".join(report.split())


def count(kind: SearchOutcome.Kind, group: str, text: str, times: int) -> None:
    today = Clinic.load().now().date()
    SearchOutcome.objects.create(day=today, kind=kind, group=group, text=text, times=times)


def shares(page) -> list[tuple[str, int, int | None, int | None]]:
    return [(each.words, each.times, each.percent, each.percent_before) for each in page.context["success"].shares]


def test_the_report_says_how_many_searches_found_something_beside_the_days_before(client):
    client.force_login(make_staff("Manager"))
    today, article = Clinic.load().now().date(), make_article()
    ViewCount.objects.create(article=article, day=today - timedelta(days=30), views=1)
    came_to = [("nothing", 0, 30), ("far", 6, 10), ("found", 0, 60), ("opened", 1, 40), ("urgent", 2, 500)]
    for kind, ago, times in [*came_to, ("nothing", 7, 10), ("found", 13, 10), ("found", 14, 999), ("found", 7, 20)]:
        day = today - timedelta(days=ago)
        SearchOutcome.objects.create(day=day, kind=kind, group=f"{kind}{times}", text="x", times=times)

    page = client.get(reverse("admin:reports"), {"range": "7"})

    assert shares(page) == [
        ("Found nothing", 30, 30, 25),
        ("Found only far matches", 10, 10, 0),
        ("Found something close", 60, 60, 75),
        ("Opened a close match", 40, 40, 0),
    ]
    words = text_of(page)
    assert "100 searches, 40 in the 7 days before." in words
    assert "Found nothing 30 30 % 25 % Found only far matches 10 10 % 0 %" in words


def test_of_few_searches_no_share_is_said_and_of_none_nothing(client):
    client.force_login(make_staff("Manager"))
    assert "Did patients find what they searched for?" not in text_of(client.get(reverse("admin:reports")))
    count(SearchOutcome.Kind.FOUND, "a", "parking", 19)

    page = client.get(reverse("admin:reports"))

    assert shares(page)[2] == ("Found something close", 19, None, None)
    assert "19 searches. " in text_of(page)
    assert "Searches Share Found nothing 0 – Found only far matches 0 – " in text_of(page)


def test_what_had_no_answer_stands_first_and_leads_to_its_fix(client):
    client.force_login(make_staff("Owner"))
    count(SearchOutcome.Kind.FOUND, "a", "parking", 9)
    count(SearchOutcome.Kind.NOTHING, "b", "fee for ... card", 2)

    page = client.get(reverse("admin:reports-searches")).content.decode()

    assert page.index("fee for ... card") < page.index("parking")
    assert '<a href="/admin/reports/searches/b/?range=30">Fix it here' in page


def test_a_manager_sees_searches_and_no_link_that_is_refused(client):
    client.force_login(make_staff("Manager"))
    count(SearchOutcome.Kind.NOTHING, "b", "fee", 2)

    page = client.get(reverse("admin:reports-searches")).content.decode()

    assert "/admin/reports/searches/b/" in page
    assert "/add/" not in page


def test_the_page_of_searches_says_when_there_are_none(client):
    client.force_login(make_staff("Manager"))

    page = client.get(reverse("admin:reports-searches"), {"range": "odd", "page": "-3"}).content.decode()

    assert "No patient has searched on these days." in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_searches_asks_the_same_whatever_it_lists(client, rows, django_assert_num_queries):
    client.force_login(make_staff("Manager"))
    for number in range(rows):
        count(SearchOutcome.Kind.NOTHING, str(number), f"fee {number}", 2)

    with django_assert_num_queries(11):
        client.get(reverse("admin:reports-searches"))


def test_the_searches_are_a_file_that_is_safe_in_a_spreadsheet(client):
    client.force_login(make_staff("Manager"))
    count(SearchOutcome.Kind.FAR, "b", "=fee", 2)

    lines = b"".join(client.get(reverse("admin:reports-searches-file")).streaming_content).decode().splitlines()

    today = Clinic.load().now().date()
    assert lines[1] == f'"\'=fee",2,0,2,0,0,"","{today}"'


def test_an_article_names_the_searches_that_lead_to_it(client, meaning_at_once):
    client.force_login(make_staff("Manager"))
    parking = make_article("Where can I park?", short_answer="Behind the house.")
    make_article("How do I pay my bill?", short_answer="By card.")
    count(SearchOutcome.Kind.FOUND, "a", "where to park", 9)
    count(SearchOutcome.Kind.FOUND, "b", "pay the bill", 20)
    count(SearchOutcome.Kind.FOUND, "c", "park ...", 12)
    count(SearchOutcome.Kind.NOTHING, "d", "parking", 50)
    count(SearchOutcome.Kind.FOUND, "", "where can i park", 90)

    page = client.get(reverse("admin:reports-article", args=[parking.pk]))

    assert [(line.text, line.searched) for line in page.context["searches"]] == [("park ...", 12), ("where to park", 9)]
    assert "park ... made 12 times, a close match opened 0 times where to park made 9 times" in text_of(page)
    assert "Which searches lead here?" not in text_of(client.get(page.request["PATH_INFO"], {"range": "last-month"}))
