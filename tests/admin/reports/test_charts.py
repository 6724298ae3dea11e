"""Drawings: bars are as long as their numbers say, and every view is in one of them."""

from datetime import date, timedelta

import pytest

from faq.admin.reports import charts
from faq.stats.reports import DayViews


def days(number: int, *, until: date = date(2026, 11, 23), views: int = 1) -> list[DayViews]:
    return [DayViews(until - timedelta(days=ago), views) for ago in reversed(range(number))]


def test_without_a_view_no_bar_has_a_length():
    assert charts.series(days(3, views=0)).highest is None
    assert [bar.height for bar in charts.series(days(3, views=0)).bars] == [0, 0, 0]


def test_a_standing_bar_is_as_high_as_its_share_of_the_highest():
    [low, high] = charts.series([DayViews(date(2026, 11, 22), 5), DayViews(date(2026, 11, 23), 20)]).bars

    assert (low.height, low.top, low.is_highest) == (40, 120, False)
    assert (high.height, high.top, high.is_highest) == (160, 0, True)


@pytest.mark.parametrize(
    ("length", "unit", "bars"),
    [(1, "day", 1), (31, "day", 31), (32, "week", 5), (90, "week", 13), (217, "week", 31), (366, "month", 13)]
    + [(3660, "year", 11)],
)
def test_a_long_range_is_drawn_in_longer_units_and_loses_no_view(length, unit, bars):
    series = charts.series(days(length))

    assert (series.unit, len(series.bars)) == (unit, bars)
    assert sum(bar.views for bar in series.bars) == length
    assert series.bars[-1].x + series.bars[-1].width < 100


def test_weeks_are_counted_back_from_the_last_day():
    bars = charts.series(days(33)).bars

    assert [bar.views for bar in bars] == [5, 7, 7, 7, 7]
    assert bars[0].name == "22 to 26 October 2026"
    assert bars[-1].name == "17 to 23 November 2026"


def test_bars_are_named_in_full():
    assert charts.series(days(1)).bars[0].name == "Monday 23 November 2026"
    assert charts.series(days(35, until=date(2026, 1, 3))).bars[-1].name == "28 December 2025 to 3 January 2026"
    assert charts.series(days(300)).bars[-1].name == "1 to 23 November 2026"


def test_a_crowded_drawing_names_mondays_only():
    assert [bar.tick for bar in charts.series(days(7)).bars][-1] == "Mon\n23"
    assert [bar.tick for bar in charts.series(days(8)).bars] == ["16 Nov", "", "", "", "", "", "", "23 Nov"]


def test_numbers_stand_where_they_have_room():
    assert charts.series(days(7, views=100)).numbers == "everywhere"
    assert charts.series(days(30, views=10)).numbers == "wide"
    assert charts.series(days(31, views=1_000_000)).numbers == "highest"
