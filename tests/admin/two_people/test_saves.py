"""Two people who save the same row: nothing is overwritten unseen, both texts are shown, whatever kind of row it is."""

import re
from html import unescape

import pytest

from faq.models import AuditEntry
from tests.admin.conftest import seen
from tests.admin.two_people.kinds import CLINIC, KINDS, PERSON, Kind

every_kind = pytest.mark.parametrize("kind", KINDS, ids=str)


def rows_of(page: str) -> list[tuple[str, str, str]]:
    """The comparison on a page: (part, theirs, yours) of each row."""
    rows = re.findall(r'<th scope="row">(.*?)</th>\s*<td[^>]*>(.*?)</td>\s*<td[^>]*>(.*?)</td>', page, re.DOTALL)
    return [tuple(unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row) for row in rows]


def over(page: str) -> dict[str, str]:
    """What the button "Save mine over it" sends."""
    return {"_over": re.search(r'name="_over" value="([^"]*)"', page)[1]}


@every_kind
def test_what_somebody_else_saved_meanwhile_stays_and_both_texts_are_shown(two, kind: Kind):
    ana, ben = two
    row = kind.make()
    started = seen(row)

    ana.post(kind.change_url(row), kind.values("two, theirs") | started)
    page = ben.post(kind.change_url(row), kind.values("three, mine") | started).text

    assert kind.kept(row) == "two, theirs"
    assert f"Ana saved this {kind.noun} while you were writing" in page
    assert rows_of(page) == [(kind.label, "two, theirs", "three, mine")]
    assert "three, mine" in page.split("<form", 2)[2]
    assert AuditEntry.objects.filter(who=ben.user).count() == 0


@every_kind
def test_mine_is_saved_over_it_by_a_second_press_that_says_so(two, kind: Kind):
    ana, ben = two
    row = kind.make()
    started = seen(row)
    ana.post(kind.change_url(row), kind.values("two, theirs") | started)
    page = ben.post(kind.change_url(row), kind.values("three, mine") | started).text

    answer = ben.post(kind.change_url(row), kind.values("three, mine") | started | over(page))

    assert (answer.status_code, kind.kept(row)) == (302, "three, mine")


@every_kind
def test_the_button_that_enter_presses_overwrites_nothing(two, kind: Kind):
    ana, ben = two
    row = kind.make()
    started = seen(row)
    ana.post(kind.change_url(row), kind.values("two, theirs") | started)
    page = ben.post(kind.change_url(row), kind.values("three, mine") | started).text
    buttons = re.findall(r'<button[^>]* name="(\w+)"', page.split('class="form-buttons"')[-1])

    again = ben.post(kind.change_url(row), kind.values("three, mine") | started | {buttons[0]: ""}).text

    assert buttons == ["_compare", "_over"]
    assert rows_of(again) == [(kind.label, "two, theirs", "three, mine")]
    assert kind.kept(row) == "two, theirs"


@every_kind
def test_a_third_person_between_comparing_and_saving_is_shown_too(two, kind: Kind):
    ana, ben = two
    row = kind.make()
    started = seen(row)
    ana.post(kind.change_url(row), kind.values("two, theirs") | started)
    page = ben.post(kind.change_url(row), kind.values("three, mine") | started).text
    ana.post(kind.change_url(row), kind.values("four, theirs again") | seen(row))

    again = ben.post(kind.change_url(row), kind.values("three, mine") | started | over(page)).text

    assert rows_of(again) == [(kind.label, "four, theirs again", "three, mine")]
    assert kind.kept(row) == "four, theirs again"


@every_kind
def test_two_who_type_the_same_are_both_told_that_it_is_saved(two, kind: Kind):
    ana, ben = two
    row = kind.make()
    started = seen(row)

    ana.post(kind.change_url(row), kind.values("two, the same") | started)
    answer = ben.post(kind.change_url(row), kind.values("two, the same") | started)

    assert (answer.status_code, kind.kept(row)) == (302, "two, the same")


@every_kind
@pytest.mark.parametrize(
    "sent", [{}, {"version": ""}, {"version": "abc"}, {"version": "a.b.c.d"}, {"version": "\x00é" * 999}]
)
def test_a_form_without_the_version_it_started_from_is_compared_first(two, kind: Kind, sent: dict):
    row = kind.make()

    page = two[0].post(kind.change_url(row), kind.values("two, mine") | sent).text

    assert rows_of(page) == [(kind.label, "one, first", "two, mine")]
    assert kind.kept(row) == "one, first"


@every_kind
def test_a_form_that_is_opened_and_sent_is_saved(two, kind: Kind):
    row = kind.make()
    page = two[0].get(kind.change_url(row)).text
    version = re.search(r'name="version" value="([^"]+)"', page)[1]

    answer = two[0].post(kind.change_url(row), kind.values("two, mine") | {"version": version})

    assert (answer.status_code, kind.kept(row)) == (302, "two, mine")


@every_kind
def test_a_form_that_was_refused_still_knows_what_it_started_from(two, kind: Kind):
    row = kind.make()
    started = seen(row)
    two[1].post(kind.change_url(row), kind.values("two, theirs") | started)

    page = two[0].post(kind.change_url(row), kind.values("x, " * 600) | started).text

    assert "Not saved yet" in page
    assert f'name="version" value="{started["version"]}"' in page


def test_only_what_differs_is_shown_field_by_field(two):
    ana, ben = two
    row = CLINIC.make()
    started = seen(row)
    theirs = {"name": "Their name", "time_zone": "Europe/Paris", "language": "es"}

    ana.post(CLINIC.address, CLINIC.values("one, first") | started | theirs)
    page = ben.post(CLINIC.address, CLINIC.values("one, first") | started | {"phone": "01632 960983"}).text

    assert rows_of(page) == [
        ("Name of the clinic", "Their name", "The Hive"),
        ("Phone", "Nothing here", "01632 960983"),
        ("Time zone", "Paris", "London"),
        ("Language of the articles", "Spanish – Español", "English"),
    ]


def test_a_role_or_a_sign_in_that_was_taken_away_stays_taken_away(two):
    ana, ben = two
    row = PERSON.make()
    started = seen(row)

    ana.post(PERSON.change_url(row), {**PERSON.values("one, first"), "role": "Manager", "is_active": ""} | started)
    page = ben.post(PERSON.change_url(row), PERSON.values("two, mine") | started).text

    row.refresh_from_db()
    assert [name for name, *_ in rows_of(page)] == ["Last name", "What may this person do?", "May sign in"]
    assert rows_of(page)[2] == ("May sign in", "No", "Yes")
    assert (row.is_active, row.groups.get().name) == (False, "Manager")


def test_two_new_passwords_for_one_person_are_said_and_never_shown(two):
    ana, ben = two
    row = PERSON.make()
    started = seen(row)

    ana.post(PERSON.change_url(row), PERSON.values("one, first") | started | {"password": "their long password"})
    page = ben.post(
        PERSON.change_url(row), PERSON.values("one, first") | started | {"password": "my long password"}
    ).text

    row.refresh_from_db()
    assert rows_of(page) == [
        ("Password", "A new one was given.", "The new one you typed. Please type it once more."),
    ]
    assert row.check_password("their long password")
    assert "long password" not in page
    assert row.password not in page


def test_a_name_saved_over_a_colleagues_keeps_the_password_given_meanwhile(two):
    ana, ben = two
    row = PERSON.make()
    started = seen(row)
    ana.post(PERSON.change_url(row), PERSON.values("one, first") | started | {"password": "their long password"})
    page = ben.post(PERSON.change_url(row), PERSON.values("two, mine") | started).text

    ben.post(PERSON.change_url(row), PERSON.values("two, mine") | started | over(page))

    row.refresh_from_db()
    assert (row.last_name, row.check_password("their long password")) == ("two, mine", True)


def test_signing_in_between_is_no_change(two):
    row = PERSON.make()
    started = seen(row)
    row.last_login = "2026-01-01T00:00Z"
    row.save()

    two[0].post(PERSON.change_url(row), PERSON.values("two, mine") | started)

    assert PERSON.kept(row) == "two, mine"
