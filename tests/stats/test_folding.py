"""Old counts are added up by month: no total of whole months changes, whoever counts or dies meanwhile."""

import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Event
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from faq.models import (
    Article,
    AuditEntry,
    Clinic,
    FeedbackCount,
    FeedbackReason,
    FileCount,
    FoldedCounts,
    SearchCount,
    SearchOutcome,
    ViewCount,
)
from faq.stats import counting, feedback, files, folding, months, origins, reports, searches
from faq.stats.ranges import Range
from tests.factories import make_article

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("America/New_York")
KIND, ANSWER = SearchOutcome.Kind, FeedbackCount.Answer
TODAY = date(2026, 11, 20)
# Of which each month is older than 60 days on that day, but for September
OLD, UNTIL = date(2026, 5, 1), date(2026, 8, 31)
WHOLE = [
    Range(date(2026, 5, 1), date(2026, 8, 31)),
    Range(date(2026, 6, 1), date(2026, 6, 30)),
    Range(date(2026, 7, 1), date(2026, 10, 10)),
    Range(date(2026, 5, 1), TODAY),
]


def fill(*, days: int = 203) -> list[Article]:
    """Counts of all kinds on each day from May on, always the same ones."""
    dice = random.Random(7)
    articles = [make_article(title, steps=["One.", "Two."]) for title in ("Where can I park?", "What is the fee?")]
    for day in (OLD + timedelta(days=number) for number in range(days)):
        SearchCount.objects.create(day=day, not_found=dice.randint(0, 3))
        for article in articles:
            for source, place in (("", ""), ("search", "2"), ("outside", "hospital.example.org")):
                views = {"source": source, "place": place, "views": dice.randint(1, 9)}
                ViewCount.objects.create(article=article, day=day, revision_number=dice.randint(0, 1), **views)
            FileCount.objects.create(article=article, day=day, key="form", times=dice.randint(1, 4))
            for answer, step in ((ANSWER.YES, 0), (ANSWER.NO, 0), (ANSWER.STUCK, 2)):
                said = {"answer": answer, "step": step, "times": dice.randint(1, 5), "taken_back": dice.randint(0, 2)}
                FeedbackCount.objects.create(article=article, day=day, revision_number=1, **said)
        for group, text in (("parking", "where park"), ("fee", "fee for ..."), (f"rare{day.month}", "lost hat")):
            if not text.startswith("lost") or day.day < 5:
                kind = dice.choice([KIND.NOTHING, KIND.FAR, KIND.FOUND])
                SearchOutcome.objects.create(day=day, group=group, kind=kind, text=text, times=1)
        SearchOutcome.objects.create(day=day, group="parking", kind=KIND.OPENED, rank=dice.randint(1, 3), times=2)
        SearchOutcome.objects.create(day=day, kind=KIND.URGENT, times=1)
    return articles


def fold_all(keep_days: int = 60) -> None:
    for month in folding.waiting(TODAY, keep_days=keep_days):
        folding.fold(month)


def figures(over: Range) -> dict[str, object]:
    """Every number that a report shows for `over`."""
    report, searched = reports.report(over, zone=ZONE), searches.report(over)
    of_articles = [
        (feedback.by_version(article, over), origins.origins(over, article), files.by_file(article, over))
        for article in Article.objects.order_by("pk")
    ]
    kept = [line for line in searched.lines if line.group in ("parking", "fee")]
    return {
        "views": [(line.title, line.views) for line in report.articles],
        "total": (report.total.views, sum(day.views for day in report.days), reports.total_views(over)),
        "feedback": (feedback.total(over), feedback.by_article(over)),
        "of articles": of_articles,
        "origins": origins.origins(over),
        "not found": reports.times_not_found(over),
        "searches": (searched.searched, searched.nothing, searched.unanswered, searched.opened, searched.urgent),
        "groups": [(line.text, line.searched, line.nothing, line.far, line.opened, line.rank) for line in kept],
    }


def test_no_figure_of_whole_months_changes():
    fill()
    before = [figures(over) for over in WHOLE]

    fold_all()

    assert [figures(over) for over in WHOLE] == before
    assert FoldedCounts.current().until == UNTIL
    days = ViewCount.objects.filter(day__lte=UNTIL).values_list("day", flat=True).distinct()
    assert sorted(days) == [date(2026, month, 1) for month in (5, 6, 7, 8)]
    assert ViewCount.objects.filter(day=date(2026, 9, 2)).exists()


def test_a_second_run_adds_what_came_late_and_nothing_twice():
    [article, _] = fill()
    fold_all()
    again = folding.waiting(TODAY, keep_days=60)
    before = reports.total_views(WHOLE[0])

    counting.count_view(article, on=date(2026, 6, 17))
    late = folding.waiting(TODAY, keep_days=60)
    fold_all()

    assert (again, late) == ([], [date(2026, 6, 1)])
    assert reports.total_views(WHOLE[0]) == before + 1
    assert not ViewCount.objects.filter(day=date(2026, 6, 17)).exists()


def test_an_answer_that_was_taken_back_before_it_arrived_leaves_no_gap():
    article = make_article()
    said = {"article": article, "revision_number": 1, "answer": ANSWER.YES}
    FeedbackCount.objects.create(**said, day=date(2026, 6, 2), times=0, taken_back=3)
    FeedbackCount.objects.create(**said, day=date(2026, 6, 3), times=5, taken_back=1)
    before = feedback.total(WHOLE[1])

    folding.fold(date(2026, 6, 1))

    assert (before.yes, feedback.total(WHOLE[1])) == (4, before)


def test_what_readers_wrote_is_forgotten_and_how_often_they_did_is_not():
    [article, _] = fill()
    reason = {"article": article, "revision_number": 1, "answer": ANSWER.NO}
    FeedbackReason.objects.create(**reason, day=date(2026, 6, 2), text="the button is grey")
    FeedbackReason.objects.create(**reason, day=date(2026, 10, 2), text="too long")

    fold_all()

    lines = searches.report(WHOLE[0]).lines
    forgotten = [(line.text, line.question, line.searched) for line in lines if not line.group]
    # Four a month, which is fewer than five
    assert forgotten == [(searches.FORGOTTEN, "", 16)]
    assert not SearchOutcome.objects.filter(day__lte=UNTIL, text="lost hat").exists()
    assert [each.text for each in FeedbackReason.objects.all()] == ["too long"]


def test_a_reason_that_comes_late_is_forgotten_too_whichever_day_it_is_of():
    [article, _] = fill(days=62)
    fold_all()
    reason = {"article": article, "revision_number": 1, "answer": ANSWER.NO}
    FeedbackReason.objects.create(**reason, day=OLD, text="late words")

    assert folding.waiting(TODAY, keep_days=60) == [OLD]
    fold_all()
    assert not FeedbackReason.objects.exists()
    assert folding.waiting(TODAY, keep_days=60) == []


def test_days_show_a_month_as_a_month():
    fill()
    june = reports.total_views(WHOLE[1])

    fold_all()

    whole = reports.report(Range(date(2026, 6, 1), date(2026, 9, 2)), zone=ZONE).days
    cut = reports.report(Range(date(2026, 8, 20), date(2026, 9, 2)), zone=ZONE)
    starts = [(day.day, day.last) for day in whole]
    assert starts[:3] == [(date(2026, month, 1), months.last_of(date(2026, month, 1))) for month in (6, 7, 8)]
    assert starts[3:] == [(date(2026, 9, day), date(2026, 9, day)) for day in (1, 2)]
    assert whole[0].views == june
    assert [day.day for day in cut.days] == [date(2026, 9, 1), date(2026, 9, 2)]
    assert (cut.is_cut, cut.can_compare) == (True, False)


def test_files_name_a_month_where_there_are_no_days():
    fill()

    fold_all()

    over = Range(date(2026, 8, 1), date(2026, 9, 1))
    assert {day for _, day, _ in reports.views_per_day(over)} == {"2026-08", date(2026, 9, 1)}
    assert {row[1] for row in feedback.per_day(over)} == {"2026-08", date(2026, 9, 1)}


def test_views_are_counted_since_the_day_they_were_and_not_the_first_of_its_month():
    article = make_article()
    ViewCount.objects.create(article=article, day=date(2026, 5, 12), views=3)

    fold_all()

    assert reports.report(WHOLE[0], zone=ZONE).counting_since == date(2026, 5, 12)


def test_an_article_read_in_a_month_that_is_cut_is_not_called_unread():
    article = make_article()
    Article.objects.update(published_at=datetime(2026, 1, 1, tzinfo=ZONE))
    ViewCount.objects.create(article=article, day=date(2026, 8, 28), views=1)

    fold_all()

    assert list(reports.unread(since=date(2026, 8, 22), zone=ZONE)) == []
    assert list(reports.unread(since=date(2026, 9, 1), zone=ZONE)) == [article]


@pytest.mark.parametrize("days", ["30", "0", "-1", "3661", "many"])
def test_too_few_days_are_refused(days: str):
    with pytest.raises(CommandError, match="please give a number of days from 31 to 3,660"):
        call_command("fold_counts", "--keep-days", days)


def test_the_command_says_what_it_would_do_then_does_it_and_notes_it(capsys):
    article = make_article()
    today = Clinic.load().now().date()
    month = (today - timedelta(days=500)).replace(day=1)
    for day in range(10):
        ViewCount.objects.create(article=article, day=month + timedelta(days=day), views=2)

    call_command("fold_counts", "--dry-run")
    tried, untouched = capsys.readouterr().out, ViewCount.objects.count()
    call_command("fold_counts")
    done = capsys.readouterr().out

    assert tried == f"{month:%B %Y}: 10 rows of counts\n1 month to be added up. Nothing was changed.\n"
    assert (untouched, ViewCount.objects.get().views) == (10, 20)
    assert done == f"{month:%B %Y}: 10 rows of counts, now 1 (1 of 1)\n1 month added up.\n"
    assert AuditEntry.objects.filter(subject="the counts of old days").exists()


@pytest.mark.django_db(transaction=True)
def test_counts_that_come_while_months_are_added_up_are_there_once():
    [article, _] = fill(days=62)
    before, over = reports.total_views(WHOLE[0]), Event()

    def count(number: int) -> int:
        counted = 0
        while not over.is_set():
            counting.count_view(article, on=OLD + timedelta(days=(number * 7 + counted) % 60))
            counted += 1
        connections.close_all()
        return counted

    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(count, number) for number in range(2)]
        for _ in range(6):
            fold_all()
            time.sleep(0.05)
        over.set()
    counted = sum(each.result() for each in readers)
    counting.add_journal()
    fold_all()

    assert counted
    assert reports.total_views(WHOLE[0]) == before + counted


@pytest.mark.django_db(transaction=True)
def test_whoever_is_killed_in_the_middle_leaves_every_total():
    fill(days=120)
    before = [figures(over) for over in WHOLE]

    killed = 0
    while True:
        connections.close_all()
        child = os.fork()
        if not child:
            connections.close_all()
            with connection.execute_wrapper(KillBefore(killed + 1)):
                folding.fold(OLD)
            os._exit(0)
        was_killed = os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
        assert [figures(over) for over in WHOLE] == before
        if not was_killed:
            break
        killed += 1
    fold_all()

    # More than one statement for each kind of count
    assert killed > 10
    assert [figures(over) for over in WHOLE] == before
    assert not ViewCount.objects.filter(day__lte=UNTIL).exclude(day__day=1).exists()


class KillBefore:
    """Ends this process, as a machine does, before its statement of this number."""

    def __init__(self, statement: int) -> None:
        self._left = statement

    def __call__(self, execute, sql, params, many, context):
        self._left -= 1
        if not self._left:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)
