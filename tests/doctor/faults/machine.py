"""Faults of the machine: folders, disks, accounts, the clock, Redis."""

import os
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from faq.models import AuditEntry, Revision
from tests.conftest import require_or_skip
from tests.doctor.following import ByHand
from tests.doctor.sites import Here
from tests.doctor.table import fault
from tests.services import free_port, redis

NOBODY = 65534


@fault("Data folder", "Other accounts of this machine can open")
def a_data_folder_that_others_can_open(site: Here) -> None:
    site.folder.chmod(0o755)


@fault("Data folder", "cannot be written (No such file or directory)")
def a_data_folder_that_is_gone(site: Here) -> None:
    shutil.rmtree(site.folder)


@fault("Data folder", "cannot be written (Not a directory)")
def a_file_in_the_place_of_the_data_folder(site: Here) -> None:
    shutil.rmtree(site.folder)
    site.folder.write_text("A mistaken copy.")


@fault("Data folder", "belongs to another account than")
def a_file_that_was_made_as_another_account(site: Here) -> None:
    require_root()
    (site.folder / "last-backup.json").write_text("{}")
    os.chown(site.folder / "last-backup.json", NOBODY, NOBODY)


@fault("Data folder", "cannot be written (Read-only file system)")
def a_disk_that_can_only_be_read(site: Here) -> None:
    mount_small_disk(site, site.folder)
    subprocess.run(["mount", "-o", "remount,ro", site.folder], check=True)


@fault("Disk", "MB left.")
def a_disk_that_is_nearly_full(site: Here) -> ByHand:
    mount_small_disk(site, site.folder)
    (site.folder / "old.log").write_bytes(bytes(30_000_000))
    return {"Remove what is not needed on the disk of": (site.folder / "old.log").unlink}


@fault("Limits", "belongs to another account")
def counts_of_limits_that_another_account_has_made(site: Here) -> None:
    require_root()
    file = Path(settings.CACHES["limits"]["LOCATION"])
    file.touch()
    os.chown(file, NOBODY, NOBODY)


# On PostgreSQL it is the database that says so, as below
@fault("Clock", "something was saved at", marks=("once",))
def a_clock_that_was_set_back(site: Here) -> None:
    AuditEntry.objects.create(action=AuditEntry.Action.SAVED, subject="x", at=timezone.now())
    move_clock(site, -timedelta(days=2))


@fault("Clock", "that of the database says", marks=("postgres",))
def a_clock_that_is_not_that_of_the_database(site: Here) -> None:
    site.use_database(site.fixture("server_database"))
    with connection.schema_editor() as editor:
        for model in (AuditEntry, Revision):
            editor.create_model(model)
        # Of tables that are not there
        editor.deferred_sql.clear()
    move_clock(site, timedelta(hours=1))


@fault("Redis", "It does not answer")
def a_redis_that_was_stopped(site: Here) -> ByHand:
    require_or_skip(shutil.which("redis-server"), "redis-server")
    port = free_port()
    with redis(port) as (site.settings.CACHE_URL, _):
        assert "Redis" not in site.faults()
    return {"Start Redis at the address in CACHE_URL": lambda: site.left.enter_context(redis(port))}


@fault("Redis", "does not accept the password")
def a_redis_that_wants_another_password(site: Here) -> ByHand:
    require_or_skip(shutil.which("redis-server"), "redis-server")
    url, _ = site.left.enter_context(redis())
    # Only tests of the grown shape need it
    from redis import Redis

    with Redis.from_url(url) as asked:
        asked.config_set("requirepass", "right")
    site.settings.CACHE_URL = url.replace("redis://", "redis://:wrong@")
    right = url.replace("redis://", "redis://:right@")
    return {"Set CACHE_URL=redis://:PASSWORD@HOST:PORT/0": lambda: site.set("CACHE_URL", right)}


def require_root() -> None:
    if os.getuid():
        pytest.skip("only root may give a file to another account")


def mount_small_disk(site: Here, folder: Path) -> None:
    """Let `folder` be a disk of its own with a little more room than a site wants at least."""
    mounted = ["mount", "-t", "tmpfs", "-o", "size=500m,mode=700", "tmpfs", folder]
    if subprocess.run(mounted, capture_output=True).returncode:
        pytest.skip("this account may not mount a disk")
    site.left.callback(subprocess.run, ["umount", folder], check=True)


def move_clock(site: Here, by: timedelta) -> None:
    """Let the clock that the site reads be wrong until `timedatectl set-ntp true` is run."""
    right, is_set = timezone.now, site.tmp / "follows-a-time-server"
    site.fixture("monkeypatch").setattr(timezone, "now", lambda: right() + (timedelta() if is_set.exists() else by))
    tool = site.tmp / "bin/timedatectl"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\n[ "$*" = "set-ntp true" ] && touch {is_set}\n')
    tool.chmod(0o755)
    site.fixture("monkeypatch").setenv("PATH", f"{tool.parent}{os.pathsep}{os.environ['PATH']}")
