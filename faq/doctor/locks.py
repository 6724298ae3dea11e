"""Which process keeps a file of SQLite locked, as Linux knows it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from faq.doctor.finding import Finding

# Longer than a reader would wait
_SECONDS = 2


def why_not_written(file: Path) -> sqlite3.Error | None:
    """Return what keeps others from writing into this database of SQLite: tried, which changes nothing."""
    try:
        with closing(sqlite3.connect(file, timeout=_SECONDS, isolation_level=None)) as tried:
            tried.execute("BEGIN IMMEDIATE")
            tried.execute("ROLLBACK")
    except sqlite3.Error as error:
        return error
    return None


def is_lock(error: sqlite3.Error | None) -> bool:
    """Whether `error` says that another program keeps the database locked."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def finding(part: str, problem: str, file: Path) -> Finding:
    """Say that `problem` goes on for `file`, with the process that causes it where the system tells."""
    process = holder_of(file)
    if process is None:
        mend = f"If that goes on for ten minutes, find out which program has {file} open, and end it."
        return Finding(part, f"{problem}.", mend)
    # A large site that is built anew holds it for minutes
    mend = f"If that goes on for ten minutes, run: kill {process}"
    return Finding(part, f"{problem} (process {process}, {_name_of(process)}).", mend)


def holder_of(file: Path) -> int | None:
    """Return the process that holds a lock for writing on `file` or its helper files; None where nobody can tell."""
    inodes = {each.stat().st_ino for each in (file, Path(f"{file}-shm")) if each.exists()}
    try:
        held = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
    except OSError:
        return None
    # Such as "1: POSIX  ADVISORY  WRITE 4711 fd:01:131 120 120"; one that waits has "->" behind the number
    holders = (int(each[4]) for each in held if each[3] == "WRITE" and int(each[5].rpartition(":")[2]) in inodes)
    return next((each for each in holders if each > 0), None)


def _name_of(process: int) -> str:
    try:
        return Path(f"/proc/{process}/comm").read_text().strip()
    except OSError:
        return "which has ended"
