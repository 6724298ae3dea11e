"""The note by which a browser is known again: for whom, for how long, and never by what somebody made up."""

from datetime import timedelta
from unittest import mock

import pytest
from django.core import signing

from faq.accounts import known_browsers


def test_a_browser_is_known_for_those_who_signed_in_with_it():
    note = known_browsers.with_name(known_browsers.with_name("", "ann"), "Ben")
    other = known_browsers.with_name("", "ann")

    ann, ben = known_browsers.known_as(note, "ann"), known_browsers.known_as(note, "Ben")

    assert "" not in (ann, ben)
    assert ann != known_browsers.known_as(other, "ann")
    # Another person may be called so
    assert [known_browsers.known_as(note, name) for name in ("zoe", "Ann", "ben")] == [""] * 3
    assert known_browsers.known_as(known_browsers.with_name(note, "ann"), "ann") == ann


FORGED = {
    "nothing": "",
    "a letter": "x",
    "colons": ":::",
    "not ASCII": "é",
    "another purpose": signing.dumps({"ann": "x"}),
    "another kind": signing.dumps([], salt="other"),
}


# Names of their own: what is signed is another text in each process
@pytest.mark.parametrize("note", FORGED.values(), ids=FORGED)
def test_a_forged_note_knows_nobody(note):
    assert known_browsers.known_as(note, "ann") == ""
    assert known_browsers.known_as(known_browsers.with_name(note, "ann"), "ann")


def test_a_note_is_forgotten_after_half_a_year():
    note = known_browsers.with_name("", "ann")
    seconds = timedelta(days=180, minutes=1).total_seconds()

    with mock.patch("time.time", return_value=signing.time.time() + seconds):
        assert known_browsers.known_as(note, "ann") == ""


def test_a_browser_at_a_front_desk_stays_small_and_names_nobody():
    note = ""
    for number in range(30):
        note = known_browsers.with_name(note, f"colleague-number-{number}")

    assert len(note) < 1_000
    assert [bool(known_browsers.known_as(note, f"colleague-number-{number}")) for number in (17, 18, 29)] == [
        False,
        True,
        True,
    ]
    assert "colleague" not in str(signing.loads(note, salt="faq.known-browsers"))
