"""Reports say which days are kept as months, and draw each as a month."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from faq.admin.reports import charts
from faq.models import Article, Clinic, FoldedCounts, SearchOutcome, ViewCount
from faq.stats import folding, months
from faq.stats.reports import DayViews
from tests.factories import make_article

KEPT = "Days until {} are kept as months."
CUT = "Your days cut such a month: it counts as a whole where its first day is among them, else not."


@pytest.fixture
def folded(db) -> date:
    """The first day of the last month that is kept as one, long ago; it had three views on its tenth day."""
    month = (Clinic.load().now().date() - timedelta(days=500)).replace(day=1)
    article = make_article("Where can I park?")
    Article.objects.update(published_at=datetime(2020, 1, 1, tzinfo=Clinic.load().zone))
    ViewCount.objects.create(article=article, day=month + timedelta(days=9), views=3)
    SearchOutcome.objects.create(day=month + timedelta(days=9), group="a", kind="nothing", text="lost hat", times=2)
    folding.fold(month)
    return month


def page(client, name: str, first: date, last: date) -> str:
    asked = {"range": "own", "first": first.isoformat(), "last": last.isoformat()}
    return " ".join(client.get(reverse(f"admin:{name}"), asked).content.decode().split())


@pytest.mark.parametrize("name", ["reports", "reports-articles", "reports-searches", "reports-feedback"])
def test_a_report_says_when_its_days_cut_a_month(sign_in, folded: date, name: str):
    manager, last = sign_in("Manager"), months.last_of(folded)

    whole = page(manager, name, folded, last)
    cut = page(manager, name, folded + timedelta(days=4), last)
    later = page(manager, name, last + timedelta(days=400), last + timedelta(days=410))

    assert (KEPT.format(f"{last:%-d %B %Y}") in whole, CUT in whole) == (True, False)
    assert f"{KEPT.format(f'{last:%-d %B %Y}')} {CUT}" in cut
    assert "kept as months" not in later


def test_a_month_is_one_bar_and_not_a_day(sign_in, folded: date):
    whole = page(sign_in("Manager"), "reports", folded, months.last_of(folded))

    assert f"1 to {months.last_of(folded):%-d %B %Y}: 3" in whole
    assert "How many pages were read each month?" in whole


def test_days_of_a_cut_month_are_not_compared(sign_in, folded: date):
    FoldedCounts.objects.update(counting_since=date(2020, 1, 1))
    ViewCount.objects.update(day=folded)

    cut = page(sign_in("Manager"), "reports", folded, folded + timedelta(days=9))

    assert "The days before cannot be compared with these: a month that is kept as one is cut." in cut


def test_forgotten_words_are_said_and_lead_to_no_form(sign_in, folded: date):
    searches = page(sign_in("Manager"), "reports-searches", folded, months.last_of(folded))

    assert "Searches made seldom, whose words are forgotten" in searches
    assert ("lost hat" in searches, "Fix it here" in searches) == (False, False)


def test_the_file_of_searches_names_the_month(sign_in, folded: date):
    asked = {"range": "own", "first": folded.isoformat(), "last": months.last_of(folded).isoformat()}

    file = b"".join(sign_in("Manager").get(reverse("admin:reports-searches-file"), asked)).decode()

    assert file.splitlines()[1].endswith(f',"{folded:%Y-%m}"')


def test_one_month_makes_a_drawing_of_months():
    days = [DayViews(date(2026, 11, 1), 30, date(2026, 11, 30)), DayViews(date(2026, 12, 1), 2)]

    drawn = charts.series(days)

    assert (drawn.unit, [bar.name for bar in drawn.bars]) == (
        "month",
        ["1 to 30 November 2026", "Tuesday 1 December 2026"],
    )
