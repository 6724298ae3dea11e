"""What a killed process left of a file that it was writing under another name."""

import shutil
import time
from collections.abc import Iterable
from pathlib import Path

# Seconds: nobody writes one file for longer
_A_DAY = 24 * 60 * 60


def remove_old(paths: Iterable[Path]) -> int:
    """Delete those of `paths`, files or folders, that nobody has written into for a day; return how many those were.

    What cannot be deleted now stays: the next one tries again.
    """
    limit = time.time() - _A_DAY
    return sum(_remove(path) for path in paths if _written_at(path) < limit)


def _written_at(path: Path) -> float:
    """Return when `path` was written last, in seconds since 1970; the end of time where it is gone meanwhile."""
    try:
        return path.lstat().st_mtime
    except OSError:
        return float("inf")


def _remove(path: Path) -> bool:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    except OSError:
        return False
    return True
