"""Day and time on the clinic's wall, and the moment they mean, on the two nights when clocks change too."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from faq.values import clock

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("typed", "zone", "moment"),
    [
        ("2026-07-03T08:00", "America/New_York", "2026-07-03T12:00:00+00:00"),
        ("2026-12-03T08:00", "America/New_York", "2026-12-03T13:00:00+00:00"),
        ("2026-12-03T08:00:30", "UTC", "2026-12-03T08:00:00+00:00"),
        ("2026-12-03T08:00", "Asia/Kolkata", "2026-12-03T02:30:00+00:00"),
        # The last minute before clocks go forward, and the first after it
        ("2026-03-08T01:59", "America/New_York", "2026-03-08T06:59:00+00:00"),
        ("2026-03-08T03:00", "America/New_York", "2026-03-08T07:00:00+00:00"),
        # The last before an hour comes twice, and the first after it
        ("2026-11-01T00:59", "America/New_York", "2026-11-01T04:59:00+00:00"),
        ("2026-11-01T02:00", "America/New_York", "2026-11-01T07:00:00+00:00"),
    ],
)
def test_a_time_on_the_wall_is_one_moment(typed: str, zone: str, moment: str):
    assert clock.moment(typed, ZoneInfo(zone)).isoformat() == moment


@pytest.mark.parametrize(
    ("typed", "zone", "said"),
    [
        ("2026-03-08T02:00", "America/New_York", "There is no 02:00 on 8 March 2026: clocks go forward then."),
        ("2026-03-08T02:59", "America/New_York", "There is no 02:59 on 8 March 2026: clocks go forward then."),
        ("2026-11-01T01:00", "America/New_York", "01:00 comes twice on 1 November 2026, as clocks go back then."),
        ("2026-11-01T01:59", "America/New_York", "01:59 comes twice on 1 November 2026, as clocks go back then."),
        # Half an hour, on an island
        ("2026-10-04T02:15", "Australia/Lord_Howe", "There is no 02:15 on 4 October 2026: clocks go forward then."),
        ("soon", "UTC", "Please give a day and a time"),
        ("2026-02-30T08:00", "UTC", "Please give a day and a time"),
        ("0001-01-01T00:00", "Asia/Tokyo", "Please give a day and a time"),
        ("9999-12-31T23:59", "America/New_York", "Please give a day and a time"),
        ("2026-05-03T08:00\x00", "UTC", ""),
    ],
)
def test_what_names_no_moment_or_two_is_refused_with_what_to_choose(typed: str, zone: str, said: str):
    if not said:
        assert clock.moment(typed, ZoneInfo(zone)) == datetime(2026, 5, 3, 8, tzinfo=UTC)
        return
    with pytest.raises(clock.NoSuchMomentError, match=said.replace(".", r"\.")):
        clock.moment(typed, ZoneInfo(zone))


def test_months_are_over_on_the_same_days_whichever_way_they_are_counted():
    start = date(2027, 11, 1)

    for days in range(150):
        day = start + timedelta(days=days)
        for months in (3, 6, 12, 24):
            latest = clock.latest_before(day, months)
            assert clock.months_after(latest, months) <= day < clock.months_after(latest + timedelta(days=1), months)

    assert clock.months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)


def test_nothing_typed_is_no_moment():
    assert (clock.moment("  ", NEW_YORK), clock.typed(None, NEW_YORK)) == (None, "")


def test_every_minute_of_both_nights_comes_back_as_it_is_shown_or_is_refused():
    refused = 0

    for night in (datetime(2026, 3, 8, 4, tzinfo=UTC), datetime(2026, 11, 1, 3, tzinfo=UTC)):
        for minutes in range(6 * 60):
            at = night + timedelta(minutes=minutes)
            try:
                assert clock.moment(clock.typed(at, NEW_YORK), NEW_YORK) == at
            except clock.NoSuchMomentError:
                refused += 1

    # The hour that comes twice, both times
    assert refused == 120
