"""Looks at the machine and the services that the site stands on."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, NotSupportedError, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.models import Max
from django.utils import timezone

from faq.doctor import needs
from faq.doctor.finding import Finding
from faq.models import AuditEntry, Revision
from faq.models.replica import ALIAS

# Bytes: a day's work of a clinic, its backup, and an update of the software
_LEAST_FREE = 500_000_000
_MOST_APART = timedelta(minutes=5)
# Seconds
_MOST_BEHIND = 60
_REPLICA_IS_AT = """
    SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn()::text,
    coalesce(extract(epoch FROM now() - pg_last_xact_replay_timestamp()), 0)
"""
_SET_CLOCK = "Set it right, and let it follow a time server: timedatectl set-ntp true"


def data_folder() -> Finding:
    folder = Path(settings.KB_DATA_DIR)
    if needs.data_folder():
        return Finding("Data folder", f"{folder} cannot be written.", _for_owner(folder))
    if folder.stat().st_mode & 0o077:
        return Finding("Data folder", f"Other accounts of this machine can open {folder}.", f"Run: chmod 700 {folder}")
    return Finding("Data folder")


def disk() -> Finding:
    own = () if settings.KB_MEDIA_BUCKET else (Path(settings.MEDIA_ROOT),)
    for folder in (Path(settings.KB_DATA_DIR), *own):
        free = shutil.disk_usage(folder).free if folder.is_dir() else _LEAST_FREE
        if free < _LEAST_FREE:
            problem = f"The disk of {folder} has {free // 1_000_000:,} MB left."
            return Finding(
                "Disk", problem, f"Remove what is not needed there, so that {_LEAST_FREE // 1_000_000} MB are free."
            )
    return Finding("Disk")


def clock() -> Finding:
    """Compared with what was written last, and with the clock of a database on another machine."""
    now = timezone.now()
    written, other = _last_written(), _clock_of_the_database()
    if written and written > now + _MOST_APART:
        problem = (
            f"This machine's clock says {now:%d %B %Y, %H:%M} UTC; something was saved at {written:%d %B %Y, %H:%M}."
        )
        return Finding("Clock", problem, _SET_CLOCK)
    if other and abs(other - now) > _MOST_APART:
        problem = f"This machine's clock says {now:%H:%M:%S} UTC; that of the database says {other:%H:%M:%S}."
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


def database() -> Finding:
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA quick_check(1)")
                said = cursor.fetchone()[0]
                return Finding("Database") if said == "ok" else _damaged(said)
    except NotSupportedError as error:
        return Finding("Database", f"The database is too old: {error}", "Bring PostgreSQL up to version 14 or newer.")
    except DatabaseError as error:
        if connection.vendor == "sqlite":
            return _damaged(" ".join(str(error).split()))
        mend = "Start PostgreSQL, and look whether DATABASE_URL names it with the right user and password."
        return Finding("Database", f"It does not answer: {' '.join(str(error).split())[:200]}", mend)
    return Finding("Database")


def _damaged(said: str) -> Finding:
    file = settings.DATABASES["default"]["NAME"]
    mend = (
        f"Stop the site. Make {file} and its folder writable for the account of the site. If that is not it, move the"
        f" file away with {file}-wal and {file}-shm, and run: manage.py restore FILE, with your newest backup."
    )
    return Finding("Database", f"{file} cannot be used: {said[:200]}", mend)


def tables() -> Finding:
    # Where the database is away, this says so
    applied = set(MigrationLoader(connection).applied_migrations)
    problem = needs.migrations()
    if problem:
        return Finding("Tables", f"The database is not of this version: {problem}.", "Run: manage.py prepare")
    if applied - needs.shipped_migrations():
        problem = "The database belongs to a newer version of the software."
        return Finding("Tables", problem, "Bring the software up to date: git pull, then make run")
    return Finding("Tables")


def replica() -> Finding:
    """Behind counts only where the newest that it has is a minute old: a moment after each edit it always is."""
    if ALIAS not in connections.settings:
        return Finding("Replica")
    try:
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(_REPLICA_IS_AT)
            is_replica, position, seconds = cursor.fetchone()
    except DatabaseError as error:
        problem = f"It does not answer ({type(error).__name__}); pages are read from the database itself meanwhile."
        return Finding("Replica", problem, "Start it, and look whether DATABASE_REPLICA_URL names it rightly.")
    if not is_replica:
        problem = "DATABASE_REPLICA_URL names a database that is no replica: it may never learn of changes."
        return Finding("Replica", problem, "Name one that follows the database in DATABASE_URL, or leave it out.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), %s::pg_lsn)", [position])
        missing = cursor.fetchone()[0]
    if missing and missing > 0 and seconds > _MOST_BEHIND:
        problem = f"It is behind by {missing // 1000:,} kB; pages are read from the database itself after each edit."
        return Finding("Replica", problem, "Look at pg_stat_replication on the database, and at the replica's log.")
    return Finding("Replica")


def redis() -> Finding:
    if not settings.CACHE_URL:
        return Finding("Redis")
    # A site without Redis does not carry its package in memory
    from redis import Redis
    from redis.exceptions import RedisError

    try:
        with Redis.from_url(settings.CACHE_URL, socket_timeout=3, socket_connect_timeout=3) as asked:
            asked.ping()
    except (RedisError, OSError) as error:
        problem = f"It does not answer ({type(error).__name__}); pages take longer meanwhile, nothing is lost."
        return Finding("Redis", problem, "Start Redis, and look whether CACHE_URL names it with the right password.")
    return Finding("Redis")


def _for_owner(folder: Path) -> str:
    return f"Free some disk, or give it to the account of the site: chown -R ACCOUNT {folder}; chmod 700 {folder}"
