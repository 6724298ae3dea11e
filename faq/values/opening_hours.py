"""Says in words whether the clinic is open, from its week of opening hours and its special days.

A week is {"mon": [["08:00", "12:00"], ["13:00", "17:00"]], ...}. A closing that is not later than its opening is on the
next day: ["20:00", "02:00"]; and ["00:00", "00:00"] is all day. A special day replaces the hours of the week:
{"on": "2026-12-25", "name": "Christmas", "hours": []}, perhaps with its last day as "to".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import groupby

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Span = tuple[time, time]
MIDNIGHT = time(0)
ALL_DAY: Span = (MIDNIGHT, MIDNIGHT)
_DAYS_AHEAD = 366
_ALWAYS = "Open all day, every day"
_TIME = re.compile(r"\b([01]\d|2[0-3]):([0-5]\d)\b")
# Where people read "5:30 pm" and stumble over "17:30": the United States, most of Canada, Australia, New Zealand
_TWELVE_HOURS = ("US/", "Canada/", "Australia/", "America/Indiana/", "America/Kentucky/", "America/North_Dakota/")
_CITIES = """
New_York Detroit Chicago Menominee Denver Boise Phoenix Los_Angeles Anchorage Juneau Sitka Nome Yakutat Metlakatla Adak
Puerto_Rico Toronto Vancouver Edmonton Winnipeg Regina Halifax Moncton St_Johns Whitehorse Yellowknife
"""
_TWELVE_HOURS_IN_AMERICA = frozenset(_CITIES.split())
_TWELVE_HOURS_ELSEWHERE = frozenset({"Pacific/Honolulu", "Pacific/Guam", "Pacific/Auckland"})


def spans_on(day: date, week: Mapping[str, Sequence], holidays: Sequence[Mapping] = ()) -> list[Span]:
    """Return the (opens, closes) times of what opens on `day`, earliest first."""
    holiday = _holiday(day, holidays)
    return _spans(week.get(DAYS[day.weekday()], ()) if holiday is None else holiday.get("hours", ()))


def ends_next_day(span: Span) -> bool:
    """Return whether `span` goes on after midnight: 20:00 to 02:00 does, 20:00 to 00:00 does not."""
    opens, closes = span
    return MIDNIGHT < closes <= opens


def day_in_words(day: date, week: Mapping[str, Sequence], holidays: Sequence[Mapping] = ()) -> str:
    """Return one sentence that holds for the whole of `day`, such as "Open today 08:00 to 17:00", or "".

    What began the evening before is named by its end: "Open today until 02:00, 08:00 to 17:00".
    """
    if not any(week.values()):
        return ""
    if _is_always_open(day, week, holidays):
        return _ALWAYS
    spans = spans_on(day, week, holidays)
    if ALL_DAY in spans:
        return "Open all day today"
    before = [span for span in spans_on(day - timedelta(days=1), week, holidays) if ends_next_day(span)]
    early = [f"until {closes:%H:%M}" for _, closes in before]
    if spans:
        return f"Open today {', '.join([*early, _span_words(spans)])}"
    closed = f"Open today {early[0]}, then closed" if early else "Closed today"
    return f"{closed}{_reason(day, holidays)}{_end_of_break(day, week, holidays)}"


def open_now_in_words(now: datetime, week: Mapping[str, Sequence], holidays: Sequence[Mapping] = ()) -> str:
    """Return one sentence such as "Open now until 17:00", or "" when no hours are known.

    `now` is in the clinic's zone. The next opening is looked for up to a year ahead.
    """
    if not any(week.values()):
        return ""
    if _is_always_open(now.date(), week, holidays):
        return _ALWAYS
    opening = next(_openings(now, week, holidays), None)
    if opening and opening[0] <= now.astimezone(UTC):
        return f"Open now until {_end_in_words(opening[1].astimezone(now.tzinfo), now)}"
    closed = "Closed now" + ("" if spans_on(now.date(), week, holidays) else _reason(now.date(), holidays))
    return f"{closed}, opens {_day_and_time(opening[0].astimezone(now.tzinfo), now)}" if opening else closed


def week_in_words(week: Mapping[str, Sequence]) -> list[tuple[str, str]]:
    """Return (day, hours) for each day of the week, one row when all are open all day, [] when no hours are known."""
    if not any(week.values()):
        return []
    if all(ALL_DAY in _spans(week.get(key, ())) for key in DAYS):
        return [("Every day", "Open all day")]
    return days_in_words(week)


def days_in_words(week: Mapping[str, Sequence]) -> list[tuple[str, str]]:
    """Return (day, hours) for each of the seven days, whatever is known of them."""
    spans = [_spans(week.get(key, ())) for key in DAYS]
    return [(name, _span_words(each) or "Closed") for name, each in zip(DAY_NAMES, spans, strict=True)]


def holidays_in_words(holidays: Sequence[Mapping]) -> list[str]:
    """Return a line for each special day: "25 December 2026 to 1 January 2027, Holidays: closed"."""
    return [_holiday_in_words(each) for each in holidays]


def _holiday_in_words(holiday: Mapping) -> str:
    days = [date.fromisoformat(day) for day in dict.fromkeys((holiday["on"], _last_day(holiday)))]
    when = " to ".join(f"{day.day} {day:%B} {day.year}" for day in days)
    name = f", {holiday['name']}" if holiday.get("name") else ""
    return f"{when}{name}: {_span_words(_spans(holiday.get('hours', ()))) or 'closed'}"


def days_together(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return (day, hours) rows with days in a row that have the same hours as one: "Monday to Thursday"."""
    found = []
    for hours, group in groupby(rows, lambda row: row[1]):
        days = [day for day, _ in group]
        found.append((f"{days[0]} {'and' if len(days) == 2 else 'to'} {days[-1]}" if len(days) > 1 else days[0], hours))
    return found


def as_read_in(zone_name: str, words: str) -> str:
    """Return `words` with their times as people at the clinic write them.

    In America/New_York "08:00 to 12:00, 13:00 to 17:30" is "8 am to noon, 1 pm to 5:30 pm"; in Europe it stays.
    """
    area, _, place = zone_name.partition("/")
    is_american = area == "America" and place in _TWELVE_HOURS_IN_AMERICA
    if not (is_american or zone_name.startswith(_TWELVE_HOURS) or zone_name in _TWELVE_HOURS_ELSEWHERE):
        return words
    return _TIME.sub(lambda match: _in_twelve_hours(int(match[1]), match[2]), words)


def _in_twelve_hours(hour: int, minutes: str) -> str:
    if minutes == "00" and hour % 12 == 0:
        return "noon" if hour else "midnight"
    past = "" if minutes == "00" else f":{minutes}"
    # One word to the browser, so that no line ends between
    return f"{hour % 12 or 12}{past}\u00a0{'pm' if hour >= 12 else 'am'}"


def overlaps(week: Mapping[str, Sequence]) -> list[tuple[int, time, time]]:
    """Return (number of the day, when it closes, when the next day opens) where one goes on into the other.

    Monday is 0. A Monday of 20:00 to 02:00 before a Tuesday from 01:00 gives (0, 02:00, 01:00).
    """
    days = [_spans(week.get(key, ())) for key in DAYS]
    found = []
    for number, spans in enumerate(days):
        after = days[(number + 1) % 7]
        found += [(number, s[1], after[0][0]) for s in spans if after and ends_next_day(s) and s[1] > after[0][0]]
    return found


def _holiday(day: date, holidays: Sequence[Mapping]) -> Mapping | None:
    """Return the special day that counts on `day`; of several the shortest: one open Saturday within a long break."""
    on = [each for each in holidays if each["on"] <= day.isoformat() <= _last_day(each)]
    return min(on, key=lambda each: date.fromisoformat(_last_day(each)) - date.fromisoformat(each["on"]), default=None)


def _last_day(holiday: Mapping) -> str:
    return holiday.get("to") or holiday["on"]


def _reason(day: date, holidays: Sequence[Mapping]) -> str:
    name = (_holiday(day, holidays) or {}).get("name")
    return f" ({name})" if name else ""


def _end_of_break(day: date, week: Mapping[str, Sequence], holidays: Sequence[Mapping]) -> str:
    if "to" not in (_holiday(day, holidays) or {}):
        return ""
    for ahead in range(1, _DAYS_AHEAD + 1):
        spans = spans_on(day + timedelta(days=ahead), week, holidays)
        if spans:
            return f", opens {_day_name(day + timedelta(days=ahead), day)} at {spans[0][0]:%H:%M}"
    return ""


def _is_always_open(day: date, week: Mapping[str, Sequence], holidays: Sequence[Mapping]) -> bool:
    first, last = day.isoformat(), (day + timedelta(days=_DAYS_AHEAD)).isoformat()
    to_come = [_spans(each.get("hours", ())) for each in holidays if first <= _last_day(each) and each["on"] <= last]
    return all(ALL_DAY in spans for spans in [*(_spans(week.get(key, ())) for key in DAYS), *to_come])


def _openings(
    now: datetime, week: Mapping[str, Sequence], holidays: Sequence[Mapping]
) -> Iterator[tuple[datetime, datetime]]:
    """Yield (opens, closes) in UTC, earliest first, of what is not over at `now`.

    What goes on without a break is one opening: 20:00 to 00:00 and 00:00 to 08:00 of the next day.
    """
    found: tuple[datetime, datetime] | None = None
    for ahead in range(-1, _DAYS_AHEAD + 1):
        day = now.date() + timedelta(days=ahead)
        for opens, closes in _moments(day, now.tzinfo, spans_on(day, week, holidays)):
            if found and opens <= found[1]:
                found = found[0], max(found[1], closes)
                continue
            if found:
                yield found
            found = (opens, closes) if closes > max(opens, now.astimezone(UTC)) else None
    if found:
        yield found


def _moments(day: date, zone: tzinfo | None, spans: Sequence[Span]) -> Iterator[tuple[datetime, datetime]]:
    """Yield in UTC when each of `spans` opens and closes.

    When clocks change, as RFC 5545 has it (3.3.5): a time that comes twice means its first, and one that is left out
    is counted from before the change. Closing at 01:30 in a night whose 01:00 is followed by 02:00 is at 02:30.
    """
    for opens, closes in spans:
        last = day if closes > opens else day + timedelta(days=1)
        moments = (datetime.combine(day, opens, zone), datetime.combine(last, closes, zone))
        yield moments[0].astimezone(UTC), moments[1].astimezone(UTC)


def _day_and_time(at: datetime, now: datetime) -> str:
    return f"{_day_name(at.date(), now.date())} at {at:%H:%M}"


def _day_name(day: date, today: date) -> str:
    """Return "today", "tomorrow", "Monday", or with its date what is a week away or more: "Monday 24 August"."""
    ahead = (day - today).days
    if ahead < 2:
        return ("today", "tomorrow")[ahead]
    name = DAY_NAMES[day.weekday()]
    return name if ahead < 7 else f"{name} {day.day} {day:%B}"


def _end_in_words(closes: datetime, now: datetime) -> str:
    last = closes.date() - timedelta(days=1)
    if closes.time() == MIDNIGHT:
        return "midnight" if last == now.date() else f"the end of {_day_name(last, now.date())}"
    return f"{closes:%H:%M}" if closes - now < timedelta(days=1) else _day_and_time(closes, now)


def _spans(pairs: Sequence) -> list[Span]:
    return sorted((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in pairs)


def _span_words(spans: list[Span]) -> str:
    return ", ".join(_one_span_words(span) for span in spans)


def _one_span_words(span: Span) -> str:
    if span == ALL_DAY:
        return "Open all day"
    return f"{span[0]:%H:%M} to {_closing(span[1])}{' (next day)' if ends_next_day(span) else ''}"


def _closing(at: time) -> str:
    return "midnight" if at == MIDNIGHT else f"{at:%H:%M}"
