"""A site moves into another database whole, is compared before it says so, and never lands on top of something."""

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.backup.sites import fill, run, state_of
from tests.product import ROOT, environment, manage, started
from tests.services import free_port

pytestmark = pytest.mark.start

# What may stand in a table of counts, and stays behind in a backup
MORE = """
import random
from datetime import date, timedelta
from importlib import import_module
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, BACKEND_SESSION_KEY
from django.contrib.auth.models import User
from faq.models import Article, Redirect, ViewCount
owner = User.objects.get(username="owner")
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(owner.pk), owner.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session.save()
articles = list(Article.objects.all())
Redirect.objects.create(slug="so-it-was-called", article=articles[0])
Redirect.objects.create(slug="gone-for-good")
rows = [
    ViewCount(article=article, day=date(2023, 1, 1) + timedelta(days=day), views=random.randint(1, 9))
    for article in articles for day in range(COUNTS)
]
ViewCount.objects.bulk_create(rows)
"""
SESSIONS = """
from faq.models import StaffSession
print(sorted(StaffSession.objects.values_list("session_key", "expire_date")))
"""
NEXT = """
from faq.publishing import actions
print(actions.save(None, {"title": "Which number?", "steps": []}, by=None).article.pk)
"""


def last_line(done) -> str:
    assert "Traceback" not in done.stderr
    return (done.stdout + done.stderr).strip().splitlines()[-1]


def move(folder: Path, address: str, **values: object) -> str:
    """What the move said when it ended well."""
    done = manage(folder, "move_database", address, **values)
    assert not done.returncode, done.stderr
    return done.stdout


def refused(folder: Path, address: str, **values: object) -> str:
    done = manage(folder, "move_database", address, **values)
    assert done.returncode == 1, done.stdout
    return last_line(done)


@pytest.fixture
def full_site(own_folder: Path) -> Path:
    """A site with history, old addresses, counts of many days, and somebody who is signed in."""
    fill(own_folder)
    run(own_folder, MORE.replace("COUNTS", "300"))
    return own_folder


@pytest.fixture
def new_file(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/new.sqlite3"


@pytest.mark.postgres
def test_to_postgresql_and_back_nothing_is_missing(full_site: Path, empty_database: str, new_file: str, tmp_path: Path):
    before, signed_in = state_of(full_site), run(full_site, SESSIONS)

    said = move(full_site, empty_database)
    there = state_of(full_site, DATABASE_URL=empty_database)
    # As one names it where others could read the list of programs
    from_environment = manage(full_site, "move_database", DATABASE_URL=empty_database, NEW_DATABASE_URL=new_file)
    back = state_of(full_site, DATABASE_URL=new_file)

    assert ("Moved: " in said, "Moved: " in from_environment.stdout) == (True, True)
    assert (there == before, back == before) == (True, True)
    assert signed_in == run(full_site, SESSIONS, DATABASE_URL=empty_database)
    assert signed_in == run(full_site, SESSIONS, DATABASE_URL=new_file) != "[]"
    assert oct((tmp_path / "new.sqlite3").stat().st_mode & 0o777) == "0o600"
    # The next article gets a number that none had, wherever the site lives
    numbers = [run(full_site, NEXT, DATABASE_URL=address) for address in ("", empty_database, new_file)]
    assert len(set(numbers)) == 1


CHANGE = """
from django.contrib.auth.models import User
from faq.models import Article, ViewCount
from faq.publishing import actions
from faq.models import Redirect
owner = User.objects.get(username="owner")
# Two rows that trade what only one may have, one that is gone, one that is new
one, other = Redirect.objects.order_by("pk")[:2]
one.slug, other.slug = other.slug, "for-a-moment"
Redirect.objects.filter(pk=other.pk).update(slug="for-a-moment")
Redirect.objects.filter(pk=one.pk).update(slug=one.slug)
Redirect.objects.filter(pk=other.pk).update(slug="so-it-was-called-first")
ViewCount.objects.filter(article=Article.objects.first()).delete()
made = actions.save(None, {"title": "Made meanwhile?", "short_answer": "Yes.", "steps": []}, by=owner).article
actions.publish(made, by=owner)
"""


@pytest.mark.postgres
def test_what_changed_since_is_brought_along_when_it_is_run_again(full_site: Path, empty_database: str):
    move(full_site, empty_database)
    run(full_site, CHANGE)

    move(full_site, empty_database)

    assert state_of(full_site, DATABASE_URL=empty_database) == state_of(full_site)


@pytest.mark.postgres
def test_a_move_that_was_killed_goes_on_and_no_site_starts_half_filled(full_site: Path, empty_database: str):
    started_on_it = []
    for moment in (" rows of revisions", " rows of view counts", "Comparing row by row"):
        _killed_when_it_says(moment, full_site, empty_database)
        started_on_it.append(last_line(manage(full_site, "prepare", DATABASE_URL=empty_database)))

    said = move(full_site, empty_database)

    assert all(line.startswith("Stopped: This database is half filled by a move") for line in started_on_it)
    assert "Going on with the move that was begun." in said
    assert state_of(full_site, DATABASE_URL=empty_database) == state_of(full_site)


def _killed_when_it_says(moment: str, folder: Path, address: str) -> None:
    env = {**environment(folder), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "manage.py", "move_database", address]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            if moment in line:
                process.send_signal(signal.SIGKILL)
                break
        process.stdout.read()
    assert process.returncode == -signal.SIGKILL


def test_a_database_in_use_is_never_written_over(own_folder: Path, new_file: str, tmp_path: Path):
    foreign = tmp_path / "foreign.sqlite3"
    with sqlite3.connect(foreign) as database:
        database.execute("CREATE TABLE of_something_else (id integer)")
    move(own_folder, new_file)
    with started(own_folder, DATABASE_URL=new_file):
        pass

    for address in (f"sqlite:///{foreign}", new_file):
        # Into the second from the moment a site was started there
        assert refused(own_folder, address).endswith(
            " holds something already. Please name one that is empty. Nothing here was changed."
        )


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("", "Please name the new database"),
        ("kb", "That is no address of a database."),
        ("mysql://kb@127.0.0.1/kb", "That is no address of a database."),
        ("postgres://kb@127.0.0.1", "That is no address of a database."),
        ("sqlite:////no/such/folder/kb.sqlite3", "The database /no/such/folder/kb.sqlite3 cannot be used"),
        ("postgres://kb:hidden-word@127.0.0.1:PORT/kb", "The database kb at 127.0.0.1, port PORT cannot be used"),
    ],
)
def test_an_address_that_leads_nowhere_is_one_sentence_without_its_password(own_folder: Path, address: str, why: str):
    port = str(free_port())

    said = refused(own_folder, address.replace("PORT", port))

    assert said.startswith(f"CommandError: {why.replace('PORT', port)}")
    assert "hidden-word" not in said


@pytest.mark.postgres
def test_a_row_that_the_new_database_does_not_take_is_said_and_nothing_here_changes(own_folder, empty_database):
    run(own_folder, "from faq.models import Tag\nTag.objects.create(name='x' * 5000, slug='long')")
    before = state_of(own_folder)

    said = refused(own_folder, empty_database)

    assert said.startswith("CommandError: The move was cut short (value too long")
    assert state_of(own_folder) == before


def test_neither_into_itself_nor_out_of_one_that_is_half_filled(own_folder: Path, new_file: str, tmp_path: Path):
    move(own_folder, new_file)

    into_itself = refused(own_folder, new_file, DATABASE_URL=new_file)
    with sqlite3.connect(tmp_path / "new.sqlite3") as database:
        state = database.execute("SELECT state FROM kb_move").fetchone()
        database.execute("UPDATE kb_move SET state = 'begun'")
    out_of_it = refused(own_folder, f"sqlite:///{tmp_path}/third.sqlite3", DATABASE_URL=new_file)

    assert into_itself == "CommandError: DATABASE_URL names this database already. Nothing here was changed."
    assert state == ("done",)
    assert out_of_it.startswith("CommandError: This database is half filled by a move that was cut short.")


def test_a_database_that_keeps_something_else_is_not_called_moved(own_folder: Path, new_file: str, tmp_path: Path):
    move(own_folder, new_file)
    with sqlite3.connect(tmp_path / "new.sqlite3") as database:
        database.execute(
            "CREATE TRIGGER shout AFTER INSERT ON faq_fact"
            " BEGIN UPDATE faq_fact SET value = 'CHANGED' WHERE id = NEW.id; END"
        )
        database.execute("UPDATE faq_fact SET value = 'another'")

    said = refused(own_folder, new_file)

    assert said.startswith("CommandError: The new database keeps other values than this one in: facts.")
    assert "half filled" in last_line(manage(own_folder, "prepare", DATABASE_URL=new_file))


def test_readers_read_and_nobody_saves_while_the_two_are_compared(own_folder: Path, new_file: str, tmp_path: Path):
    """A writer that came before is waited for, so nothing that was acknowledged is left behind."""
    writer = sqlite3.connect(own_folder / "db.sqlite3", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE faq_fact SET value = 'saved at the last moment'")
    env = {**environment(own_folder), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "manage.py", "move_database", new_file]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            if line.startswith("Comparing row by row"):
                break
        time.sleep(0.5)
        is_waiting = process.poll() is None
        writer.execute("COMMIT")
        said = process.stdout.read()
    writer.close()

    with sqlite3.connect(tmp_path / "new.sqlite3") as database:
        values = {value for (value,) in database.execute("SELECT value FROM faq_fact")}
    assert (is_waiting, values, "Moved: " in said) == (True, {"saved at the last moment"}, True)
