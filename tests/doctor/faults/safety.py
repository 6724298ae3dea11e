"""Faults of what guards a site: its secret key, packages, settings, second steps and backups."""

import base64
import hashlib
import os
import subprocess
import sys
import time
import zipfile
from datetime import timedelta
from pathlib import Path

from django.core.management import call_command

from faq.backup import records
from faq.models import CodeApp, Passkey, sealing
from tests.doctor.following import ByHand
from tests.doctor.sites import Here, Real
from tests.doctor.table import fault
from tests.factories import make_staff

DAY = 24 * 60 * 60
# PostgreSQL makes no backup within the transaction of a test
ONCE = ("once",)
EACH_NIGHT = "Let that be done each night"


@fault("Secret key", "Other accounts of this machine can read")
def a_secret_key_that_others_can_read(site: Here) -> None:
    (site.folder / "secret-key").write_text("x" * 60)
    (site.folder / "secret-key").chmod(0o644)


@fault("Settings", "holds no whole key", site="real")
def a_secret_key_that_is_empty(site: Real) -> None:
    (site.folder / "secret-key").write_text("")


@fault("Settings", "PORT cannot be used.", site="real")
def a_setting_that_cannot_be_used(site: Real) -> ByHand:
    site.values["PORT"] = "eighty"
    return {"Set PORT: write a whole number from 1 to 65535": lambda: site.set("PORT", "8000")}


@fault("Settings", "KB_DEBUG shows whoever meets a fault")
def a_real_site_that_shows_its_faults(site: Here) -> None:
    site.settings.SITE_URL, site.settings.DEBUG = "http://help.example.org", True


@fault("Second step", "the secret key of the site is another one now")
def a_secret_key_that_was_lost(site: Here) -> ByHand:
    person = make_staff("Owner", "olga")
    CodeApp.objects.create(person=person, secret=sealing.seal("JBSWY3DPEHPK3PXP", f"the code app of {person.pk}"))
    assert "Second step" not in site.faults()
    site.settings.SECRET_KEY = "another one, because the file was lost and made anew: " + "x" * 20
    return {"Let these people use a recovery code": lambda: None}


@fault("Second step", "were made for old.example.org and do not work at new.example.org")
def passkeys_of_another_address(site: Here) -> ByHand:
    Passkey.objects.create(person=make_staff("Owner", "olga"), credential="x", address="old.example.org", device="y")
    site.settings.SITE_URL = "http://new.example.org"
    return {"Let these people use a recovery code": lambda: None}


@fault("Packages", "Not as requirements.txt says: plain-parcel.")
def a_package_that_is_not_the_tested_one(site: Here) -> None:
    tree = site.tmp / "software"
    tree.mkdir()
    wheels = {version: a_wheel(tree, version) for version in ("1.0", "2.0")}
    subprocess.run([sys.executable, "-m", "venv", tree / ".venv"], check=True)
    subprocess.run([tree / ".venv/bin/pip", "install", "-q", "--no-index", wheels["1.0"]], check=True)
    digest = hashlib.sha256(wheels["2.0"].read_bytes()).hexdigest()
    (tree / "requirements.txt").write_text(f"plain-parcel==2.0 \\\n    --hash=sha256:{digest}\n")
    site.settings.BASE_DIR = tree
    patch = site.fixture("monkeypatch")
    patch.syspath_prepend(next(tree.glob(".venv/lib/*/site-packages")))
    patch.setenv("PIP_NO_INDEX", "1")
    patch.setenv("PIP_FIND_LINKS", str(tree))


@fault("Backup", "It is not known whether this site has a backup.", marks=ONCE)
def a_site_without_a_backup(site: Here) -> ByHand:
    make_it_real(site)
    return {EACH_NIGHT: lambda: None}


@fault("Backup", "The newest backup is of", marks=ONCE)
def a_backup_of_long_ago(site: Here) -> ByHand:
    back_up(site)
    old = time.time() - timedelta(days=9).total_seconds()
    os.utime(site.folder / "last-backup.json", (old, old))
    return {EACH_NIGHT: lambda: None}


@fault("Backup", "is not there any more", marks=ONCE)
def a_backup_that_is_gone(site: Here) -> ByHand:
    back_up(site).unlink()
    return {EACH_NIGHT: lambda: None}


@fault("Backup", "is not as it was written", marks=ONCE)
def a_backup_that_is_damaged(site: Here) -> ByHand:
    file = back_up(site)
    file.write_bytes(file.read_bytes()[:-100])
    return {EACH_NIGHT: lambda: None}


@fault("Restore", "It was never tried", marks=ONCE)
def a_backup_that_was_never_tried(site: Here) -> None:
    back_up(site)


@fault("Restore", "It was last tried on", marks=ONCE)
def a_backup_that_was_tried_long_ago(site: Here) -> None:
    records.note_trial(back_up(site))
    note = site.folder / "last-restore.json"
    note.write_text(f'{{"at": {time.time() - 100 * DAY}, "file": "{site.tmp}/a.backup"}}')


def make_it_real(site: Here) -> None:
    """Let it have an address, a folder for backups and, when that is asked for, the name of that folder."""
    site.settings.SITE_URL, site.settings.KB_BACKUP_DIR = "http://help.example.org", None
    (site.tmp / "backups").mkdir()
    site.known["FOLDER"] = str(site.tmp / "backups")


def back_up(site: Here) -> Path:
    """Make a backup as a real site does, and return its file."""
    make_it_real(site)
    file = site.tmp / "backups/a.backup"
    call_command("backup", str(file))
    return file


def a_wheel(folder: Path, version: str) -> Path:
    """A package as small as one can be, to be installed from a file."""
    about = f"plain_parcel-{version}.dist-info"
    files = {
        "plain_parcel.py": f"version = '{version}'\n",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: plain-parcel\nVersion: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    listed = [f"{name},sha256={_digest(text)},{len(text)}" for name, text in files.items()]
    files[f"{about}/RECORD"] = "\n".join([*listed, f"{about}/RECORD,,"]) + "\n"
    path = folder / f"plain_parcel-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
    return path


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
