"""Brings a site to this version: rehearsed on a copy, or for good after a backup. Both times pages are compared."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from django.apps import apps
from django.apps.registry import Apps
from django.conf import settings
from django.core.management import call_command
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from faq.backup import copying, making, nightly, versions
from faq.errors import RefusedError
from faq.management import preparing, restoring, seen_pages
from faq.management.scratch import scratch
from faq.management.seen_pages import Kept, Page
from faq.media import stored
from faq.media.stored import Place

Say = Callable[[str], object]
WAY_BACK = "The way back is in docs/deploy.md, under “Back to the version before”."
_FOLDER = "rehearsal-"
# The copy as text, the copy as a database, and the same once more while its tables change
_TIMES = 3
_AT_LEAST = 50_000_000


class Before(NamedTuple):
    """What readers had: by the rows, by the pages of a site that ran (none where nobody answered), and not had."""

    rows: Kept
    pages: dict[str, Page]
    # Names of pictures whose files were gone already
    missing: set[str]


def rehearse(site: str, say: Say) -> list[str]:
    """Bring a copy of the database to this version and return what readers would lose; the site is not touched.

    `site` is the address of the one that runs, "" to look for it. Raises `RefusedError` when it cannot be rehearsed.
    """
    _require_an_older_one()
    _require_room()
    media = stored.here()
    for left_by_a_killed_one in Path(settings.KB_DATA_DIR).glob(f"{_FOLDER}*"):
        shutil.rmtree(left_by_a_killed_one, ignore_errors=True)
    with TemporaryDirectory(prefix=_FOLDER, dir=settings.KB_DATA_DIR) as name:
        folder = Path(name)
        say("Copying the rows.")
        manifest = copying.copy_rows(folder)
        say(f"Filling a database of its own with {sum(manifest.rows.values()):,} rows.")
        with scratch(folder, is_migrated=False), _faults_named("The copy could not be brought to this version"):
            older = restoring.fill_as_it_was(folder, manifest)
            before = _before(older, media, site, say)
            pending = _pending()
            began = time.monotonic()
            call_command("migrate", verbosity=0, interactive=False)
            say(_time_told(pending, time.monotonic() - began))
            return _lost(before, media, say)


def upgrade(folder: Path, site: str, say: Say) -> list[str]:
    """Make a backup in `folder`, bring the database and static files to this version; return what readers lost by it.

    Raises `RefusedError`, which says how far it came, when it cannot be done.
    """
    _require_an_older_one()
    file = nightly.next_in(folder)
    say("Making a backup first.")
    making.make(file, "", say)
    say(f"The backup is {file}")
    media = stored.here()
    before = _before(_models_now(), media, site, say)
    pending = _pending()
    began = time.monotonic()
    with _faults_named("The database could not be brought to this version", f"{WAY_BACK} The backup is {file}."):
        preparing.prepare(say)
    say(_time_told(pending, time.monotonic() - began))
    return _lost(before, media, say)


def _require_an_older_one() -> None:
    if "faq_article" not in connection.introspection.table_names():
        raise RefusedError("This database has no tables yet. Do KB_DATA_DIR or DATABASE_URL name those of your site?")
    versions.newest_of(versions.applied(), whose="This database is")


def _models_now() -> Apps:
    return versions.models_at(versions.newest_of(versions.applied(), whose="This database is"))


def _require_room() -> None:
    needed = _TIMES * _database_bytes() + _AT_LEAST
    free = shutil.disk_usage(settings.KB_DATA_DIR).free
    if free < needed:
        raise RefusedError(
            f"The copy needs about {needed / 1e6:,.0f} MB of free disk in {settings.KB_DATA_DIR}, where"
            f" {free / 1e6:,.0f} MB are free. Please free some of it."
        )


def _database_bytes() -> int:
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        return file.stat().st_size if file.exists() else 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def _pending() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _time_told(pending: list[str], seconds: float) -> str:
    if not pending:
        return "The tables are those of this version already."
    changes = f"{len(pending)} changes of the tables, {pending[0]} to {pending[-1]}"
    return f"Brought to this version in {seconds:.1f} seconds ({changes})."


def _before(of: Apps, media: Place, site: str, say: Say) -> Before:
    rows, missing = seen_pages.kept(of), _missing(of, media)
    found = seen_pages.running_site(site)
    if not found:
        where = f" at {site}" if site else ""
        say(f"No site answers{where}: the rows are compared, pages are only looked at.")
        return Before(rows, {}, missing)
    name, ask = found
    say(f"Asking the site that runs, {name}, for {len(rows.addresses):,} addresses.")
    return Before(rows, seen_pages.all_of(rows.addresses, ask, say), missing)


def _missing(of: Apps, media: Place) -> set[str]:
    """Return the names of the pictures that readers are to see and whose files are not in `media`."""
    names = of.get_model("faq", "LivePicture")._base_manager.values_list("name", flat=True)
    return set(names) - set(media.names("pictures"))


def _lost(before: Before, media: Place, say: Say) -> list[str]:
    """Return what readers of `before` do not find in the database as it is now."""
    say("Asking this version for the same addresses.")
    with seen_pages.this_version() as ask:
        after = seen_pages.all_of(before.rows.addresses, ask, say)
    # What the rows say is rendered; a page of the site that ran says it better
    words = [] if before.pages else seen_pages.lost_words(before.rows, seen_pages.kept(apps))
    missing = [
        f"The picture {name} is not in {media.where}." for name in sorted(_missing(apps, media) - before.missing)
    ]
    return [*seen_pages.lost(before.rows, before.pages, after), *words, *missing]


@contextmanager
def _faults_named(what: str, more: str = "") -> Iterator[None]:
    try:
        yield
    # Whatever a migration of ours or a row of theirs may fail with
    except (Error, LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200]
        raise RefusedError(f"{what} ({type(error).__name__}: {reason}).", more) from error
