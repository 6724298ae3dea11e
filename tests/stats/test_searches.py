"""What managers read of searches: groups, their figures and their order."""

from datetime import date

import pytest

from faq.models import SearchOutcome
from faq.stats import counting, searches
from faq.stats.ranges import Range
from tests import database

DAY, NEXT = date(2026, 11, 22), date(2026, 11, 23)
KIND = SearchOutcome.Kind


@pytest.mark.django_db
def test_a_report_adds_up_days_and_puts_first_what_has_no_answer(django_assert_num_queries):
    for kind, on, group, text, rank in (
        (KIND.FOUND, DAY, "a", "test results", 0),
        (KIND.FOUND, NEXT, "a", "results test", 0),
        (KIND.OPENED, NEXT, "a", "", 4),
        (KIND.NOTHING, DAY, "b", "fee for ...", 0),
        (KIND.FAR, NEXT, "b", "fee for ...", 0),
        (KIND.FAR_OPENED, NEXT, "b", "", 2),
        (KIND.FOUND, NEXT, "c", "parking", 0),
        (KIND.FOUND, NEXT, "c", "parking", 0),
        (KIND.URGENT, NEXT, "", "", 0),
        (KIND.NOTHING, date(2026, 11, 24), "d", "later", 0),
    ):
        counting.count_search(kind, on=on, group=group, text=text, rank=rank)

    with django_assert_num_queries(2):
        report = searches.report(Range(DAY, NEXT))

    columns = ("text", "searched", "nothing", "far", "not_opened", "opened", "rank", "last_on")
    assert [tuple(getattr(line, column) for column in columns) for line in report.lines] == [
        ("fee for ...", 2, 1, 1, 0, 0, 2.0, NEXT),
        ("parking", 2, 0, 0, 2, 0, None, NEXT),
        ("results test", 2, 0, 0, 1, 1, 4.0, NEXT),
    ]
    assert (report.urgent, report.searched, report.unanswered, report.opened) == (1, 6, 2, 1)


@pytest.mark.django_db
def test_counting_a_search_is_one_statement(django_assert_num_queries):
    for times in (1, 2):
        with django_assert_num_queries(1):
            counting.count_search(KIND.NOTHING, on=DAY, group="b", text="fee")
        assert SearchOutcome.objects.get().times == times


@pytest.mark.parametrize("state", database.STATES)
@pytest.mark.django_db(transaction=True)
def test_searches_that_the_database_cannot_take_are_added_with_the_next_count(state, monkeypatch):
    with database.STATES[state]():
        for _ in range(2):
            counting.count_search(KIND.OPENED, on=DAY, group="b", rank=3)
        counting.count_search(KIND.NOTHING, on=DAY, group="b", text="“é” ...\n")
        counting.count_search(KIND.URGENT, on=DAY)
    # As a second later
    monkeypatch.setattr(counting, "busy_until", 0.0)

    counting.count_search(KIND.OPENED, on=DAY, group="b", rank=3)

    rows = SearchOutcome.objects.order_by("kind").values_list("kind", "rank", "group", "text", "times")
    assert list(rows) == [
        ("nothing", 0, "b", "“é” ...\n", 1),
        ("opened", 3, "b", "", 3),
        ("urgent", 0, "", "", 1),
    ]


def test_nothing_of_the_reader_has_a_place_to_be_kept():
    fields = [field.name for field in SearchOutcome._meta.get_fields()]

    assert fields == ["id", "day", "group", "kind", "rank", "times", "text"]
