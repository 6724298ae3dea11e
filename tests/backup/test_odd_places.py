"""A backup where files have no second name, and a restore where the key cannot be written."""

import pytest

from tests.backup.sites import run, state_of
from tests.product import manage

pytestmark = pytest.mark.start

NO_LINKS = """
import errno, os
from pathlib import Path
from faq.backup import making
from faq.errors import RefusedError

def as_on_a_memory_stick(*paths):
    raise OSError(errno.EPERM, "Operation not permitted")

def meanwhile(said):
    if said.startswith("Reading") and os.environ.get("MEANWHILE"):
        Path(os.environ["FILE"]).write_text("of somebody else")

os.link = as_on_a_memory_stick
try:
    making.make(Path(os.environ["FILE"]), "", meanwhile)
    print("made")
except RefusedError as refusal:
    print(refusal)
"""


def test_a_backup_is_written_where_files_have_no_second_name(own_folder, tmp_path):
    file, taken = tmp_path / "a.backup", tmp_path / "b.backup"

    made = run(own_folder, NO_LINKS, FILE=file)
    refused = run(own_folder, NO_LINKS, FILE=taken, MEANWHILE=1)

    assert (made, oct(file.stat().st_mode & 0o777)) == ("made", "0o600")
    assert "can be restored" in manage(own_folder, "restore", str(file), "--dry-run").stdout
    assert refused == f"{taken} is there already. Please name a file that is not."
    assert taken.read_text() == "of somebody else"
    assert sorted(each.name for each in tmp_path.iterdir() if "backup" in each.name) == ["a.backup", "b.backup"]


NO_PLACE_FOR_THE_KEY = """
import os
from pathlib import Path
from django.core.management import call_command
key = Path(os.environ["KB_DATA_DIR"], "secret-key")
key.unlink()
key.mkdir()
try:
    call_command("restore", os.environ["FILE"], yes=True, password_file=Path(os.environ["PASSWORD_FILE"]))
except Exception as error:
    print(f"{type(error).__name__}: {error}")
key.rmdir()
"""


def test_a_key_that_cannot_be_written_is_told_as_all_that_is_missing(own_folder, tmp_path):
    password_file, file = tmp_path / "password", tmp_path / "a.backup"
    password_file.write_text("correct horse battery\n")
    manage(own_folder, "backup", str(file), "--password-file", str(password_file))
    before = state_of(own_folder)
    run(own_folder, "from faq.models import Synonym\nSynonym.objects.create(phrases='zebra, horse')")

    said = run(own_folder, NO_PLACE_FOR_THE_KEY, FILE=file, PASSWORD_FILE=password_file).splitlines()[-1]

    assert said.startswith("CommandError: ")
    assert said.endswith(
        "Articles, pictures, files and everything else are restored; only the secret key of the backup may be missing."
        " Please mend that and restore once more, then start the site anew."
    )
    assert state_of(own_folder) == before
