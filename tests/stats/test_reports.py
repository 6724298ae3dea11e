"""Reports: every number is exactly what was counted."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from faq.models import Article, ViewCount
from faq.publishing import actions
from faq.stats import counting, reports
from faq.stats.ranges import Range
from tests.factories import edit, make_article

pytestmark = pytest.mark.django_db

WEEK = Range(date(2026, 11, 9), date(2026, 11, 15))
LONG_AGO = date(2026, 1, 1)
ZONE = ZoneInfo("America/New_York")


def settle() -> None:
    """Let every article have been on the site for long."""
    Article.objects.update(published_at=datetime(2026, 1, 1, tzinfo=UTC))


def read(article: Article, on: date, views: int) -> None:
    ViewCount.objects.create(article=article, day=on, views=views)


def numbers(report: reports.Report) -> list[tuple[str, int, int]]:
    return [(line.title, line.views, line.before) for line in report.articles]


def test_articles_stand_from_most_to_least_read_with_the_range_before():
    parking, hours, fees = (make_article(title) for title in ("Where can I park?", "Are you open?", "What is the fee?"))
    read(parking, date(2026, 11, 9), 3)
    read(parking, date(2026, 11, 15), 4)
    read(parking, date(2026, 11, 8), 2)
    read(parking, date(2026, 11, 2), 1)
    read(hours, date(2026, 11, 12), 8)
    read(hours, date(2026, 11, 1), 50)
    read(hours, date(2026, 11, 16), 50)

    report = reports.report(WEEK, zone=ZONE)

    assert numbers(report) == [("Are you open?", 8, 0), ("Where can I park?", 7, 3), ("What is the fee?", 0, 0)]
    assert (report.total.views, report.total.before, report.total.change) == (15, 3, 12)


def test_days_have_no_gaps_and_add_up_to_the_total():
    parking, hours = make_article("Where can I park?"), make_article("Are you open?")
    read(parking, date(2026, 11, 10), 3)
    read(hours, date(2026, 11, 10), 2)
    read(hours, date(2026, 11, 15), 1)
    read(hours, date(2026, 11, 8), 9)

    report = reports.report(WEEK, zone=ZONE)

    assert [day.views for day in report.days] == [0, 5, 0, 0, 0, 0, 1]
    assert [day.day for day in report.days] == [date(2026, 11, 9) + timedelta(days=number) for number in range(7)]
    assert sum(day.views for day in report.days) == report.total.views == 6


def test_without_a_single_view_every_published_article_stands_with_nought():
    make_article("Where can I park?")
    settle()

    report = reports.report(WEEK, zone=ZONE)

    assert numbers(report) == [("Where can I park?", 0, 0)]
    assert report.most_read == []
    assert [line.title for line in report.hardly_read] == ["Where can I park?"]
    assert report.counting_since is None


def test_drafts_and_articles_for_staff_are_not_reported_as_unread():
    make_article("A draft", published=False)
    make_article("For staff", audience="staff")

    assert reports.report(WEEK, zone=ZONE).articles == []


def test_views_of_an_article_that_left_the_site_still_count():
    gone = make_article("What about last winter?")
    read(gone, date(2026, 11, 10), 6)
    actions.move_to_bin(gone, by=None)

    report = reports.report(WEEK, zone=ZONE)

    assert [(line.title, line.views, line.is_published) for line in report.articles] == [
        ("What about last winter?", 6, False)
    ]
    assert report.hardly_read == []


def test_a_report_names_articles_as_patients_read_them():
    article = make_article("Where can I park?")
    edit(article, title="A title nobody has published yet", publish=False)

    assert numbers(reports.report(WEEK, zone=ZONE)) == [("Where can I park?", 0, 0)]


def test_hardly_read_is_the_quarter_of_articles_with_the_fewest_views():
    for number, title in enumerate(["One", "Two", "Three", "Four", "Five"], start=1):
        read(make_article(title), date(2026, 11, 10), number)
    settle()

    report = reports.report(WEEK, zone=ZONE)

    assert [line.title for line in report.most_read] == ["Five", "Four", "Three", "Two", "One"]
    assert [line.title for line in report.hardly_read] == ["One", "Two"]


def test_hardly_read_holds_every_article_without_a_view_up_to_ten():
    for number in range(12):
        make_article(f"Question {number:02}?")
    read(Article.objects.get(title="Question 11?"), date(2026, 11, 10), 1)
    settle()

    titles = [line.title for line in reports.report(WEEK, zone=ZONE).hardly_read]

    assert titles == [f"Question {number:02}?" for number in reversed(range(1, 11))]


def test_the_only_article_is_never_called_hardly_read():
    read(make_article(), date(2026, 11, 10), 1)
    settle()

    assert reports.report(WEEK, zone=ZONE).hardly_read == []


@pytest.mark.parametrize(("published", "listed"), [("2026-10-16", ["Unread?"]), ("2026-10-17", []), ("2026-11-15", [])])
def test_an_article_is_hardly_read_only_after_thirty_days_on_the_site(published, listed):
    read(make_article("Read?"), date(2026, 11, 10), 5)
    make_article("Unread?")
    settle()
    Article.objects.filter(title="Unread?").update(published_at=datetime.fromisoformat(f"{published}T12:00:00-05:00"))

    assert [line.title for line in reports.report(WEEK, zone=ZONE).hardly_read] == listed


def test_an_article_is_new_while_the_range_before_reaches_beyond_its_first_day():
    make_article()
    assert [line.is_new for line in reports.report(WEEK, zone=ZONE).articles] == [True]

    Article.objects.update(published_at="2026-11-02T12:00:00Z")
    assert [line.is_new for line in reports.report(WEEK, zone=ZONE).articles] == [False]


def test_a_change_is_a_percentage_only_where_the_number_before_can_bear_it():
    assert reports.Comparison(views=30, before=20).percent == 50
    assert reports.Comparison(views=10, before=20).percent == -50
    assert reports.Comparison(views=30, before=19).percent is None
    assert reports.Comparison(views=30, before=0).percent is None


def test_ranges_are_compared_only_when_all_days_before_were_counted():
    article = make_article()
    read(article, date(2026, 11, 2), 1)
    assert reports.report(WEEK, zone=ZONE).can_compare is True

    ViewCount.objects.update(day=date(2026, 11, 3))
    assert reports.report(WEEK, zone=ZONE).can_compare is False


def test_an_article_alone_has_its_own_days_and_total():
    parking, hours = make_article("Where can I park?"), make_article("Are you open?")
    read(parking, date(2026, 11, 10), 3)
    read(parking, date(2026, 11, 7), 1)
    read(hours, date(2026, 11, 10), 40)

    report = reports.article_report(parking, WEEK, zone=ZONE)

    assert (report.line.title, report.line.views, report.line.before) == ("Where can I park?", 3, 1)
    assert [day.views for day in report.days] == [0, 3, 0, 0, 0, 0, 0]


def test_an_article_newer_than_the_range_before_is_not_compared():
    article = make_article()
    read(article, LONG_AGO, 1)
    assert reports.article_report(article, WEEK, zone=ZONE).can_compare is False

    Article.objects.update(published_at="2026-01-01T12:00:00Z")
    assert reports.article_report(article, WEEK, zone=ZONE).can_compare is True


def test_an_article_is_dated_by_the_clinics_own_calendar():
    make_article()
    Article.objects.update(published_at="2026-11-10T03:00:00Z")

    [line] = reports.report(WEEK, zone=ZONE).articles

    assert line.published_on == date(2026, 11, 9)


@pytest.mark.parametrize("articles", [1, 3])
def test_a_report_takes_four_queries_however_many_articles(articles, django_assert_num_queries):
    for number in range(articles):
        read(make_article(f"Question {number}?"), date(2026, 11, 10), 1)

    with django_assert_num_queries(4):
        reports.report(WEEK, zone=ZONE)


def test_views_per_day_come_article_by_article():
    parking, hours = make_article("Where can I park?"), make_article("Are you open?")
    read(parking, date(2026, 11, 11), 3)
    read(parking, date(2026, 11, 10), 2)
    read(hours, date(2026, 11, 15), 1)
    read(hours, date(2026, 11, 16), 9)

    assert list(reports.views_per_day(WEEK)) == [
        ("Are you open?", date(2026, 11, 15), 1),
        ("Where can I park?", date(2026, 11, 10), 2),
        ("Where can I park?", date(2026, 11, 11), 3),
    ]


def test_a_search_that_did_not_help_counts_on_both_ends_of_the_range_and_not_outside():
    for day, times in ((8, 4), (9, 1), (12, 2), (15, 3), (16, 5)):
        for _ in range(times):
            counting.count_not_found(on=date(2026, 11, day))

    assert reports.times_not_found(WEEK) == 6


def test_days_on_which_every_search_helped_are_nought(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert reports.times_not_found(WEEK) == 0


def test_all_views_of_a_range_are_added_up_those_of_articles_in_the_bin_too():
    parking, gone = make_article("Where can I park?"), make_article("Are you open?")
    read(parking, date(2026, 11, 9), 3)
    read(gone, date(2026, 11, 15), 4)
    read(gone, date(2026, 11, 16), 50)
    actions.move_to_bin(gone, by=None)

    assert (reports.total_views(WEEK), reports.total_views(WEEK.before)) == (7, 0)


def test_an_article_changed_twice_counts_once_on_the_days_of_the_clinic():
    first_moment, last_moment = datetime(2026, 11, 9, tzinfo=ZONE), datetime(2026, 11, 15, 23, 59, tzinfo=ZONE)
    twice = edit(make_article("Changed twice?"), short_answer="New.")
    twice.revisions.update(created_at=first_moment)
    make_article("At the end?").revisions.update(created_at=last_moment)
    make_article("Before?").revisions.update(created_at=first_moment - timedelta(seconds=1))
    make_article("After?").revisions.update(created_at=last_moment + timedelta(minutes=1))

    assert reports.articles_changed(WEEK, zone=ZONE) == 2
