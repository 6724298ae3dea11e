"""Says in words whether the clinic is open, from its week of opening hours and its holidays."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Span = tuple[time, time]


def spans_on(day: date, week: Mapping[str, Sequence], holidays: Sequence[Mapping] = ()) -> list[Span]:
    """Return the (opens, closes) times on `day`, earliest first; a holiday's own hours replace the week's."""
    for holiday in holidays:
        if holiday["on"] == day.isoformat():
            return _spans(holiday.get("hours", ()))
    return _spans(week.get(DAYS[day.weekday()], ()))


def day_in_words(day: date, week: Mapping[str, Sequence], holidays: Sequence[Mapping] = ()) -> str:
    """Return one sentence that holds for the whole of today, such as "Open today 08:00 to 17:00", or ""."""
    if not any(week.values()):
        return ""
    spans = spans_on(day, week, holidays)
    if spans:
        return f"Open today {_span_words(spans)}"
    name = holiday_on(day, holidays)
    return f"Closed today ({name})" if name else "Closed today"


def open_now_in_words(now: datetime, week: Mapping[str, Sequence], holidays: Sequence[Mapping] = ()) -> str:
    """Return one sentence such as "Open now until 17:00", or "" when no hours are known.

    `now` is in the clinic's zone.
    """
    if not any(week.values()):
        return ""
    at = now.time().replace(tzinfo=None)
    for opens, closes in spans_on(now.date(), week, holidays):
        if opens <= at < closes:
            return f"Open now until {_clock(closes)}"
        if at < opens:
            return f"Closed now, opens today at {_clock(opens)}"
    return f"Closed now{_next_opening(now.date(), week, holidays)}"


def week_in_words(week: Mapping[str, Sequence]) -> list[tuple[str, str]]:
    """Return (day, hours) for each day of the week, [] when no hours are known."""
    if not any(week.values()):
        return []
    return [(name, _span_words(_spans(week.get(key, ())))) for key, name in zip(DAYS, DAY_NAMES, strict=True)]


def holiday_on(day: date, holidays: Sequence[Mapping]) -> str:
    """Return the name of the holiday on `day`, or ""."""
    return next((holiday.get("name", "") for holiday in holidays if holiday["on"] == day.isoformat()), "")


def _next_opening(today: date, week: Mapping[str, Sequence], holidays: Sequence[Mapping]) -> str:
    for ahead in range(1, 15):
        day = today + timedelta(days=ahead)
        spans = spans_on(day, week, holidays)
        if spans:
            name = "tomorrow" if ahead == 1 else DAY_NAMES[day.weekday()] if ahead < 7 else f"{day:%d %B}".lstrip("0")
            return f", opens {name} at {_clock(spans[0][0])}"
    return ""


def _spans(pairs: Sequence) -> list[Span]:
    return sorted((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in pairs)


def _span_words(spans: list[Span]) -> str:
    return ", ".join(f"{_clock(opens)} to {_clock(closes)}" for opens, closes in spans) or "Closed"


def _clock(at: time) -> str:
    return f"{at:%H:%M}"
