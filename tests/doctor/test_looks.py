"""Each fault made on purpose is named, with a mend that works when it is followed to the letter."""

import json
import os
import shutil
import time
from datetime import date, timedelta
from pathlib import Path
from subprocess import run as shell

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from faq.backup import records
from faq.doctor import looks, machine, provider
from faq.models import AuditEntry, WeeklyLetter
from faq.search.index.index import open_index
from tests.admin.people.provider import running
from tests.factories import a_file, make_article, make_staff, step_showing, stored_picture
from tests.services import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path) -> Path:
    settings.KB_DATA_DIR, settings.MEDIA_ROOT = tmp_path / "data", tmp_path / "media"
    settings.SITE_URL = settings.CACHE_URL = ""
    settings.KB_DATA_DIR.mkdir(mode=0o700)
    settings.MEDIA_ROOT.mkdir()
    return settings.KB_DATA_DIR


def faults(*, asks_the_site: bool = False) -> dict[str, tuple[str, str]]:
    """What is wrong, by part: the problem and its mend. Shared media are no fault on the tests' own PostgreSQL."""
    found = [each for each in looks.findings(asks_the_site=asks_the_site) if "KB_MEDIA_DIR. With" not in each.mend]
    return {each.part: (each.problem, each.mend) for each in found if not each.is_well}


def do(mend: str) -> None:
    """Follow a mend that says what to run."""
    shell(mend.removeprefix("Run: "), shell=True, check=True)


def test_a_site_without_a_fault_has_none():
    assert faults() == {}


def test_a_data_folder_that_others_can_open(own_folders):
    own_folders.chmod(0o755)

    problem, mend = faults()["Data folder"]
    do(mend)

    assert (problem, faults()) == (f"Other accounts of this machine can open {own_folders}.", {})


def test_a_data_folder_that_is_gone(own_folders):
    shutil.rmtree(own_folders)

    assert faults()["Data folder"][0] == f"{own_folders} cannot be written."


def test_a_disk_that_is_nearly_full(monkeypatch):
    monkeypatch.setattr(machine, "_LEAST_FREE", 10**18)

    assert faults()["Disk"][0].endswith("MB left.")


def test_a_clock_that_was_set_back():
    AuditEntry.objects.create(action=AuditEntry.Action.SAVED, subject="x", at=timezone.now() + timedelta(days=1))

    assert faults()["Clock"][1] == "Set it right, and let it follow a time server: timedatectl set-ntp true"


def test_a_database_that_does_not_answer_hides_nothing_else(own_folders):
    own_folders.chmod(0o755)

    def refuse(*asked: object) -> None:
        raise OperationalError("connection refused")

    with connection.execute_wrapper(refuse):
        found = faults()

    assert "connection refused" in found["Database"][0]
    assert found["Clock"] == ("Not known: the database does not answer (OperationalError).", "See Database above.")
    assert found["Tables"] == found["Clock"]
    assert "Data folder" in found


def test_tables_of_an_older_or_a_newer_version():
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("faq", "0001_start")
    older = faults()["Tables"]
    recorder.record_applied("faq", "0001_start")
    recorder.record_applied("faq", "9999_later")

    newer = faults()["Tables"]

    assert older == ("The database is not of this version: 1 not applied yet.", "Run: manage.py prepare")
    assert newer[0] == "The database belongs to a newer version of the software."


def test_a_redis_that_is_away(settings):
    settings.CACHE_URL = f"redis://127.0.0.1:{free_port()}/0"

    assert faults()["Redis"][1] == "Start Redis, and look whether CACHE_URL names it with the right password."


def test_a_picture_that_is_missing(settings):
    name = stored_picture()
    make_article("Where?", steps=[step_showing(name)])
    call_command("build_index")
    (settings.MEDIA_ROOT / name).unlink()

    problem, mend = faults()["Pictures"]

    assert problem == f"1 pictures that readers are shown are missing in {settings.MEDIA_ROOT}, for example {name}."
    assert mend == "Bring them back: manage.py restore FILE --pictures, with your newest backup."


def test_a_pdf_that_is_missing(settings):
    article = make_article(files=[a_file()])
    (Path(settings.MEDIA_ROOT) / article.live.files()[0]["file"]).unlink()

    problem, mend = faults()["Files"]

    assert problem.startswith(
        f"PDFs that readers are offered are missing in {settings.MEDIA_ROOT}: 1, for example files/"
    )
    assert "restore FILE --pictures" in mend


def test_a_folder_of_pictures_that_is_not_mounted(settings):
    shutil.rmtree(settings.MEDIA_ROOT)

    assert faults()["Pictures"][0] == f"{settings.MEDIA_ROOT} cannot be written."


def test_an_index_that_cannot_be_opened(settings):
    open_index().folder.mkdir(parents=True)
    (open_index().folder / "articles.sqlite3").write_bytes(b"This is no index." * 100)

    problem, mend = faults()["Search index"]
    shutil.rmtree(settings.KB_INDEX_DIR)
    call_command("build_index")

    assert problem == "It cannot be opened."
    assert mend == f"Stop the site, remove the folder {settings.KB_INDEX_DIR}, then run: manage.py build_index"
    assert faults() == {}


def test_a_secret_key_that_others_can_read(own_folders):
    (own_folders / "secret-key").write_text("x" * 60)
    (own_folders / "secret-key").chmod(0o644)

    assert "they can sign in as anybody" in faults()["Secret key"][0]


def test_packages_other_than_the_tested_ones(settings, tmp_path):
    (tmp_path / "requirements.txt").write_text(
        "django==1.0 \\\n    --hash=x\nnot-there==2.0 ; sys_platform == 'win32'\n"
    )
    settings.BASE_DIR = tmp_path

    assert faults()["Packages"][0] == "Not as requirements.txt says: django."


def test_a_real_site_without_a_backup_and_then_one_never_tried(settings, tmp_path):
    settings.SITE_URL, settings.KB_BACKUP_DIR = "http://help.example.org", None
    never = faults()
    records.note_backup(tmp_path / "a.backup")
    made = faults()
    records.note_trial(tmp_path / "a.backup")

    tried = faults()

    assert never["Backup"][0] == "It is not known whether this site has a backup."
    mend = f"Run: manage.py restore {tmp_path}/a.backup --dry-run, which changes nothing."
    assert made == {"Restore": ("It was never tried whether a backup can be restored.", mend)}
    assert tried == {}


def test_a_backup_and_a_trial_of_long_ago(settings, tmp_path, own_folders):
    settings.SITE_URL, settings.KB_BACKUP_DIR = "http://help.example.org", None
    records.note_backup(tmp_path / "a.backup")
    old = time.time() - 100 * 24 * 60 * 60
    (own_folders / "last-restore.json").write_text(json.dumps({"at": old, "file": "a"}))
    os.utime(own_folders / "last-backup.json", (old, old))

    assert set(faults()) == {"Backup", "Restore"}


def test_a_site_that_does_not_answer_at_its_address(settings, own_folders, tmp_path):
    records.note_backup(tmp_path / "a.backup")
    records.note_trial(tmp_path / "a.backup")
    settings.SITE_URL = f"http://127.0.0.1:{free_port()}"

    assert faults(asks_the_site=True)["Address"][1].startswith("Start the site and the web server in front of it")


def test_a_sign_in_provider_that_is_away_or_another_one(settings):
    with running() as there:
        settings.KB_OIDC_ISSUER = there.issuer
        well = provider.provider()
        there.described["issuer"] = "https://login.example.org"
        other = provider.provider()
    away = provider.provider()

    assert (well.problem, other.problem) == ("", f"It calls itself https://login.example.org, not {there.issuer}.")
    assert other.mend == "Set KB_OIDC_ISSUER=https://login.example.org"
    assert "does not answer as a provider does" in away.problem


def test_a_program_is_told_by_json_and_by_the_exit_code(own_folders, capsys):
    own_folders.chmod(0o755)

    with pytest.raises(SystemExit) as left:
        call_command("doctor", "--json")

    parts = {each["part"]: each for each in json.loads(capsys.readouterr().out)}
    assert left.value.code == 1
    assert parts["Data folder"]["mend"] == f"Run: chmod 700 {own_folders}"
    assert parts["Clock"] == {"part": "Clock", "problem": "", "mend": ""}


def test_the_owner_reads_the_same_in_the_staff_area(client, own_folders):
    own_folders.chmod(0o755)
    client.force_login(make_staff("Owner"))

    page = client.get("/admin/health/").text

    assert f"Other accounts of this machine can open {own_folders}." in page
    assert f"Run: chmod 700 {own_folders}" in page
    assert page.index("What is wrong?") < page.index("What was looked at and is well")


def test_owners_find_the_page_beside_the_clinic_and_managers_do_not(client):
    client.force_login(make_staff("Manager"))
    manager = client.get("/admin/reports/").text
    client.force_login(make_staff("Owner"))

    owner = client.get("/admin/auth/user/").text

    assert ('href="/admin/health/"' in owner, 'href="/admin/health/"' in manager) == (True, False)


def test_a_weekly_letter_that_could_not_be_sent():
    row = WeeklyLetter.of(make_staff("Manager", "mo", email="mo@x.org"))
    row.claim(date(2026, 6, 10))
    row.note_failed(date(2026, 6, 10), "SMTPException: no")

    problem = faults()["Weekly letter"][0]
    row.note_sent([])

    assert (problem, faults()) == ("It could not be sent to mo on 10 June 2026 (SMTPException: no).", {})
