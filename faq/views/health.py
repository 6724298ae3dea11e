"""Says that the site is alive, and whether it can serve, for whatever watches over it."""

import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from faq.search.index.index import open_index
from faq.views.limits import at_most

# Each may write a file: whoever watches asks every few seconds, and a client from elsewhere no oftener than this
_A_MINUTE = 60


# So that a wrong method is told so
@csrf_exempt
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@csrf_exempt
@require_safe
@never_cache
@at_most(_A_MINUTE)
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200, or 503 while readers cannot be served in full: one line for each thing that is needed.

    A line says what is wrong in a few words, never where it is or who may open it: anybody can ask.
    """
    found = {name: check() for name, check in _CHECKS.items()}
    lines = "".join(f"{name}: {problem or 'ok'}\n" for name, problem in found.items())
    return HttpResponse(lines, status=503 if any(found.values()) else 200, content_type="text/plain; charset=utf-8")


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "does not answer"
    return ""


def _migrations() -> str:
    try:
        missing = _shipped_migrations() - MigrationRecorder(connection).applied_migrations().keys()
    except Error:
        return "not known"
    return f"{len(missing)} not applied yet" if missing else ""


@cache
def _shipped_migrations() -> frozenset[tuple[str, str]]:
    """The migrations that this version of the software has, by app and name; reading them takes a moment, once."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _search_index() -> str:
    try:
        open_index().store.state()
    except (OSError, sqlite3.Error):
        return "cannot be opened"
    return ""


def _data_folder() -> str:
    return _problem_of(Path(settings.KB_DATA_DIR))


def _pictures() -> str:
    return _problem_of(Path(settings.MEDIA_ROOT))


def _problem_of(folder: Path) -> str:
    """Why nothing can be kept in `folder`; tried, because a full disk shows in no permission."""
    try:
        with TemporaryFile(dir=folder) as probe:
            probe.write(b"ok")
    except OSError:
        return "cannot be written"
    return ""


_CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "search index": _search_index,
    "data folder": _data_folder,
    "pictures": _pictures,
}
