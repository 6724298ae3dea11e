"""Looks at the database, its tables, and the replica that readers' pages come from."""

import os
import re
import shlex
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, NotSupportedError, connection, connections
from django.db.migrations.loader import MigrationLoader

from faq.backup import records
from faq.doctor import folders, locks, needs
from faq.doctor.finding import START, STOP, Finding, manage, run, steps
from faq.models.replica import ALIAS

# Seconds
_MOST_BEHIND = 60
_REPLICA_IS_AT = """
    SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn()::text,
    coalesce(extract(epoch FROM now() - pg_last_xact_replay_timestamp()), 0)
"""
_PART = "Database"
_NO_SUCH = re.compile(r'(database|role) "[^"]*" does not exist')
_REFUSED = re.compile("password|authentication|pg_hba", re.IGNORECASE)


def database() -> Finding:
    return _sqlite() if connection.vendor == "sqlite" else _postgresql()


def _sqlite() -> Finding:
    file = Path(connection.settings_dict["NAME"])
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            said = cursor.fetchone()[0]
    except DatabaseError as error:
        said = " ".join(str(error).split())
    why = "locked" if "is locked" in said else ""
    if "unable to open" in said:
        return _cannot_be_opened(file)
    if said != "ok" and not why:
        return _damaged(file, said)
    why = why or _why_not_written(file)
    if why == "locked":
        return locks.finding(_PART, "The database is locked by another program", file)
    if why:
        problem = f"{file} can be read, but not written: nobody can save ({why})."
        return Finding(_PART, problem, steps(_for_account(_files(file)), START))
    return Finding(_PART)


def _cannot_be_opened(file: Path) -> Finding:
    error = folders.why_not_written(file.parent)
    mend = folders.mend_of(error, file.parent) if error else _for_account(_files(file))
    return Finding(_PART, f"{file} cannot be opened.", steps(mend, START))


def _damaged(file: Path, said: str) -> Finding:
    moved = [f"{file}.damaged", f"{file}-wal", f"{file}-shm"]
    mend = steps(
        STOP,
        run("mv", file, moved[0]),
        run("rm", "-f", *moved[1:]),
        manage("restore", _newest_backup()),
        START,
    )
    return Finding(_PART, f"{file} cannot be used: {said[:200]}", mend)


def _newest_backup() -> str:
    made = records.last_backup()
    return made.file if made else "FILE"


def _files(file: Path) -> list[Path]:
    return [each for each in (file, Path(f"{file}-wal"), Path(f"{file}-shm")) if each.exists()]


def _for_account(files: list[Path]) -> str:
    if all(each.stat().st_uid == os.getuid() for each in files):
        return run("chmod", "u+rw", *files)
    return f"As root, run: {shlex.join(['chown', folders.account(), *map(str, files)])}"


def _why_not_written(file: Path) -> str:
    """Return why SQLite cannot write `file`, "" where it can: tried with another connection."""
    if not file.is_file() or connection.in_atomic_block:
        return ""
    if error := locks.why_not_written(file):
        return "locked" if locks.is_lock(error) else str(error)
    return "" if os.access(file, os.W_OK) else "permission denied"


def _postgresql() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_is_in_recovery(), current_setting('transaction_read_only')")
            is_replica, read_only = cursor.fetchone()
    except NotSupportedError as error:
        return Finding(_PART, f"The database is too old: {error}", "Bring PostgreSQL up to version 14 or newer.")
    except DatabaseError as error:
        return _does_not_answer(" ".join(str(error).split()))
    if is_replica:
        mend = steps("Set DATABASE_URL to the address of the database that this one follows.", START)
        return Finding(_PART, "DATABASE_URL names a replica: nobody can save.", mend)
    if read_only == "on":
        name = connection.settings_dict["NAME"]
        mend = steps(_psql(f'ALTER DATABASE "{name}" RESET default_transaction_read_only'), START)
        return Finding(_PART, "PostgreSQL lets nobody write into it: nobody can save.", mend)
    return Finding(_PART)


def _does_not_answer(said: str) -> Finding:
    if missing := _NO_SUCH.search(said):
        if missing[1] == "role":
            mend = steps("Set DATABASE_URL to an address with the right user and password.", START)
            return Finding(_PART, "PostgreSQL does not know the user in DATABASE_URL.", mend)
        mend = steps(run("createdb", *_where(), connection.settings_dict["NAME"]), START)
        return Finding(_PART, "PostgreSQL has no database of the name in DATABASE_URL.", mend)
    if _REFUSED.search(said):
        mend = steps("Set DATABASE_URL to an address with the right user and password.", START)
        return Finding(_PART, "PostgreSQL does not accept the user and password in DATABASE_URL.", mend)
    host, port = _address()
    mend = f"Start PostgreSQL at {host}, port {port}, or set DATABASE_URL to where it is."
    return Finding(_PART, f"It does not answer: {said[:200]}", mend)


def _address() -> tuple[str, object]:
    described = connection.settings_dict
    return described.get("HOST") or "this machine", described.get("PORT") or 5432


def _where() -> list[str]:
    host, port = _address()
    at = [] if host == "this machine" else ["-h", host]
    return [*at, "-p", str(port), "-U", connection.settings_dict["USER"]]


def _psql(statement: str) -> str:
    # Else the database would refuse even to be changed
    writing = "SET default_transaction_read_only = off"
    return run("psql", *_where(), "-d", connection.settings_dict["NAME"], "-c", writing, "-c", statement)


def tables() -> Finding:
    # Where the database is away, this says so
    applied = set(MigrationLoader(connection).applied_migrations)
    problem = needs.migrations()
    if not applied:
        restore = manage("restore", _newest_backup())
        # Which makes a new site where there is no backup
        mend = steps(f"To bring the site back, {restore[0].lower()}{restore[1:]}", START)
        return Finding("Tables", "The database is empty.", mend)
    if problem:
        mend = steps(manage("prepare"), START)
        return Finding("Tables", f"The database is not of this version: {problem}.", mend)
    if applied - needs.shipped_migrations():
        problem = "The database belongs to a newer version of the software."
        return Finding("Tables", problem, steps(run("git", "-C", settings.BASE_DIR, "pull"), manage("prepare"), START))
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
        return Finding("Replica", problem, "Start the replica, or set DATABASE_REPLICA_URL to where it is.")
    if not is_replica:
        problem = "DATABASE_REPLICA_URL names a database that is no replica: it may never learn of changes."
        mend = steps("Set DATABASE_REPLICA_URL to one that follows the database in DATABASE_URL, or to nothing.", START)
        return Finding("Replica", problem, mend)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), %s::pg_lsn)", [position])
        missing = cursor.fetchone()[0]
    if missing and missing > 0 and seconds > _MOST_BEHIND:
        problem = f"It is behind by {missing // 1000:,} kB; pages are read from the database itself after each edit."
        return Finding("Replica", problem, "Look at pg_stat_replication on the database, and at the replica's log.")
    return Finding("Replica")
