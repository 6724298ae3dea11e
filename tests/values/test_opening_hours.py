"""Opening hours in words: right around noon, at night, at weekends and on holidays."""

from datetime import date, datetime

import pytest

from faq.values import opening_hours

WEEK = {day: [["08:00", "12:00"], ["13:00", "17:00"]] for day in opening_hours.DAYS[:5]}
HOLIDAYS = [
    {"on": "2026-12-25", "name": "Christmas Day", "hours": []},
    {"on": "2026-12-24", "name": "Christmas Eve", "hours": [["08:00", "11:00"]]},
]


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-23 09:00", "Open now until 12:00"),
        ("2026-11-23 12:30", "Closed now, opens today at 13:00"),
        ("2026-11-23 07:59", "Closed now, opens today at 08:00"),
        ("2026-11-23 17:00", "Closed now, opens tomorrow at 08:00"),
        ("2026-11-27 18:00", "Closed now, opens Monday at 08:00"),
        ("2026-12-24 10:00", "Open now until 11:00"),
        ("2026-12-24 11:00", "Closed now, opens Monday at 08:00"),
        ("2026-12-25 10:00", "Closed now, opens Monday at 08:00"),
    ],
)
def test_open_or_closed_right_now(now: str, words: str):
    assert opening_hours.open_now_in_words(datetime.fromisoformat(now), WEEK, HOLIDAYS) == words


def test_todays_hours_hold_all_day():
    assert opening_hours.day_in_words(date(2026, 11, 23), WEEK, HOLIDAYS) == "Open today 08:00 to 12:00, 13:00 to 17:00"
    assert opening_hours.day_in_words(date(2026, 11, 22), WEEK, HOLIDAYS) == "Closed today"
    assert opening_hours.day_in_words(date(2026, 12, 25), WEEK, HOLIDAYS) == "Closed today (Christmas Day)"


def test_no_hours_known_says_nothing():
    assert opening_hours.open_now_in_words(datetime(2026, 11, 23, 9), {}, []) == ""
    assert opening_hours.day_in_words(date(2026, 11, 23), {"mon": []}, []) == ""
    assert opening_hours.week_in_words({}) == []


def test_a_clinic_that_never_opens_again_names_no_day():
    closed = [{"on": f"2026-12-{day:02}", "hours": []} for day in range(1, 32)]

    assert opening_hours.open_now_in_words(datetime(2026, 12, 1, 9), WEEK, closed) == "Closed now"


def test_the_week_is_listed_day_by_day():
    week = opening_hours.week_in_words({"mon": [["08:00", "17:00"]]})

    assert week[0] == ("Monday", "08:00 to 17:00")
    assert week[6] == ("Sunday", "Closed")
