"""Which days are kept as months, and what a report has to say of them."""

from dataclasses import dataclass
from datetime import date, timedelta

from faq.models import FoldedCounts
from faq.stats.ranges import Range


@dataclass(frozen=True)
class Months:
    """Days until `until` are kept as months, each counted on its first day; None where all are kept as days."""

    until: date | None = None
    counting_since: date | None = None

    def holds(self, day: date) -> bool:
        return self.until is not None and day <= self.until

    def cuts(self, over: Range) -> bool:
        """Whether `over` begins or ends within such a month, so that the month counts whole or not at all."""
        begins = self.holds(over.first) and over.first.day != 1
        return begins or (self.holds(over.last) and over.last != last_of(over.last))

    def begins(self, day: date) -> date:
        """Return the first day whose count may hold something of `day`."""
        return day.replace(day=1) if self.holds(day) else day

    def name(self, day: date) -> date | str:
        """Return `day` or, where it is kept as a month, what files call that: "2026-03"."""
        return f"{day:%Y-%m}" if self.holds(day) else day

    def notice(self, over: Range) -> str:
        """Return in sentences how `over` reads because of them, "" where all of its days are kept as days."""
        if self.until is None or not (self.holds(over.first) or self.holds(over.before.last)):
            return ""
        kept = f"Days until {self.until:%-d %B %Y} are kept as months."
        if not self.cuts(over):
            return kept
        return f"{kept} Your days cut such a month: it counts as a whole where its first day is among them, else not."


def current() -> Months:
    """Return how days are kept now. One query."""
    row = FoldedCounts.current()
    return Months(row.until, row.counting_since) if row else Months()


def last_of(day: date) -> date:
    """Return the last day of the month of `day`."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
