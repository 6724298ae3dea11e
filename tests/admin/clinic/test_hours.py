"""The hours in the form of the clinic's details: nights, whole days, long breaks, and what is refused in words."""

import pytest

from faq.models import Clinic
from tests.admin.clinic.test_clinic import URL, details

MONDAY, TUESDAY, SUNDAY, SPECIAL = "hours-mon", "hours-tue", "hours-sun", "holidays-0"


def times(row: str, *values: str) -> dict[str, str]:
    """What the form sends for one row: opens, closes, opens again, closes."""
    return {f"{row}-{name}": value for name, value in zip(("from_1", "to_1", "from_2", "to_2"), values, strict=False)}


def said_after(owner, **values: str) -> str:
    """The page after saving, with what it says about that."""
    return owner.post(URL, details(**values), follow=True).content.decode()


def test_a_night_is_kept_and_named_so_that_swapped_times_are_noticed(owner):
    page = said_after(owner, **times(MONDAY, "20:00", "02:00"), **times(TUESDAY, "08:00", "17:00"))
    again = said_after(owner, **times(MONDAY, "20:00", "02:00"), **times(TUESDAY, "08:00", "17:00"))

    clinic = Clinic.load()
    assert clinic.hours == {"mon": [["20:00", "02:00"]], "tue": [["08:00", "17:00"]]}
    assert clinic.week_words[0] == ("Monday", "20:00 to 02:00 (next day)")
    assert "Past midnight: Monday 20:00 to 02:00 (next day)." in page
    assert "Past midnight" not in again


@pytest.mark.parametrize(
    "values",
    [
        {f"{MONDAY}-all_day": "on"},
        times(MONDAY, "00:00", "00:00"),
        times(MONDAY, "00:00", "24:00"),
    ],
)
def test_open_all_day_is_a_tick_or_midnight_to_midnight(owner, values):
    owner.post(URL, details(**values))

    page = owner.get(URL).content.decode()
    assert Clinic.load().hours == {"mon": [["00:00", "00:00"]]}
    assert Clinic.load().week_words[0] == ("Monday", "Open all day")
    assert 'name="hours-mon-all_day" id="id_hours-mon-all_day" checked' in page
    assert 'name="hours-mon-from_1" id=' in page


def test_twenty_four_hours_is_the_midnight_that_ends_the_day(owner):
    page = said_after(owner, **times(MONDAY, "08:00", "12:00", "18:00", "24:00"))

    assert Clinic.load().week_words[0] == ("Monday", "08:00 to 12:00, 18:00 to midnight")
    assert "Past midnight" not in page


def test_a_break_of_three_weeks_is_one_row(owner):
    summer = {f"{SPECIAL}-on": "2026-08-03", f"{SPECIAL}-to": "2026-08-23", f"{SPECIAL}-name": "Summer break"}

    owner.post(URL, details(**summer))

    assert Clinic.load().holidays == [{"on": "2026-08-03", "to": "2026-08-23", "name": "Summer break", "hours": []}]
    assert 'name="holidays-0-to" value="2026-08-23"' in owner.get(URL).content.decode()


def test_a_special_day_may_be_open_all_day_and_needs_no_last_day(owner):
    day = {f"{SPECIAL}-on": "2026-12-25", f"{SPECIAL}-to": "2026-12-25", f"{SPECIAL}-all_day": "on"}

    owner.post(URL, details(**day))

    assert Clinic.load().holidays == [{"on": "2026-12-25", "name": "", "hours": [["00:00", "00:00"]]}]


def test_hours_kept_by_an_earlier_version_stay_as_they_are_when_saved_again(owner):
    hours = {"mon": [["08:00", "12:00"], ["13:00", "17:00"]], "sat": [["00:00", "23:59"]]}
    holidays = [
        {"on": "2026-12-24", "name": "Christmas Eve", "hours": [["08:00", "11:00"]]},
        {"on": "2026-12-25", "name": "Christmas", "hours": []},
    ]
    Clinic(pk=1, hours=hours, holidays=holidays).save()
    page = owner.get(URL)
    rows = [*(row for _, row in page.context["week"]), *page.context["holidays"]]
    shown = {field.html_name: field.value() or "" for row in rows for field in row}

    owner.post(URL, details(**shown, **{"holidays-TOTAL_FORMS": 4, "holidays-INITIAL_FORMS": 2}))

    assert (Clinic.load().hours, Clinic.load().holidays) == (hours, holidays)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (times(TUESDAY, "08:00"), "Please give both times, when it opens and when it closes, or neither."),
        (times(TUESDAY, "", "08:00"), "Please give both times, when it opens and when it closes, or neither."),
        (times(TUESDAY, "00:00"), "Please give both times, when it opens and when it closes, or neither."),
        (times(TUESDAY, "eight", "12:00"), "Please write the time like 08:30."),
        (times(TUESDAY, "08:00", "25:00"), "Please write the time like 08:30."),
        (
            times(TUESDAY, "08:00", "08:00"),
            "It cannot open and close at 08:00. If it never closes that day, please tick “Open all day” only.",
        ),
        (
            times(TUESDAY, "00:00", "00:00", "08:00", "12:00"),
            "It cannot open and close at 00:00. If it never closes that day, please tick “Open all day” only.",
        ),
        (
            {**times(TUESDAY, "08:00", "17:00"), f"{TUESDAY}-all_day": "on"},
            "“Open all day” is ticked and there are times. Please keep one of the two.",
        ),
        (times(TUESDAY, "08:00", "12:00", "11:00", "17:00"), "The second opening begins before the first one ends."),
        (times(TUESDAY, "20:00", "02:00", "23:00", "04:00"), "The second opening begins before the first one ends."),
        (
            {**times(MONDAY, "20:00", "02:00"), **times(TUESDAY, "01:00", "12:00")},
            "Monday is open until 02:00 the next day, but Tuesday opens at 01:00 already. "
            "Please change one of the two.",
        ),
        (
            {**times(SUNDAY, "08:00", "12:00", "20:00", "02:00"), f"{MONDAY}-all_day": "on"},
            "Sunday is open until 02:00 the next day, but Monday opens at 00:00 already. Please change one of the two.",
        ),
        ({f"{SPECIAL}-name": "Christmas"}, "Please choose the day, or leave the whole row empty."),
        ({f"{SPECIAL}-to": "2026-12-25"}, "Please choose the day, or leave the whole row empty."),
        ({f"{SPECIAL}-all_day": "on"}, "Please choose the day, or leave the whole row empty."),
        ({f"{SPECIAL}-on": "2026-12-25", f"{SPECIAL}-to": "soon"}, "Please write the day like 2026-12-25."),
        (
            {f"{SPECIAL}-on": "2026-12-25", f"{SPECIAL}-to": "2026-12-24"},
            "The last day comes before the first one.",
        ),
        (
            {f"{SPECIAL}-on": "2026-08-03", f"{SPECIAL}-to": "2062-08-23"},
            "That is more than a year. Please look at both years.",
        ),
    ],
)
def test_wrong_times_are_refused_in_words_and_stay_in_the_form(owner, values, sentence):
    answer = owner.post(URL, details(name="Typed name", **values))

    page = answer.content.decode()
    rows = [*(row for _, row in answer.context["week"]), *answer.context["holidays"]]
    kept = {field.html_name: field.value() for row in rows for field in row}
    assert page.count(sentence) == 1
    assert 'value="Typed name"' in page
    assert {name: "on" if kept[name] is True else kept[name] for name in values} == values
    assert Clinic.objects.count() == 0


def test_a_day_is_given_the_times_of_monday_and_nothing_is_saved_yet(owner):
    pairs = ("08:00", "12:00", "13:00", "17:00")
    sent = details(phone="01632 960983", **times(MONDAY, *pairs), **times(TUESDAY, "09:00", "10:00"))
    sent |= {f"{TUESDAY}-all_day": "on", "_same_as_monday": TUESDAY}
    sent.pop("_save", None)

    answer = owner.post(URL, sent)

    week = dict(answer.context["week"])
    assert [week["Tuesday"][name].value() for pair in week["Tuesday"].PAIRS for name in pair] == list(pairs)
    assert not week["Tuesday"]["all_day"].value()
    assert "Tuesday has the times of Monday now. Nothing is saved yet." in answer.content.decode()
    assert 'value="01632 960983"' in answer.content.decode()
    assert (Clinic.load().hours, Clinic.load().phone) == ({}, "")


@pytest.mark.parametrize("odd", ["", "hours-xyz", "hours", "csrfmiddlewaretoken", "hours-mon-from_1", "\x00"])
def test_a_day_that_is_none_is_given_nothing_and_nothing_is_saved(owner, odd):
    answer = owner.post(URL, details(**times(MONDAY, "08:00", "12:00"), _same_as_monday=odd))

    week = dict(answer.context["week"])
    assert (week["Monday"]["from_1"].value(), week["Tuesday"]["from_1"].value()) == ("08:00", None)
    assert "has the times of Monday now" not in answer.content.decode()
    assert Clinic.load().hours == {}


def test_a_break_is_folded_away_until_there_is_one(owner):
    Clinic.objects.update_or_create(pk=1, defaults={"hours": {"mon": [["08:00", "12:00"], ["13:00", "17:00"]]}})
    page = owner.get(URL)
    wrong = owner.post(URL, details(**times(TUESDAY, "08:00", "12:00", "", "later")))

    assert [day for day, row in page.context["week"] if row.has_break] == ["Monday"]
    assert page.content.decode().count('<details class="break" open>') == 1
    assert [day for day, row in wrong.context["week"] if row.has_break] == ["Tuesday"]
