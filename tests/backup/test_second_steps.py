"""The secrets of second steps are in a backup with a password only, and go on where the site itself still has them."""

from pathlib import Path

import pytest

from tests.backup.sites import run
from tests.backup.test_backups import backup, password_file, restore  # noqa: F401  (a fixture)
from tests.product import manage

pytestmark = pytest.mark.start
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
ADD = f"""
import time
from django.contrib.auth.models import User
from faq.accounts import code_apps
from faq.models import Passkey
owner, at = User.objects.get(username='owner'), time.time() - 300
code_apps.add(owner, '{SECRET}', code_apps.code_at('{SECRET}', at), now=at)
Passkey.objects.create(person=owner, credential='eA==', address='help.example.org', device='Chrome')
"""
WORKS = f"""
import time
from django.contrib.auth.models import User
from faq.accounts import code_apps
owner = User.objects.get(username='owner')
print(code_apps.takes(owner, code_apps.code_at('{SECRET}', time.time())), code_apps.is_lost(owner))
"""


@pytest.fixture
def site(own_folder: Path) -> Path:
    run(own_folder, ADD)
    return own_folder


def test_with_a_password_codes_work_on_another_machine(site, tmp_path, password_file):  # noqa: F811
    file = backup(site, tmp_path / "a.backup", "--password-file", str(password_file))

    restore(tmp_path / "new", file, "--password-file", str(password_file))

    assert run(tmp_path / "new", WORKS) == "True False"


def test_without_a_password_the_secret_stays_at_home(site, tmp_path):
    file = backup(site, tmp_path / "a.backup")

    restore(tmp_path / "new", file)
    here = manage(site, "restore", str(file), "--yes").stdout

    assert run(tmp_path / "new", WORKS) == "False True"
    assert run(tmp_path / "new", "from faq.models import CodeApp\nprint([CodeApp.objects.get().secret])") == "['']"
    assert run(site, WORKS) == "True False"
    assert "Passkeys" not in here


def test_a_restore_says_which_second_steps_do_not_work_at_this_address(site, tmp_path):
    file = backup(site, tmp_path / "a.backup")

    done = manage(tmp_path / "new", "restore", str(file), SITE_URL="https://new.example.org")

    assert "Passkeys of one person were made for help.example.org and do not work at new.example.org." in done.stdout
    assert "Apps for codes of one person work no more" in done.stdout
    assert "manage.py reset_second_step" in done.stdout
