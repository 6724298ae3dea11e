"""A database that cannot be used is said in one plain line, whatever the command; a site moves as the manual says."""

import re

import pytest
from django.db import NotSupportedError, OperationalError

from kb.command_faults import why
from tests.product import manage, started
from tests.services import free_port

pytestmark = pytest.mark.start
NOBODY = "Stopped: No database answers at 127.0.0.1, port 1. Is it running, and is DATABASE_URL right?\n"


@pytest.mark.parametrize("command", ["start", "prepare", "migrate", "changepassword owner"])
def test_a_database_that_does_not_answer_is_one_line(own_folder, command):
    values = {"DATABASE_URL": "postgres://kb:secret-word@127.0.0.1:1/kb", "PORT": free_port()}

    refused = manage(own_folder, *command.split(), **values)

    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", NOBODY)


def test_a_database_that_was_never_made_is_one_line(own_folder, postgres_url):
    refused = manage(own_folder, "migrate", DATABASE_URL=postgres_url.rpartition("/")[0] + "/nowhere")

    assert refused.returncode == 1
    assert refused.stderr.endswith("has no database of the name in DATABASE_URL. Please create it first.\n")
    assert len(refused.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", ["migrate", "prepare"])
def test_a_file_that_cannot_be_written_is_one_line(own_folder, command):
    refused = manage(own_folder, command, DATABASE_URL="sqlite:////proc/clinic.sqlite3")

    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)
    assert re.search("^Stopped: The (database|folder) /proc", refused.stderr)


def test_developers_get_the_whole_story(own_folder):
    refused = manage(own_folder, "migrate", DATABASE_URL="postgres://kb@127.0.0.1:1/kb", KB_DEBUG=1)

    assert "Traceback (most recent call last)" in refused.stderr


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            OperationalError('connection failed: FATAL:  password authentication failed for user "kb"\nmore'),
            "The database at db.example, port 5433 does not accept the user name and password in DATABASE_URL.",
        ),
        (
            OperationalError('FATAL:  no pg_hba.conf entry for host "10.0.0.1", user "kb"'),
            "The database at db.example, port 5433 does not accept the user name and password in DATABASE_URL.",
        ),
        (
            NotSupportedError("PostgreSQL 14 or later is required (found 12.4)."),
            "The database at db.example, port 5433 is too old: PostgreSQL 14 or later is required (found 12.4).",
        ),
        (
            OperationalError('could not translate host name "db.example" to address: Name or service not known'),
            "No database answers at db.example, port 5433. Is it running, and is DATABASE_URL right?",
        ),
        (
            OperationalError('FATAL:  role "kb" does not exist'),
            "The database at db.example, port 5433 has no user of the name in DATABASE_URL. Please create it first.",
        ),
        (
            OperationalError("FATAL:  sorry, too many clients already"),
            "The database at db.example, port 5433 cannot be used (FATAL: sorry, too many clients already).",
        ),
    ],
)
def test_what_is_wrong_with_a_postgresql_is_said_with_what_to_do(error, sentence):
    database = {"ENGINE": "django.db.backends.postgresql", "HOST": "db.example", "PORT": 5433, "PASSWORD": "secret"}

    assert why(error, database) == sentence


def test_a_site_moves_to_postgresql_as_the_manual_says(own_folder, empty_database, tmp_path):
    there = {"DATABASE_URL": empty_database}
    file = str(tmp_path / "move.backup")

    moves = [manage(own_folder, "backup", file), manage(own_folder, "restore", file, **there)]
    pages = []
    for values in ({}, there):
        with started(own_folder, **values) as running:
            pages.append([running.ask(path) for path in ("/articles/", "/tags/")])

    assert [move.returncode for move in moves] == [0, 0]
    assert pages[0] == pages[1]
    assert pages[0][0][1].count('<a href="/articles/') >= 4
