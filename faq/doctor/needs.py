"""What a site needs to serve readers in full, each asked in a moment: "" when it is there, else a few words."""

import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from faq.doctor import folders
from faq.media import stored
from faq.search.index.index import open_index


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "does not answer"
    return ""


def migrations() -> str:
    try:
        missing = shipped_migrations() - MigrationRecorder(connection).applied_migrations().keys()
    except Error:
        return "not known"
    return f"{len(missing)} not applied yet" if missing else ""


@cache
def shipped_migrations() -> frozenset[tuple[str, str]]:
    """Return the migrations of this version of the software, by app and name; reading them takes a moment, once."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def search_index() -> str:
    try:
        open_index().store.state()
    except (OSError, sqlite3.Error):
        return "cannot be opened"
    return ""


def data_folder() -> str:
    return _problem_of(Path(settings.KB_DATA_DIR))


def pictures() -> str:
    """Of a folder. A bucket is away for all hosts at once, and none of them answers pages any better for being out."""
    if settings.KB_MEDIA_BUCKET:
        return ""
    try:
        stored.here().try_writing()
    except OSError:
        return "cannot be written"
    return ""


def _problem_of(folder: Path) -> str:
    return "cannot be written" if folders.why_not_written(folder) else ""


ALL: dict[str, Callable[[], str]] = {
    "database": database,
    "migrations": migrations,
    "search index": search_index,
    "data folder": data_folder,
    "pictures": pictures,
}
