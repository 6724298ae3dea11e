"""Turns numbers of views into bars: where each begins and ends in its drawing; nothing here asks the database."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.dateformat import format

from faq.stats.reports import DayViews

# Pixels of the highest vertical bar
HEIGHT = 160
_LONGEST_BY_DAY = 31
_LONGEST_BY_WEEK = 31 * 7
_LONGEST_BY_MONTH = 31 * 31
# Pixels that a drawing has on a desk and on a phone
_WIDE, _NARROW = 840, 300
# Pixels
_DIGIT = 9
MONDAY = 0


@dataclass(frozen=True)
class VerticalBar:
    """Some days in a drawing; `x`, `middle` and `width` in per cent, `top` and `height` in pixels."""

    name: str
    # One or two short lines under the bar
    tick: str
    views: int
    x: float
    middle: float
    width: float
    top: float
    height: float
    is_highest: bool


@dataclass(frozen=True)
class Series:
    """Views over time; `unit` is the days that one bar stands for, in a word."""

    unit: str
    bars: list[VerticalBar]
    # Where each bar's number has room: "everywhere", "wide" (desks only) or "highest"
    numbers: str

    @property
    def highest(self) -> VerticalBar | None:
        return max((bar for bar in self.bars if bar.views), key=lambda bar: bar.views, default=None)


def series(days: list[DayViews]) -> Series:
    """Draw `days` one by one, or a long range in weeks counted back from its end, in months or in years.

    Where a month is kept as one, all are drawn by month.
    """
    unit, groups = _grouped(days)
    sums = [sum(day.views for day in group) for group in groups]
    most = max(sums, default=0)
    ticks = _ticks(unit, groups)
    bars = [
        _vertical_bar(place, len(groups), _name(group), tick, views, most)
        for place, (group, tick, views) in enumerate(zip(groups, ticks, sums, strict=True))
    ]
    return Series(unit, bars, _room_for_numbers(most, len(bars)))


def _vertical_bar(place: int, bars: int, name: str, tick: str, views: int, most: int) -> VerticalBar:
    slot, height = 100 / bars, round(HEIGHT * views / (most or 1), 1)
    return VerticalBar(
        name=name,
        tick=tick,
        views=views,
        x=round(slot * (place + 0.12), 3),
        middle=round(slot * (place + 0.5), 3),
        width=round(slot * 0.76, 3),
        top=round(HEIGHT - height, 1),
        height=height,
        is_highest=views == most > 0,
    )


def _grouped(days: list[DayViews]) -> tuple[str, list[list[DayViews]]]:
    length = (days[-1].last - days[0].day).days + 1 if days else 0
    # What is kept as a month has no days
    by_month = any(day.ends for day in days)
    if length <= _LONGEST_BY_DAY and not by_month:
        return "day", [[day] for day in days]
    if length <= _LONGEST_BY_WEEK and not by_month:
        first = len(days) % 7
        return "week", [days[:first]] * bool(first) + [days[at : at + 7] for at in range(first, len(days), 7)]
    if length <= _LONGEST_BY_MONTH:
        return "month", _by(days, lambda day: (day.day.year, day.day.month))
    return "year", _by(days, lambda day: day.day.year)


def _by(days: Iterable[DayViews], part: Callable[[DayViews], object]) -> list[list[DayViews]]:
    return [list(group) for _, group in groupby(days, part)]


def _name(group: list[DayViews]) -> str:
    """The days of one bar, in full: for the table and for who cannot see the drawing."""
    first, last = group[0].day, group[-1].last
    if first == last:
        return format(first, "l j F Y")
    begins = "j F Y" if first.year != last.year else "j F" if first.month != last.month else "j"
    return f"{format(first, begins)} to {format(last, 'j F Y')}"


def _ticks(unit: str, groups: list[list[DayViews]]) -> list[str]:
    """What stands under each bar; most bars of a crowded drawing stay without."""
    firsts = [group[0].day for group in groups]
    if unit == "day" and len(firsts) <= 7:
        return [format(day, "D\nj") for day in firsts]
    if unit == "day":
        return [format(day, "j M") if day.weekday() == MONDAY else "" for day in firsts]
    every = math.ceil(len(firsts) / 6)
    date_format = {"week": "j M", "month": "M y", "year": "Y"}[unit]
    return [format(day, date_format) if place % every == 0 else "" for place, day in enumerate(firsts)]


def _room_for_numbers(most: int, bars: int) -> str:
    needed = (len(f"{most:,}") * _DIGIT + 4) * bars
    return "everywhere" if needed <= _NARROW else "wide" if needed <= _WIDE else "highest"
