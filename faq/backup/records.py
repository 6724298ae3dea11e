"""Remembers in the data folder when the last backup was made and when one was last tried, for whoever asks."""

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Record:
    """When something was done, in seconds since 1970, with which file, and of how many bytes it was (0: not noted)."""

    at: float
    file: str
    size: int = 0


def note_backup(file: Path) -> None:
    """Remember that `file` was written and read again whole."""
    _note("last-backup.json", file)


def note_trial(file: Path) -> None:
    """Remember that the backup `file` was put into a database of its own, whole."""
    _note("last-restore.json", file)


def last_backup() -> Record | None:
    """Return when this machine last made a backup that it could read again."""
    return _noted("last-backup.json")


def last_trial() -> Record | None:
    """Return when a backup was last restored here, or tried with `restore --dry-run`."""
    return _noted("last-restore.json")


def _note(name: str, file: Path) -> None:
    note = Path(settings.KB_DATA_DIR) / name
    draft = note.with_suffix(".draft")
    size = file.stat().st_size if file.is_file() else 0
    draft.write_text(json.dumps(asdict(Record(time.time(), str(file.absolute()), size))))
    draft.replace(note)


def _noted(name: str) -> Record | None:
    try:
        return Record(**json.loads((Path(settings.KB_DATA_DIR) / name).read_text()))
    except (OSError, ValueError, TypeError):
        return None
