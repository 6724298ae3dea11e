"""Looks at the machine that the site stands on, and at Redis."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.utils import timezone

from faq.doctor import folders
from faq.doctor.finding import START, Finding, run, steps
from faq.models import AuditEntry, Revision

# Bytes: a day's work of a clinic, its backup, and an update of the software
_LEAST_FREE = 500_000_000
_MOST_APART = timedelta(minutes=5)
# Below the data folder, by the site itself
_WRITTEN = ("db.sqlite3*", "secret-key", "last-*.json", "static*", "counts", "media", "index", "index/*/*")
_SET_CLOCK = run("timedatectl", "set-ntp", "true")


def data_folder() -> Finding:
    folder = Path(settings.KB_DATA_DIR)
    if error := folders.why_not_written(folder):
        problem = f"{folder} cannot be written ({error.strerror})."
        return Finding("Data folder", problem, folders.mend_of(error, folder))
    if folder.stat().st_mode & 0o077:
        problem = f"Other accounts of this machine can open {folder}."
        return Finding("Data folder", problem, run("chmod", "700", folder))
    if stranger := _of_another_account(folder):
        problem = f"{stranger} belongs to another account than {folder}: the site may not be able to write it."
        return Finding(
            "Data folder", problem, f"As root, run: chown -R {folders.account(folder.stat().st_uid)} {folder}"
        )
    return Finding("Data folder")


def _of_another_account(folder: Path) -> Path | None:
    """Return what the site writes and somebody made with another account, such as root; pictures would be too many."""
    owner = folder.stat().st_uid
    found = (path for pattern in _WRITTEN for path in folder.glob(pattern))
    return next((each for each in found if each.exists() and each.stat().st_uid != owner), None)


def disk() -> Finding:
    own = () if settings.KB_MEDIA_BUCKET else (Path(settings.MEDIA_ROOT),)
    for folder in (Path(settings.KB_DATA_DIR), *own):
        free = shutil.disk_usage(folder).free if folder.is_dir() else _LEAST_FREE
        if free < _LEAST_FREE:
            problem = f"The disk of {folder} has {free // 1_000_000:,} MB left."
            mend = f"Remove what is not needed on the disk of {folder}, so that {_LEAST_FREE // 1_000_000} MB are free."
            return Finding("Disk", problem, mend)
    return Finding("Disk")


def clock() -> Finding:
    """Compared with the clock of a database on another machine, and with what was written last."""
    now = timezone.now()
    other = _clock_of_the_database()
    if other and abs(other - now) > _MOST_APART:
        problem = f"This machine's clock says {now:%H:%M:%S} UTC; that of the database says {other:%H:%M:%S}."
        return Finding("Clock", problem, _SET_CLOCK)
    written = _last_written()
    if written and written > now + _MOST_APART:
        problem = (
            f"This machine's clock says {now:%d %B %Y, %H:%M} UTC; something was saved at {written:%d %B %Y, %H:%M}."
        )
        return Finding("Clock", problem, _SET_CLOCK)
    return Finding("Clock")


def _last_written() -> datetime | None:
    times = [AuditEntry.objects.aggregate(at=Max("at"))["at"], Revision.objects.aggregate(at=Max("created_at"))["at"]]
    return max(filter(None, times), default=None)


def _clock_of_the_database() -> datetime | None:
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def redis() -> Finding:
    if not settings.CACHE_URL:
        return Finding("Redis")
    # A site without Redis does not carry its package in memory
    from redis import Redis
    from redis.exceptions import AuthenticationError, RedisError

    try:
        with Redis.from_url(settings.CACHE_URL, socket_timeout=3, socket_connect_timeout=3) as asked:
            asked.ping()
    except AuthenticationError:
        mend = steps("Set CACHE_URL=redis://:PASSWORD@HOST:PORT/0 with the password of Redis (requirepass).", START)
        return Finding("Redis", "It does not accept the password in CACHE_URL; nothing is kept there meanwhile.", mend)
    except (RedisError, OSError) as error:
        problem = f"It does not answer ({type(error).__name__}); pages take longer meanwhile, nothing is lost."
        return Finding("Redis", problem, "Start Redis at the address in CACHE_URL.")
    return Finding("Redis")


def limits() -> Finding:
    """Say whether the file in which limits are counted belongs to another account, which leaves them half as strict."""
    file = Path(settings.CACHES["limits"]["LOCATION"])
    if file.exists() and file.stat().st_uid != Path(settings.KB_DATA_DIR).stat().st_uid:
        problem = f"{file} belongs to another account: each process counts wrong passwords for itself."
        return Finding("Limits", problem, steps(f"As root, run: rm -f {file} {file}-wal {file}-shm", START))
    return Finding("Limits")
