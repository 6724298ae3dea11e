"""A backup comes back: in an empty folder, on the other database, from an older version, or not at all."""

import os
from pathlib import Path

import pytest

from tests.backup.sites import fill, run, state_of
from tests.product import manage

pytestmark = pytest.mark.start
PASSWORD = "correct horse battery"


def last_line(done) -> str:
    assert "Traceback" not in done.stderr
    return (done.stdout + done.stderr).strip().splitlines()[-1]


def backup(folder: Path, file: Path, *options: str, **values: object) -> Path:
    done = manage(folder, "backup", str(file), *options, **values)
    assert not done.returncode, done.stderr
    return file


def restore(folder: Path, file: Path, *options: str, **values: object) -> str:
    return last_line(manage(folder, "restore", str(file), *options, **values))


def pictures_in(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (folder / "media").rglob("*.webp")}


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    (tmp_path / "password").write_text(PASSWORD + "\n")
    return tmp_path / "password"


def test_a_backup_is_a_file_for_its_owner_alone_that_is_never_written_over(own_folder, tmp_path):
    file = backup(own_folder, tmp_path / "a.backup")
    content = file.read_bytes()

    said = last_line(manage(own_folder, "backup", str(file)))

    assert said == f"CommandError: {file} is there already. Please name a file that is not."
    assert (oct(file.stat().st_mode & 0o777), file.read_bytes() == content) == ("0o600", True)
    assert [each.name for each in tmp_path.iterdir() if "backup" in each.name] == ["a.backup"]


def test_an_empty_folder_becomes_the_same_site(own_folder, tmp_path):
    picture = fill(own_folder)
    file = backup(own_folder, tmp_path / "a.backup")

    said = restore(tmp_path / "new", file)

    assert said.startswith("Restored.")
    assert state_of(tmp_path / "new") == state_of(own_folder)
    assert pictures_in(tmp_path / "new") == pictures_in(own_folder)
    assert Path(picture).name in pictures_in(tmp_path / "new")


@pytest.mark.postgres
def test_a_site_moves_to_postgresql_and_back_whole(own_folder, tmp_path, empty_database):
    fill(own_folder)
    before = state_of(own_folder)
    away, back = tmp_path / "away", tmp_path / "back"

    restore(away, backup(own_folder, tmp_path / "a.backup"), DATABASE_URL=empty_database)
    there = state_of(away, DATABASE_URL=empty_database)
    restore(back, backup(away, tmp_path / "b.backup", DATABASE_URL=empty_database))

    assert there == before
    assert state_of(back) == before
    # The next article gets a number that none had
    numbers = [run(*each) for each in ((own_folder, NEXT), (back, NEXT))]
    assert numbers[0] == numbers[1] == run(away, NEXT, DATABASE_URL=empty_database)


NEXT = """
from faq.publishing import actions
print(actions.save(None, {"title": "Which number?", "steps": []}, by=None).article.pk)
"""


def test_what_came_after_the_backup_is_gone_at_once_from_pages_and_search(own_folder, tmp_path):
    file = backup(own_folder, tmp_path / "a.backup")
    before = state_of(own_folder)
    picture = fill(own_folder)
    after = state_of(own_folder)

    refused = restore(own_folder, file)
    still = state_of(own_folder)
    restore(own_folder, file, "--yes")

    assert refused == (
        "CommandError: This site holds something that would be replaced. To do that, say so with --yes."
        " Nothing was changed."
    )
    assert (still, before == after) == (after, False)
    assert state_of(own_folder) == before
    assert "park" not in state_of(own_folder)["pages"]["/search/?q=password"][1].lower()
    assert (own_folder / "media" / picture).exists()


def test_a_picture_that_was_damaged_is_mended(own_folder, tmp_path):
    picture = own_folder / "media" / fill(own_folder)
    whole = picture.read_bytes()
    file = backup(own_folder, tmp_path / "a.backup")
    picture.write_bytes(whole[:100])

    restore(own_folder, file, "--yes")

    assert picture.read_bytes() == whole
    assert [each.name for each in picture.parent.iterdir()] == [picture.name]


def test_a_dry_run_changes_nothing_and_is_remembered(own_folder, tmp_path):
    file = backup(own_folder, tmp_path / "a.backup")
    fill(own_folder)
    before = state_of(own_folder)

    said = restore(own_folder, file, "--dry-run")

    assert said == "This backup can be restored. Nothing was changed."
    assert state_of(own_folder) == before
    assert str(file) in (own_folder / "last-restore.json").read_text()
    assert list(own_folder.glob("restore-*")) == []


def test_the_secret_key_travels_with_a_password_only(own_folder, tmp_path, password_file):
    key = (own_folder / "secret-key").read_text()
    sealed = backup(own_folder, tmp_path / "a.backup", "--password-file", str(password_file))
    plain = backup(own_folder, tmp_path / "b.backup")

    without = restore(tmp_path / "none", sealed)
    restore(tmp_path / "sealed", sealed, "--password-file", str(password_file))
    restore(tmp_path / "plain", plain)

    assert without.endswith("Please give it with --password or --password-file. Nothing was changed.")
    assert (tmp_path / "sealed" / "secret-key").read_text() == key
    assert (tmp_path / "plain" / "secret-key").read_text() != key
    assert oct((tmp_path / "sealed" / "secret-key").stat().st_mode & 0o777) == "0o600"


def test_nobody_is_signed_in_after_a_restore(own_folder, tmp_path):
    sign_in = "from django.test import Client\nfrom django.contrib.auth.models import User\n"
    sign_in += "Client().force_login(User.objects.get(username='owner'))"
    run(own_folder, sign_in)
    file = backup(own_folder, tmp_path / "a.backup")

    restore(own_folder, file, "--yes")

    count = "from faq.models import StaffSession\nprint(StaffSession.objects.count())"
    assert run(own_folder, count) == "0"


CURSOR = "from django.db import connection\nconnection.cursor()"


def test_a_backup_of_an_older_version_is_brought_up_to_date(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    for command in (["migrate", "faq", "0013"], ["migrate", "auth"], ["migrate", "taggit"], ["migrate", "admin"]):
        assert not manage(old, *command, "-v", "0").returncode
    assert not manage(old, "migrate", "sessions", "-v", "0").returncode
    columns, values = "id, phrases, is_one_way, changed_at", "7, 'zebra, horse', false, '2026-01-01'"
    run(old, f"""{CURSOR}.execute("INSERT INTO faq_synonym ({columns}) VALUES ({values})")""")

    said = restore(new, backup(old, tmp_path / "a.backup"))

    assert said.startswith("Restored.")
    kept = "from faq.models import Synonym\nprint(list(Synonym.objects.values_list('pk', 'phrases')))"
    assert run(new, kept) == "[(7, 'zebra, horse')]"
    assert manage(new, "migrate", "--check", "-v", "0").returncode == 0


def test_a_backup_of_a_newer_version_is_refused(own_folder, tmp_path):
    newer = "from django.db.migrations.recorder import MigrationRecorder\nfrom django.db import connection\n"
    newer += "import faq.backup.versions as versions\nfrom pathlib import Path\nfrom faq.backup import making\n"
    newer += "known = versions.applied\nversions.applied = lambda: [*known(), 'faq.9999_later']\n"
    newer += "versions.newest_of, real = (lambda found, whose: real(found[:-1], whose=whose)), versions.newest_of\n"
    run(own_folder, f"{newer}making.make(Path({str(tmp_path / 'a.backup')!r}), '', print)")

    said = restore(tmp_path / "new", tmp_path / "a.backup")

    assert said == (
        "CommandError: This backup is of a newer version of this software. Please bring the software up to date first."
        " Nothing was changed."
    )


def test_a_damaged_backup_leaves_the_site_as_it_is(own_folder, tmp_path):
    file = backup(own_folder, tmp_path / "a.backup")
    fill(own_folder)
    before = state_of(own_folder)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)

    said = restore(own_folder, file, "--yes")

    assert said.endswith(
        "is damaged: it is not what was written then. Please take another backup. Nothing was changed."
    )
    assert state_of(own_folder) == before


def test_a_damaged_database_says_how_to_go_on(own_folder, tmp_path):
    file = backup(own_folder, tmp_path / "a.backup")
    database = own_folder / "db.sqlite3"
    before = state_of(own_folder)
    database.write_bytes(b"This is no database. " * 1_000)

    said = restore(own_folder, file, "--yes")
    for each in own_folder.glob("db.sqlite3*"):
        each.rename(tmp_path / each.name)
    restore(own_folder, file)

    assert "move it away with its -wal and -shm, then restore again" in said
    assert state_of(own_folder) == before


def test_a_folder_keeps_the_newest_backups_and_what_is_not_ours(own_folder, tmp_path):
    folder = tmp_path / "nightly"
    folder.mkdir()
    for name in ("clinic-kb-2025-01-01-000000.backup", "clinic-kb-2025-01-02-000000.backup", "notes.txt"):
        (folder / name).write_text("old")
    os.utime(folder / "clinic-kb-2025-01-01-000000.backup")

    backup(own_folder, folder, "--keep", "2")

    left = sorted(each.name for each in folder.iterdir())
    assert left[0] == "clinic-kb-2025-01-02-000000.backup"
    assert (left[1].startswith("clinic-kb-20"), left[2:]) == (True, ["notes.txt"])


def test_a_backup_that_cannot_be_written_leaves_nothing(own_folder, tmp_path):
    said = last_line(manage(own_folder, "backup", str(tmp_path / "gone" / "a.backup")))

    assert said == (
        f"CommandError: {tmp_path}/gone/a.backup cannot be written (No such file or directory). Nothing was left there."
    )
