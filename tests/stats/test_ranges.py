"""Ranges of days: what their names mean, and which dates make none."""

from datetime import date

import pytest

from faq.stats import ranges
from faq.stats.ranges import Range

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("7", date(2026, 3, 4), TODAY),
        ("30", date(2026, 2, 9), TODAY),
        ("90", date(2025, 12, 11), TODAY),
        ("this-month", date(2026, 3, 1), TODAY),
        ("last-month", date(2026, 2, 1), date(2026, 2, 28)),
    ],
)
def test_a_named_range_ends_today_or_with_the_month(name, first, last):
    assert ranges.named(name, today=TODAY) == Range(first, last)


def test_last_month_in_january_is_december():
    assert ranges.named("last-month", today=date(2026, 1, 31)) == Range(date(2025, 12, 1), date(2025, 12, 31))


def test_the_range_before_is_as_long_and_ends_the_day_before():
    february = Range(date(2026, 2, 1), date(2026, 2, 28))

    assert february.before == Range(date(2026, 1, 4), date(2026, 1, 31))
    assert february.length == february.before.length == 28


def test_one_day_is_a_range_with_the_day_before_it():
    assert Range(TODAY, TODAY).before == Range(date(2026, 3, 9), date(2026, 3, 9))


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (None, TODAY, "Please give both days, for example from 1 March 2026 to 31 March 2026."),
        (TODAY, None, "Please give both days, for example from 1 March 2026 to 31 March 2026."),
        (TODAY, date(2026, 3, 9), "The first day is after the last day. Please change one of them."),
        (
            date(2026, 3, 11),
            date(2026, 3, 12),
            "These days are still to come. Please choose a first day that has been.",
        ),
        (date(1, 1, 1), TODAY, "That is too long ago or too long a time. Please choose ten years at most."),
        (
            date(2016, 1, 1),
            date(9999, 12, 31),
            "That is too long ago or too long a time. Please choose ten years at most.",
        ),
        (TODAY, TODAY, ""),
        (date(2026, 3, 1), date(2026, 3, 31), ""),
    ],
)
def test_odd_dates_are_answered_with_a_sentence(first, last, sentence):
    assert ranges.problem(first, last, today=TODAY) == sentence


def test_days_to_come_are_cut_off():
    assert ranges.own(date(2026, 3, 1), date(2026, 3, 31), today=TODAY) == Range(date(2026, 3, 1), TODAY)
