"""Moves the site into another database: copied, brought in line, compared row by row and page by page."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dj_database_url
from django.apps import apps
from django.conf import settings
from django.db import Error, connections
from django.db.models import Model

from faq.backup import moving, rows, transactions
from faq.backup.moving import NEW
from faq.errors import RefusedError
from faq.management import move_mark, preparing

Say = Callable[[str], object]
_KINDS = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}


def move(address: str, say: Say) -> tuple[int, int]:
    """Fill the database at `address` with all that this one holds; return how many rows and pages were compared.

    Begun again after it was cut short, it goes on. Raises `RefusedError` when the new database cannot be used, holds
    something else, takes a row not or is not equal in the end; nothing here is changed.
    """
    if move_mark.is_half_filled():
        raise RefusedError(
            "This database is half filled by a move that was cut short. Set DATABASE_URL back to the old one."
        )
    if preparing.has_pending_migrations():
        raise RefusedError("This database is of an older version. Please run: manage.py prepare")
    with _connected(address):
        try:
            return _move(address, say)
        except Error as error:
            raise RefusedError(f"The move was cut short ({_short(error)}). Begin it again, and it goes on.") from error


def _move(address: str, say: Say) -> tuple[int, int]:
    _make_ready(address, say)
    models = [model for model in apps.get_models(include_auto_created=True) if rows.is_kept(model)]
    with transactions.one_state():
        moving.copy(models, say)
    say("Comparing row by row. Staff cannot save here until all is compared; readers read on.")
    with transactions.without_other_writers(models):
        moving.bring_in_line(models, moving.differences(models))
        left = moving.differences(models)
        if left:
            raise RefusedError(f"The new database keeps other values than this one in: {_labels(left)}.")
        count = sum(model._base_manager.count() for model in models)
        say("Comparing page by page.")
        pages = _compared_pages(address)
    move_mark.put(connections[NEW], move_mark.DONE)
    return count, pages


def described(address: str) -> str:
    """Return where the database at `address` lies, without a password."""
    found = _parsed(address)
    if found["ENGINE"].endswith("sqlite3"):
        return str(found["NAME"])
    return f"{found['NAME']} at {found.get('HOST') or 'this machine'}, port {found.get('PORT') or 5432}"


def _parsed(address: str) -> dict[str, Any]:
    reason = "That is no address of a database. Please write one such as postgres://user:password@host:5432/name."
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(address))
    except ValueError:
        raise RefusedError(reason) from None
    if not found.get("NAME") or found["ENGINE"] not in _KINDS:
        raise RefusedError(reason)
    return found


@contextmanager
def _connected(address: str) -> Iterator[None]:
    """Within, `address` is Django's connection `NEW`."""
    found = _parsed(address)
    if found["ENGINE"].endswith("sqlite3"):
        found = {**settings.SQLITE, "NAME": Path(found["NAME"]).absolute()}
    else:
        options = {**settings.POSTGRESQL["OPTIONS"], **found.get("OPTIONS", {})}
        found = {**found, **settings.POSTGRESQL, "OPTIONS": options}
    nothing = dict.fromkeys(("USER", "PASSWORD", "HOST", "PORT"), "")
    if _is_ours(found):
        raise RefusedError("DATABASE_URL names this database already.")
    connections.settings[NEW] = {**connections.settings["default"], **nothing, **found}
    try:
        _try(address)
        yield
    finally:
        connections[NEW].close()
        del connections[NEW]
        del connections.settings[NEW]


def _is_ours(found: dict[str, Any]) -> bool:
    here = connections.settings["default"]
    return all(str(found.get(name) or "") == str(here.get(name) or "") for name in ("ENGINE", "NAME", "HOST", "PORT"))


def _try(address: str) -> None:
    try:
        if connections[NEW].vendor == "sqlite":
            # For its owner alone, as the data folder is
            Path(connections[NEW].settings_dict["NAME"]).touch(mode=0o600)
        with connections[NEW].cursor() as cursor:
            cursor.execute("SELECT 1")
    except (Error, OSError) as error:
        raise RefusedError(f"The database {described(address)} cannot be used ({_short(error)}).") from None


def _make_ready(address: str, say: Say) -> None:
    """Leave in the new database the tables of this version and nothing of another site in them."""
    if move_mark.of(connections[NEW]) is None:
        if connections[NEW].introspection.table_names():
            raise RefusedError(
                f"The database {described(address)} holds something already. Please name one that is empty."
            )
        move_mark.make(connections[NEW])
    is_fresh = move_mark.of(connections[NEW]) == move_mark.FRESH
    say("Making its tables." if is_fresh else "Going on with the move that was begun.")
    # By itself, because migrations write into the database of their settings
    _manage("migrate", "--no-input", "-v", "0", DATABASE_URL=address)
    if is_fresh:
        moving.empty([model for model in apps.get_models(include_auto_created=True) if rows.is_kept(model)])
    move_mark.put(connections[NEW], move_mark.BEGUN)


def _compared_pages(address: str) -> int:
    """Return how many pages both databases give; raises `RefusedError` naming those that are not the same."""
    for is_last in (False, True):
        here = json.loads(_manage("hash_pages"))
        there = json.loads(_manage("hash_pages", DATABASE_URL=address))
        differing = [path for path in here | there if here.get(path) != there.get(path)]
        # A page says when the clinic opens next, and that moment may have come in between
        if differing and is_last:
            raise RefusedError(f"These pages are not the same in the new database: {', '.join(differing[:10])}.")
        if not differing:
            break
    return len(here)


def _manage(*command: str, **values: str) -> str:
    """Run manage.py in a process of its own and return what it printed; raises `RefusedError` with why it failed."""
    done = subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *command],
        # The replica is one of the database that is left
        env={**os.environ, "DATABASE_REPLICA_URL": "", **values},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise RefusedError(f"{command[0]} did not end well: {''.join(last)}")
    return done.stdout


def _labels(differences: dict[type[Model], moving.Difference]) -> str:
    return ", ".join(str(model._meta.verbose_name_plural) for model in differences)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
