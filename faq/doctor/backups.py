"""Looks whether there is a backup, and whether it was tried."""

import time
from pathlib import Path

from django.conf import settings
from django.core.checks import run_checks

from faq.backup import records
from faq.backup.records import Record
from faq.doctor.finding import Finding, manage, steps

_DAY = 24 * 60 * 60
# Days
_OLDEST_TRIAL = 90
_NIGHTLY = "Let that be done each night, as docs/deploy.md shows under Backup and restore."


def backup() -> Finding:
    """Say of a real site that it has no backup, an old one, or one that is not as it was written."""
    made = records.last_backup()
    if not settings.SITE_URL:
        return Finding("Backup")
    if problem := _problem_of_age() or (made and _problem_of(made)):
        return Finding("Backup", problem, steps(_make_one(made), _NIGHTLY))
    return Finding("Backup")


def _problem_of_age() -> str:
    warnings = run_checks(tags=["backup"], include_deployment_checks=True)
    return next((str(each.msg) for each in warnings), "")


def _problem_of(made: Record) -> str:
    """Return what has become of the newest backup; not looked for where another program moves them."""
    file = Path(made.file)
    if settings.KB_BACKUP_DIR:
        return ""
    if not file.is_file():
        return f"The newest backup, {file}, is not there any more."
    if made.size and file.stat().st_size != made.size:
        return f"The newest backup, {file}, is not as it was written: it is damaged."
    return ""


def _make_one(made: Record | None) -> str:
    folder = settings.KB_BACKUP_DIR or (Path(made.file).parent if made else None)
    return manage("backup", "--keep", "14", folder if folder and folder.is_dir() else "FOLDER")


def restore() -> Finding:
    made, tried = records.last_backup(), records.last_trial()
    if not settings.SITE_URL or made is None:
        return Finding("Restore")
    if tried is None:
        problem = "It was never tried whether a backup can be restored."
    elif time.time() - tried.at > _OLDEST_TRIAL * _DAY:
        problem = f"It was last tried on {_date(tried.at)} whether a backup can be restored."
    else:
        return Finding("Restore")
    # Which changes nothing
    return Finding("Restore", problem, manage("restore", made.file, "--dry-run"))


def _date(at: float) -> str:
    return time.strftime("%d %B %Y", time.localtime(at))
