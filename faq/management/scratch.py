"""A database and an index of its own, for commands that must never touch the clinic's."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connections
from django.test.utils import override_settings


@contextmanager
def scratch(within: Path | None = None, *, is_migrated: bool = True) -> Iterator[Path]:
    """Within, an empty database and index in a folder that is removed afterwards take the place of the clinic's.

    The folder is made in the folder `within`, or where the system keeps such. Without `is_migrated` there is no table.
    """
    with TemporaryDirectory(prefix="kb-scratch-", dir=within, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        before = connections.settings["default"]
        _connect({**before, **settings.SQLITE, "NAME": str(folder / "scratch.sqlite3")})
        try:
            with override_settings(
                KB_INDEX_DIR=folder / "index",
                KB_DATA_DIR=folder,
                KB_JOURNAL_DIR=folder / "counts",
                STORAGES={**settings.STORAGES, "default": _folder_storage(folder / "media")},
            ):
                if is_migrated:
                    call_command("migrate", verbosity=0, interactive=False)
                yield folder
        finally:
            _connect(before)


def _folder_storage(folder: Path) -> dict[str, Any]:
    return {"BACKEND": "faq.media.folder.FolderStorage", "OPTIONS": {"location": folder}}


def _connect(database: dict) -> None:
    connections["default"].close()
    connections.settings["default"] = database
    del connections["default"]
    # It remembers numbers of the database before
    ContentType.objects.clear_cache()
