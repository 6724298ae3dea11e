"""Ranges of days that a report can cover, in the clinic's own calendar."""

from dataclasses import dataclass
from datetime import date, timedelta

# Days: ten years
LONGEST = 3_660
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True)
class Range:
    """From the day `first` to the day `last`, both included."""

    first: date
    last: date

    @property
    def length(self) -> int:
        """In days."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Range":
        """The range of the same length that ends the day before this one begins."""
        return Range(self.first - timedelta(days=self.length), self.first - timedelta(days=1))


NAMES = {
    "7": "Last 7 days",
    "30": "Last 30 days",
    "90": "Last 90 days",
    "this-month": "This month",
    "last-month": "Last month",
}
USUAL = "30"


def named(name: str, *, today: date) -> Range:
    """Return the range of one of the `NAMES`; numbers are days, today included."""
    if name == "this-month":
        return Range(today.replace(day=1), today)
    if name == "last-month":
        end = today.replace(day=1) - timedelta(days=1)
        return Range(end.replace(day=1), end)
    return Range(today - timedelta(days=int(name) - 1), today)


def problem(first: date | None, last: date | None, *, today: date) -> str:
    """Return why these own dates make no range, in a sentence; "" when they do. A last day to come is no problem."""
    if not first or not last:
        return "Please give both days, for example from 1 March 2026 to 31 March 2026."
    if first > last:
        return "The first day is after the last day. Please change one of them."
    if first > today:
        return "These days are still to come. Please choose a first day that has been."
    if first < EARLIEST or (last - first).days >= LONGEST:
        return "That is too long ago or too long a time. Please choose ten years at most."
    return ""


def own(first: date, last: date, *, today: date) -> Range:
    """Return the range of dates without a `problem`, cut at today: nothing can be counted in days to come."""
    return Range(first, min(last, today))
