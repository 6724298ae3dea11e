"""Backups in a folder, one after the other, of which the oldest go."""

from datetime import UTC, datetime
from pathlib import Path

_PATTERN = "clinic-kb-[0-9]*.backup"


def next_in(folder: Path) -> Path:
    """Return where the backup of this moment belongs; the names of a folder's backups sort by time."""
    return folder / f"clinic-kb-{datetime.now(UTC):%Y-%m-%d-%H%M%S}.backup"


def remove_old(folder: Path, *, keep: int) -> list[Path]:
    """Delete all but the newest `keep` backups named by `next_in`; return what was deleted."""
    old = sorted(folder.glob(_PATTERN))[:-keep]
    for path in old:
        path.unlink(missing_ok=True)
    return old
