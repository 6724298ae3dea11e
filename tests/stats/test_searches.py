"""How often search did not help: exactly what was counted, on exactly the days that are asked for."""

from datetime import date

import pytest

from faq.stats import searches
from faq.stats.ranges import Range

pytestmark = pytest.mark.django_db

WEEK = Range(date(2026, 11, 9), date(2026, 11, 15))


def test_both_ends_of_the_range_are_counted_and_nothing_outside():
    for day, times in ((8, 4), (9, 1), (12, 2), (15, 3), (16, 5)):
        for _ in range(times):
            searches.count_not_found(on=date(2026, 11, day))

    assert searches.times_not_found(WEEK) == 6


def test_days_without_a_count_are_nought(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert searches.times_not_found(WEEK) == 0
