"""Why nothing can be kept in a folder, and what each reason asks for."""

import errno
import os
import pwd
from pathlib import Path
from tempfile import TemporaryFile

from faq.doctor.finding import run, steps

# The disk, or this account's part of it
_FULL = (errno.ENOSPC, errno.EDQUOT)


def why_not_written(folder: Path) -> OSError | None:
    """Return what keeps the site from writing in `folder`; tried, because a full disk shows in no permission."""
    try:
        with TemporaryFile(dir=folder) as probe:
            probe.write(b"ok")
    except OSError as error:
        return error
    return None


def mend_of(error: OSError, folder: Path) -> str:
    """Return how `folder` becomes one that can be written."""
    if error.errno in _FULL:
        return f"Remove what is not needed on the disk of {folder}."
    if error.errno == errno.EROFS:
        return run("mount", "-o", "remount,rw", _mounted_at(folder))
    if isinstance(error, FileNotFoundError):
        return run("mkdir", "-p", "-m", "700", folder)
    if folder.exists() and not folder.is_dir():
        return steps(run("mv", folder, f"{folder}.moved-away"), run("mkdir", "-m", "700", folder))
    return steps(run("chmod", "u+rwx", folder), f"As root, run: chown -R {account()} {folder}")


def account(number: int | None = None) -> str:
    """Return the name of the account `number`, of the one that runs this without it; its number where it has none."""
    number = os.getuid() if number is None else number
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _mounted_at(folder: Path) -> Path:
    return next((each for each in (folder, *folder.parents) if os.path.ismount(each)), folder)
