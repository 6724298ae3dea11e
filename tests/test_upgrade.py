"""A site of an older version becomes one of this version: rehearsed, done while readers read, and taken back."""

import re
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import older_version
from tests.older_version import ARTICLE, OLD_ADDRESS, Readers
from tests.product import Running, manage, started
from tests.services import free_port, wait_until

pytestmark = [pytest.mark.start, pytest.mark.slow, pytest.mark.once]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data folder of a site of the older version."""
    older_version.put_site(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture(scope="module")
def software(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The older version itself."""
    if not older_version.is_known():
        # Nothing that a machine could install: the files came without their history
        pytest.skip(f"no git with the commit {older_version.COMMIT[:8]} here")
    return older_version.unpack(tmp_path_factory.mktemp("older") / "software")


@pytest.fixture
def older(software: Path, folder: Path) -> Iterator[Running]:
    """The site, served by the older version."""
    running = older_version.start(software, folder, free_port())
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.stop()


def test_the_rows_of_the_older_version_are_all_there_afterwards(folder):
    before = rows_of(folder)

    done = manage(folder, "upgrade", PORT=free_port())
    after = rows_of(folder)

    assert (done.returncode, done.stderr) == (0, "")
    assert "No site answers: the rows are compared" in done.stdout
    assert all(before.values())
    assert as_before(after, before) == before


def test_readers_see_no_error_while_a_newer_version_takes_over(older, folder):
    database = folder / "db.sqlite3"
    before = older_version.views(database)
    readers = Readers(older.port)

    with readers.reading():
        done = manage(folder, "upgrade", PORT=older.port)
        newer = older_version.take_over(folder, older.port)
        try:
            wait_until(lambda: "Taken over" in newer.output, "it has taken over", seconds=120)
            code = older.process.wait(20)
            said = newer.ask(ARTICLE)
            wait_until(lambda: "Ctrl-C" in newer.output, "it says that it is open")
        except BaseException:
            newer.process.kill()
            raise
    newer.stop()

    assert (done.returncode, done.stderr) == (0, "")
    assert f"Asking the site that runs, http://127.0.0.1:{older.port}" in done.stdout
    assert "no article was edited, and readers find all that they found before" in done.stdout
    assert (code, said[0]) == (0, 200)
    assert (readers.errors, list(readers.statuses)) == ([], [200])
    assert older_version.views(database) - before == readers.counted > 20


def test_a_rehearsal_says_what_it_took_and_touches_nothing(folder):
    before = contents(folder)

    done = manage(folder, "upgrade", "--rehearse", PORT=free_port())

    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^Filling a database of its own with \d{3} rows\.$", done.stdout, re.M)
    assert re.search(
        r"^Brought to this version in [\d.]+ seconds \(\d+ changes of the tables, faq\.0042", done.stdout, re.M
    )
    assert done.stdout.endswith("readers find all that they found before. Nothing of the site was touched.\n")
    assert contents(folder) == before


def test_a_backup_made_by_the_upgrade_leads_back_to_the_older_version(software, folder):
    before = rows_of(folder)
    done = manage(folder, "upgrade", PORT=free_port())
    backup = next(line for line in done.stdout.splitlines() if line.startswith("The backup is ")).split()[-1]
    for path in folder.glob("db.sqlite3*"):
        path.rename(folder / f"newer-{path.name}")

    restored = older_version.manage(software, folder, "restore", backup, "--yes")
    older = older_version.start(software, folder, free_port())
    page, old_address = older.ask(ARTICLE), older.ask(OLD_ADDRESS)
    older.stop()

    assert Path(backup).stat().st_mode & 0o777 == 0o600
    assert restored.returncode == 0, restored.stderr
    assert (page[0], "Book it online, by phone or at the desk." in page[1]) == (200, True)
    assert old_address == page
    assert len(rows_of(folder)["faq_auditentry"]) == len(before["faq_auditentry"])


def test_an_upgrade_that_fails_in_the_middle_says_so_and_how_to_go_back(folder):
    before = rows_of(folder)
    with sqlite3.connect(folder / "db.sqlite3") as connection:
        # In the way of one of the changes
        connection.execute("CREATE TABLE faq_filecount (other integer)")

    done = manage(folder, "upgrade", PORT=free_port())

    backup = next((folder / "backups").iterdir())
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "could not be brought to this version" in done.stderr
    assert done.stderr.endswith(f"“Back to the version before”. The backup is {backup}.\n")
    assert as_before(rows_of(folder), before) == before


def test_where_nobody_serves_a_start_that_would_take_over_just_starts(own_folder):
    running = older_version.take_over(own_folder, free_port())
    try:
        answer = running.wait_until_open().ask("/healthz")
    finally:
        running.stop()

    assert answer == (200, "ok\n")
    assert "Taken over" not in running.output


def test_another_site_is_not_put_in_the_place_of_the_one_that_runs(own_folder, tmp_path):
    with started(own_folder) as running:
        refused = manage(tmp_path / "forgotten", "start", "--take-over", PORT=running.port)
        answer = running.ask("/healthz")

    assert refused.returncode == 1
    said = f"Stopped: Port {running.port} is served from the data folder {own_folder}, and this start has"
    assert refused.stderr == f"{said} {tmp_path}/forgotten. Name the same one in KB_DATA_DIR.\n"
    assert answer == (200, "ok\n")


def test_a_site_on_another_database_is_not_put_in_its_place_either(own_folder, tmp_path):
    with started(own_folder) as running:
        elsewhere = f"sqlite:///{tmp_path}/other.sqlite3"
        refused = manage(own_folder, "start", "--take-over", PORT=running.port, DATABASE_URL=elsewhere)

    said = f"Stopped: Port {running.port} is served from another database than DATABASE_URL names here."
    assert refused.stderr == f"{said} Name the same one.\n"


def test_a_port_of_another_program_is_not_taken_over(own_folder):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        refused = manage(own_folder, "start", "--take-over", PORT=port)

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Stopped: Port {port} is in use:")


# What a site is: the tables that the upgrade must leave alone
KEPT = [
    "auth_user",
    "faq_article",
    "faq_auditentry",
    "faq_clinic",
    "faq_feedbackcount",
    "faq_redirect",
    "faq_revision",
    "faq_searchcount",
    "faq_searchoutcome",
    "faq_step",
    "faq_tag",
    "faq_viewcount",
]


def rows_of(folder: Path) -> dict[str, list[dict]]:
    """The rows of each table that a site is."""
    with sqlite3.connect(folder / "db.sqlite3") as connection:
        connection.row_factory = sqlite3.Row
        return {name: [dict(row) for row in connection.execute(f"SELECT * FROM {name} ORDER BY id")] for name in KEPT}


def contents(folder: Path) -> dict[str, bytes]:
    """Each file below `folder` with what it holds."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def as_before(after: dict[str, list[dict]], before: dict[str, list[dict]]) -> dict[str, list[dict]]:
    """The rows `after` in the columns of `before`."""
    return {name: [{column: row[column] for column in before[name][0]} for row in rows] for name, rows in after.items()}
