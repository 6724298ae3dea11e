"""Opening hours in words: right around noon, past midnight, at weekends, in long breaks and when clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from faq.values import opening_hours

LONDON = ZoneInfo("Europe/London")
WEEK = {day: [["08:00", "12:00"], ["13:00", "17:00"]] for day in opening_hours.DAYS[:5]}
ALL_DAY = [["00:00", "00:00"]]
ALWAYS = dict.fromkeys(opening_hours.DAYS, ALL_DAY)
# Kept before a special day could have a last day
HOLIDAYS = [
    {"on": "2026-12-25", "name": "Christmas Day", "hours": []},
    {"on": "2026-12-24", "name": "Christmas Eve", "hours": [["08:00", "11:00"]]},
]
SUMMER = [{"on": "2026-08-03", "to": "2026-08-23", "name": "Summer break", "hours": []}]


def at(moment: str, zone: ZoneInfo = LONDON) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=zone)


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
        ("2026-12-25 10:00", "Closed now (Christmas Day), opens Monday at 08:00"),
    ],
)
def test_open_or_closed_right_now(now: str, words: str):
    assert opening_hours.open_now_in_words(at(now), WEEK, HOLIDAYS) == words


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-23 19:59", "Closed now, opens today at 20:00"),
        ("2026-11-23 20:00", "Open now until 02:00"),
        ("2026-11-23 23:59", "Open now until 02:00"),
        ("2026-11-24 00:00", "Open now until 02:00"),
        ("2026-11-24 01:00", "Open now until 02:00"),
        ("2026-11-24 01:59", "Open now until 02:00"),
        ("2026-11-24 02:00", "Closed now, opens today at 08:00"),
        ("2026-11-24 08:00", "Open now until midnight"),
        ("2026-11-25 00:00", "Closed now, opens Monday at 20:00"),
    ],
)
def test_what_closes_past_midnight_is_open_until_then(now: str, words: str):
    week = {"mon": [["20:00", "02:00"]], "tue": [["08:00", "00:00"]]}

    assert opening_hours.open_now_in_words(at(now), week) == words


def test_sunday_night_goes_on_into_monday():
    assert opening_hours.open_now_in_words(at("2026-11-23 01:00"), {"sun": [["20:00", "02:00"]]}) == (
        "Open now until 02:00"
    )


def test_a_night_that_began_before_a_holiday_ends_as_it_would():
    week, closed = {"mon": [["20:00", "02:00"]]}, [{"on": "2026-11-24", "name": "Stock-taking", "hours": []}]

    assert opening_hours.open_now_in_words(at("2026-11-24 01:00"), week, closed) == "Open now until 02:00"
    assert opening_hours.day_in_words(date(2026, 11, 24), week, closed) == (
        "Open today until 02:00, then closed (Stock-taking)"
    )


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-23", "Open today 20:00 to 02:00 (next day)"),
        ("2026-11-24", "Open today until 02:00, 08:00 to midnight"),
        ("2026-11-25", "Closed today"),
        ("2026-11-28", "Open all day today"),
        ("2026-11-29", "Closed today"),
    ],
)
def test_todays_hours_hold_from_midnight_to_midnight(day: str, words: str):
    week = {"mon": [["20:00", "02:00"]], "tue": [["08:00", "00:00"]], "sat": ALL_DAY}

    assert opening_hours.day_in_words(date.fromisoformat(day), week) == words


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-20 23:59", "Closed now, opens tomorrow at 00:00"),
        ("2026-11-21 00:00", "Open now until the end of tomorrow"),
        ("2026-11-22 00:00", "Open now until midnight"),
        ("2026-11-22 23:59", "Open now until midnight"),
        ("2026-11-23 00:00", "Closed now, opens Saturday at 00:00"),
    ],
)
def test_days_that_are_open_all_day_join_without_a_minute_between(now: str, words: str):
    assert opening_hours.open_now_in_words(at(now), {"sat": ALL_DAY, "sun": ALL_DAY}) == words


def test_an_end_more_than_a_day_away_is_named_by_its_day():
    week = {"fri": [["08:00", "00:00"]], "sat": ALL_DAY, "sun": [["00:00", "17:00"]]}

    assert opening_hours.open_now_in_words(at("2026-11-27 10:00"), week) == "Open now until Sunday at 17:00"
    assert opening_hours.open_now_in_words(at("2026-11-28 18:00"), week) == "Open now until 17:00"


def test_a_clinic_that_never_closes_says_so_in_the_same_words_everywhere():
    now = at("2026-11-24 01:00")

    assert opening_hours.open_now_in_words(now, ALWAYS) == "Open all day, every day"
    assert opening_hours.day_in_words(now.date(), ALWAYS) == "Open all day, every day"
    assert opening_hours.week_in_words(ALWAYS) == [("Every day", "Open all day")]


def test_a_clinic_that_never_closes_but_at_christmas_does_not_say_every_day():
    christmas = [{"on": "2026-12-25", "name": "Christmas", "hours": []}]

    assert opening_hours.open_now_in_words(at("2026-12-22 10:00"), ALWAYS, christmas) == (
        "Open now until the end of Thursday"
    )
    assert opening_hours.day_in_words(date(2026, 12, 22), ALWAYS, christmas) == "Open all day today"
    assert opening_hours.open_now_in_words(at("2026-12-25 10:00"), ALWAYS, christmas) == (
        "Closed now (Christmas), opens tomorrow at 00:00"
    )
    assert opening_hours.day_in_words(date(2026, 12, 26), ALWAYS, christmas) == "Open all day, every day"
    assert opening_hours.day_in_words(date(2025, 12, 1), ALWAYS, christmas) == "Open all day, every day"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-07-31 17:00", "Closed now, opens Monday 24 August at 08:00"),
        ("2026-08-03 00:00", "Closed now (Summer break), opens Monday 24 August at 08:00"),
        ("2026-08-17 09:00", "Closed now (Summer break), opens Monday 24 August at 08:00"),
        ("2026-08-18 09:00", "Closed now (Summer break), opens Monday at 08:00"),
        ("2026-08-23 23:59", "Closed now (Summer break), opens tomorrow at 08:00"),
        ("2026-08-24 00:00", "Closed now, opens today at 08:00"),
        ("2026-08-24 08:00", "Open now until 12:00"),
    ],
)
def test_a_break_of_three_weeks_names_the_day_it_opens_again(now: str, words: str):
    assert opening_hours.open_now_in_words(at(now), WEEK, SUMMER) == words


def test_a_break_says_all_day_long_when_it_ends():
    assert opening_hours.day_in_words(date(2026, 8, 3), WEEK, SUMMER) == (
        "Closed today (Summer break), opens Monday 24 August at 08:00"
    )
    assert opening_hours.day_in_words(date(2026, 8, 24), WEEK, SUMMER) == "Open today 08:00 to 12:00, 13:00 to 17:00"


def test_one_open_day_within_a_break_counts_on_that_day():
    days = [*SUMMER, {"on": "2026-08-12", "name": "Vaccinations", "hours": [["10:00", "12:00"]]}]

    assert opening_hours.open_now_in_words(at("2026-08-11 09:00"), WEEK, days) == (
        "Closed now (Summer break), opens tomorrow at 10:00"
    )
    assert opening_hours.open_now_in_words(at("2026-08-12 11:00"), WEEK, days) == "Open now until 12:00"


def test_the_next_opening_is_found_up_to_a_year_ahead():
    closed = [{"on": "2026-01-05", "to": "2026-12-31", "name": "Rebuilding", "hours": []}]
    for_good = [{"on": "2026-01-05", "to": "2027-06-30", "name": "Rebuilding", "hours": []}]

    assert opening_hours.open_now_in_words(at("2026-01-05 09:00"), WEEK, closed) == (
        "Closed now (Rebuilding), opens Friday 1 January at 08:00"
    )
    assert opening_hours.open_now_in_words(at("2026-01-05 09:00"), WEEK, for_good) == "Closed now (Rebuilding)"
    assert opening_hours.day_in_words(date(2026, 1, 5), WEEK, for_good) == "Closed today (Rebuilding)"


def walk(start: str, minutes: int, week: dict, zone: ZoneInfo = LONDON) -> list[tuple[str, str]]:
    """The words of each minute after `start` (in UTC) that differ from those before, with the clock on the wall."""
    said: list[tuple[str, str]] = []
    begin = datetime.fromisoformat(start).replace(tzinfo=UTC)
    for minute in range(minutes):
        now = (begin + timedelta(minutes=minute)).astimezone(zone)
        words = opening_hours.open_now_in_words(now, week)
        if not said or said[-1][1] != words:
            said.append((f"{now:%a %H:%M}", words))
    return said


def test_the_night_clocks_go_forward_minute_by_minute():
    # In London 01:00 is followed by 02:00
    assert walk("2026-03-28 19:00", 8 * 60, {"sat": [["20:00", "02:30"]]}) == [
        ("Sat 19:00", "Closed now, opens today at 20:00"),
        ("Sat 20:00", "Open now until 02:30"),
        ("Sun 02:30", "Closed now, opens Saturday at 20:00"),
    ]


def test_a_closing_time_that_the_clock_leaves_out_is_said_as_the_clock_will_show_it():
    assert walk("2026-03-28 23:00", 4 * 60, {"sat": [["20:00", "01:30"]]}) == [
        ("Sat 23:00", "Open now until 02:30"),
        ("Sun 02:30", "Closed now, opens Saturday at 20:00"),
    ]


def test_the_night_clocks_go_back_closes_once():
    # In London 01:00 to 02:00 comes twice
    assert walk("2026-10-24 22:00", 6 * 60, {"sat": [["20:00", "01:30"]]}) == [
        ("Sat 23:00", "Open now until 01:30"),
        ("Sun 01:30", "Closed now, opens Saturday at 20:00"),
    ]
    assert walk("2026-10-24 22:00", 6 * 60, {"sat": [["20:00", "02:30"]]}) == [
        ("Sat 23:00", "Open now until 02:30"),
        ("Sun 02:30", "Closed now, opens Saturday at 20:00"),
    ]


def test_a_day_whose_midnight_the_clock_leaves_out_is_open_all_day_too():
    # In Beirut, midnight of this Sunday is followed by 01:00
    week = {"sat": ALL_DAY, "sun": ALL_DAY}

    assert walk("2026-03-28 12:00", 36 * 60, week, ZoneInfo("Asia/Beirut")) == [
        ("Sat 14:00", "Open now until the end of tomorrow"),
        ("Sun 01:00", "Open now until midnight"),
        ("Mon 00:00", "Closed now, opens Saturday at 00:00"),
    ]


def test_an_opening_that_the_clock_leaves_out_whole_is_passed_over():
    assert walk("2026-03-29 00:00", 4 * 60, {"sun": [["01:30", "02:15"], ["08:00", "12:00"]]}) == [
        ("Sun 00:00", "Closed now, opens today at 08:00"),
    ]


def test_todays_hours_hold_all_day():
    assert opening_hours.day_in_words(date(2026, 11, 23), WEEK, HOLIDAYS) == "Open today 08:00 to 12:00, 13:00 to 17:00"
    assert opening_hours.day_in_words(date(2026, 11, 22), WEEK, HOLIDAYS) == "Closed today"
    assert opening_hours.day_in_words(date(2026, 12, 25), WEEK, HOLIDAYS) == "Closed today (Christmas Day)"


def test_no_hours_known_says_nothing():
    assert opening_hours.open_now_in_words(at("2026-11-23 09:00"), {}, []) == ""
    assert opening_hours.day_in_words(date(2026, 11, 23), {"mon": []}, []) == ""
    assert opening_hours.week_in_words({}) == []


def test_the_week_is_listed_day_by_day():
    week = opening_hours.week_in_words(
        {"mon": [["08:00", "17:00"]], "fri": [["08:00", "12:00"], ["20:00", "02:00"]], "sat": ALL_DAY}
    )

    assert week[0] == ("Monday", "08:00 to 17:00")
    assert week[4] == ("Friday", "08:00 to 12:00, 20:00 to 02:00 (next day)")
    assert week[5] == ("Saturday", "Open all day")
    assert week[6] == ("Sunday", "Closed")


def test_a_night_that_reaches_into_the_next_days_opening_is_named():
    week = {"mon": [["20:00", "02:00"]], "tue": [["01:00", "03:00"]], "sun": [["20:00", "08:00"]]}

    assert opening_hours.overlaps(week) == [(0, time(2), time(1))]
    assert opening_hours.overlaps({**week, "tue": [["02:00", "03:00"]]}) == []
    assert opening_hours.overlaps({"sun": [["20:00", "02:00"]], "mon": ALL_DAY}) == [(6, time(2), time(0))]


@pytest.mark.parametrize(
    ("words", "american"),
    [
        ("Open today 08:00 to 12:00, 13:00 to 17:30", "Open today 8 am to noon, 1 pm to 5:30 pm"),
        ("Closed now, opens Monday at 09:05", "Closed now, opens Monday at 9:05 am"),
        ("00:00 to 00:30, 12:15 to midnight", "midnight to 12:30 am, 12:15 pm to midnight"),
        ("20:00 to 02:00 (next day)", "8 pm to 2 am (next day)"),
        ("Open all day, every day", "Open all day, every day"),
    ],
)
def test_times_are_written_as_people_at_the_clinic_read_them(words: str, american: str):
    for zone in ("America/New_York", "America/Indiana/Knox", "US/Pacific", "Pacific/Honolulu", "Australia/Perth"):
        assert opening_hours.as_read_in(zone, words).replace("\u00a0", " ") == american
    for zone in ("UTC", "Europe/London", "America/Bogota", "America/Sao_Paulo", "Asia/Tokyo"):
        assert opening_hours.as_read_in(zone, words) == words


def test_days_in_a_row_with_the_same_hours_share_a_row():
    week = {**dict.fromkeys(("mon", "tue", "wed", "sat"), [["08:00", "12:00"]]), "fri": [["08:00", "17:00"]]}

    assert opening_hours.days_together(opening_hours.week_in_words(week)) == [
        ("Monday to Wednesday", "08:00 to 12:00"),
        ("Thursday", "Closed"),
        ("Friday", "08:00 to 17:00"),
        ("Saturday", "08:00 to 12:00"),
        ("Sunday", "Closed"),
    ]
    assert opening_hours.days_together([("Saturday", "Closed"), ("Sunday", "Closed")]) == [
        ("Saturday and Sunday", "Closed")
    ]
