"""Two owners on the page of the clinic's details: hours, special days and the logo are guarded as the words are."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from faq.models import Clinic
from faq.publishing import exchange, textfile
from tests.admin.clinic.test_clinic import details
from tests.admin.conftest import seen
from tests.admin.two_people.kinds import CLINIC
from tests.admin.two_people.test_saves import over, rows_of
from tests.factories import a_png

URL = CLINIC.address
SAME = CLINIC.values("one, first")


def a_logo(width: int) -> dict[str, SimpleUploadedFile]:
    return {"logo_file": SimpleUploadedFile("logo.png", a_png((width, 20)), "image/png")}


def test_hours_and_special_days_are_compared_day_by_day(two):
    ana, ben = two
    started = seen(CLINIC.make())
    theirs = {"hours-mon-from_1": "08:00", "hours-mon-to_1": "12:00", "holidays-0-on": "2026-12-25"}
    mine = {"hours-mon-from_1": "09:00", "hours-mon-to_1": "12:00", "holidays-0-on": "2026-12-24"}
    mine |= {"holidays-0-to": "2027-01-02", "holidays-0-name": "Winter"}

    ana.post(URL, SAME | started | theirs)
    page = ben.post(URL, SAME | started | mine).text

    assert rows_of(page) == [
        ("Monday", "08:00 to 12:00", "09:00 to 12:00"),
        ("Special days", "25 December 2026: closed", "24 December 2026 to 2 January 2027, Winter: closed"),
    ]
    assert Clinic.load().hours == {"mon": [["08:00", "12:00"]]}
    assert 'value="09:00"' in page
    ben.post(URL, SAME | started | mine | over(page))
    assert Clinic.load().hours == {"mon": [["09:00", "12:00"]]}


def test_the_first_two_saves_of_a_new_clinic_are_told_of_each_other(two):
    ana, ben = two
    started = re.search(r'name="version" value="([^"]*)"', ben.get(URL).text)[1]

    ana.post(URL, details(name="Theirs", version=""))
    page = ben.post(URL, details(name="Mine", version=started)).text

    assert rows_of(page) == [("Name of the clinic", "Theirs", "Mine")]
    assert Clinic.load().name == "Theirs"


def test_a_logo_chosen_while_a_colleague_saved_is_still_chosen(two):
    ana, ben = two
    started = seen(CLINIC.make())
    ana.post(URL, CLINIC.values("theirs") | started | a_logo(30))

    page = ben.post(URL, SAME | started | a_logo(60)).text
    sent = {"sent_logo": re.search(r'name="sent_logo" value="([^"]*)"', page)[1]}
    ben.post(URL, SAME | started | sent | over(page))

    assert [part for part, *_ in rows_of(page)] == ["In an emergency", "Logo"]
    assert Clinic.load().logo_size == (60, 20)


def test_a_logo_that_a_colleague_added_stays_when_my_words_are_saved_over_theirs(two):
    ana, ben = two
    started = seen(CLINIC.make())
    ana.post(URL, SAME | started | a_logo(30))

    page = ben.post(URL, CLINIC.values("mine") | started).text
    ben.post(URL, CLINIC.values("mine") | started | over(page))

    assert [part for part, *_ in rows_of(page)] == ["In an emergency"]
    assert (Clinic.load().emergency_text, Clinic.load().logo_size) == ("mine", (30, 20))


def test_a_logo_is_never_a_name_that_was_made_up(two):
    started = seen(CLINIC.make())

    two[0].post(URL, SAME | started | {"sent_logo": "../secret.png"})

    assert Clinic.load().logo == ""


def test_an_import_into_a_new_site_leaves_the_name_that_an_owner_saved(two):
    two[0].post(URL, details(name="Ours"))

    exchange.load(textfile.read("Clinic: The Hive\n"), by=None)

    assert Clinic.load().name == "Ours"
