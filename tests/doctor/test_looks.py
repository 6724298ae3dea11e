"""What the doctor says of a whole site: to people, to programs, to the owner in the staff area, and to nobody else."""

import json
import re
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from django.core import signing
from django.core.management import call_command
from django.db import OperationalError, connection

from faq.doctor import arrival, content, finding, looks
from faq.models import WeeklyLetter
from faq.search.index.index import open_index
from tests.doctor.following import OURS, follow
from tests.factories import edit, make_article, make_staff
from tests.product import manage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folders")]


def faults() -> dict[str, tuple[str, str]]:
    """What is wrong, by part: the problem and its mend. Shared media are no fault on the tests' own PostgreSQL."""
    found = [each for each in looks.findings(asks_the_site=False) if "other hosts" not in each.problem]
    return {each.part: (each.problem, each.mend) for each in found if not each.is_well}


def test_a_site_without_a_fault_has_none():
    assert faults() == {}


def test_a_database_that_does_not_answer_hides_nothing_else(own_folders):
    own_folders.chmod(0o755)

    def refuse(*asked: object) -> None:
        raise OperationalError("connection refused")

    with connection.execute_wrapper(refuse):
        found = faults()

    assert "connection refused" in found["Database"][0]
    unknown = "Not known: the database does not answer (OperationalError)."
    assert found["Clock"] == (unknown, "See Database and Tables above.")
    assert found["Tables"] == found["Clock"]
    assert "Data folder" in found


def test_a_file_that_cannot_be_read_hides_nothing_else(own_folders, settings, tmp_path):
    settings.BASE_DIR = tmp_path
    own_folders.chmod(0o755)

    found = faults()

    unknown = f"Not known: {tmp_path}/requirements.txt cannot be read (No such file or directory)."
    assert found["Packages"] == (unknown, "See Data folder above.")
    assert "Data folder" in found


def test_an_index_that_is_behind_is_brought_up_to_date_by_the_look_itself():
    article = make_article("How do I park?")
    call_command("build_index")
    edit(article, title="Where do I park?")
    before = open_index().store.state().edition

    assert faults() == {}
    assert open_index().store.state().edition > before


def test_several_missing_pictures_are_counted(settings):
    (Path(settings.MEDIA_ROOT) / "another").touch()

    found = content._missing("Pictures", "picture", "that readers are shown", ["pictures/a.webp", "pictures/b.webp"])

    said = f"2 pictures that readers are shown are missing in {settings.MEDIA_ROOT}: for example pictures/a.webp."
    assert found.problem == said


def test_a_weekly_letter_that_failed_names_whom_it_did_not_reach():
    row = WeeklyLetter.of(make_staff("Manager", "mo", email="mo@x.org"))
    row.claim(date(2026, 6, 10))
    row.note_failed(date(2026, 6, 10), "SMTPException: no")

    problem = faults()["Weekly letter"][0]
    row.note_sent([])

    assert (problem, faults()) == ("It could not be sent to mo on 10 June 2026 (SMTPException: no).", {})


def test_a_program_is_told_by_json_and_by_the_exit_code(own_folders, capsys):
    own_folders.chmod(0o755)

    with pytest.raises(SystemExit) as left:
        call_command("doctor", "--json")

    parts = {each["part"]: each for each in json.loads(capsys.readouterr().out)}
    assert left.value.code == 1
    assert parts["Data folder"]["mend"] == f"Run: chmod 700 {own_folders}"
    assert parts["Clock"] == {"part": "Clock", "problem": "", "mend": ""}


def test_each_thing_to_do_stands_on_a_line_of_its_own(settings, capsys):
    settings.DEBUG, settings.SITE_URL = True, "http://help.example.org"

    with suppress(SystemExit):
        call_command("doctor", "--quiet")

    said = capsys.readouterr().out.splitlines()
    assert said[:3] == [
        "Settings: KB_DEBUG shows whoever meets a fault how the site is made, and parts of its settings.",
        "    Set KB_DEBUG=0",
        "    Start the site anew.",
    ]


def test_a_command_can_be_copied_into_a_shell_whatever_is_in_its_names():
    assert finding.run("rm", "-rf", "/srv/my site/index") == "Run: rm -rf '/srv/my site/index'"
    assert finding.manage("build_index") == f"Run: {OURS}build_index"


def test_a_mend_that_cannot_be_followed_fails_its_test():
    with pytest.raises(pytest.fail.Exception, match="This cannot be followed: Hope for the best"):
        follow("Hope for the best.", None, {})
    with pytest.raises(AssertionError, match="nothing asked for"):
        follow("", None, {"Start Redis": lambda: None})


@pytest.mark.start
def test_a_password_in_a_setting_is_never_repeated(tmp_path):
    values = {
        "DATABASE_URL": "postgres://kb:secret-word@127.0.0.1:1/kb",
        "CACHE_URL": "redis://:secret-word@127.0.0.1:1/0",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": 1,
        "EMAIL_HOST_PASSWORD": "secret-word",
    }

    said = manage(tmp_path / "data", "doctor", SITE_URL="http://127.0.0.1:1", **values)

    named = re.findall("^(Database|Redis|Mail): (?!well)", said.stdout, re.M)
    assert (named, said.returncode) == (["Database", "Redis", "Mail"], 1)
    assert "secret-word" not in said.stdout + said.stderr


def test_only_the_doctor_of_this_site_is_told_how_a_request_arrived(client, settings):
    told = client.get("/healthz", headers={arrival.HEADER: arrival.question(), "X-Forwarded-For": "203.0.113.5"}).text
    question = arrival.question()
    settings.SECRET_KEY = "of another site, or of whoever guesses " + "x" * 30

    assert client.get("/healthz").text == client.get("/healthz", headers={arrival.HEADER: question}).text == "ok\n"
    assert arrival.read(told) is None
    # Neither does one of this site's own words for something else do
    other = signing.dumps("How do I arrive?", salt="of a preview")
    assert client.get("/healthz", headers={arrival.HEADER: other}).text == "ok\n"


def test_what_arrived_is_told_signed(client):
    asked = {arrival.HEADER: arrival.question(), "X-Forwarded-For": "203.0.113.5"}

    told = arrival.read(client.get("/healthz", headers=asked).text)

    assert told == {"scheme": "http", "host": "testserver", "for": "203.0.113.5"}


def test_the_owner_reads_the_same_in_the_staff_area(client, settings):
    settings.DEBUG, settings.SITE_URL = True, "http://help.example.org"
    client.force_login(make_staff("Owner"))

    page = client.get("/admin/health/").text

    assert "KB_DEBUG shows whoever meets a fault" in page
    assert "Set KB_DEBUG=0<br>Start the site anew." in page
    assert page.index("What is wrong?") < page.index("What was looked at and is well")


def test_owners_find_the_page_beside_the_clinic_and_managers_do_not(client):
    client.force_login(make_staff("Manager"))
    manager = client.get("/admin/reports/").text
    client.force_login(make_staff("Owner"))

    owner = client.get("/admin/auth/user/").text

    assert ('href="/admin/health/"' in owner, 'href="/admin/health/"' in manager) == (True, False)
