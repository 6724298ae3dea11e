"""Brings a site back from a backup: tried whole in a database of its own first, then put in place at once."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from django.apps import apps
from django.apps.registry import Apps
from django.conf import settings
from django.core.management import call_command
from django.db import Error, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from faq.accounts import first_run
from faq.backup import archive, numbers, records, replacing, rows, versions
from faq.backup.archive import Manifest
from faq.errors import RefusedError
from faq.management import preparing
from faq.management.scratch import scratch

Say = Callable[[str], object]
_FOLDER = "restore-"


@contextmanager
def tried(file: Path, password: str, say: Say) -> Iterator["Trial"]:
    """Within, the backup `file` lies unpacked, and its rows have been in a database of this version.

    Nothing of the site is touched. Raises `RefusedError` for anything that could not become the site.
    """
    for left_by_a_killed_one in Path(settings.KB_DATA_DIR).glob(f"{_FOLDER}*"):
        shutil.rmtree(left_by_a_killed_one, ignore_errors=True)
    with TemporaryDirectory(prefix=_FOLDER, dir=settings.KB_DATA_DIR) as name:
        folder = Path(name)
        say("Reading the backup.")
        manifest = archive.read(file, password, keep=partial(_keep, folder))
        say("Trying its rows in a database of their own.")
        try:
            trial = Trial(folder, manifest, _brought_up_to_date(folder, manifest))
        # Whatever a row holds that no backup of ours has
        except (Error, LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
            raise RefusedError(f"The rows in {file} could not be brought to this version ({error}).") from error
        records.note_trial(file)
        yield trial


class Trial:
    """A backup that has proved itself: `manifest` says what is in it."""

    def __init__(self, folder: Path, manifest: Manifest, last_numbers: dict[str, int]) -> None:
        self._folder, self._last_numbers = folder, last_numbers
        self.manifest = manifest

    def put_pictures_in_place(self) -> int:
        """Bring back what is missing or damaged of its pictures, and nothing else; return how many those were."""
        return replacing.put_pictures(self._folder)

    def put_in_place(self) -> None:
        """Replace the site by it. Raises `RefusedError` when this database is not of this version."""
        with preparing.alone_on_the_database():
            _require_this_version()
            replacing.put_pictures(self._folder)
            replacing.replace_rows(self._folder, self._last_numbers)

    def put_secret_key_in_place(self) -> None:
        """Let the site sign as the one that was backed up. Raises OSError; the rows stay restored then."""
        replacing.put_secret_key(self._folder)


def replaces_something() -> bool:
    """Whether this database holds anything that a restore would take away."""
    return _has_tables() and not first_run.is_untouched()


def _has_tables() -> bool:
    return "faq_article" in connection.introspection.table_names()


def _require_this_version() -> None:
    """Make the tables of an empty database; any other must have those of this version already."""
    if not replaces_something():
        call_command("migrate", interactive=False, verbosity=0)
    versions.newest_of(versions.applied(), whose="This database is")
    if preparing.has_pending_migrations():
        raise RefusedError("This database is of an older version. Please run: manage.py prepare")


def _brought_up_to_date(folder: Path, manifest: Manifest) -> dict[str, int]:
    """Replace the rows below `folder` by what this version makes of them; return the last numbers of its tables."""
    with scratch(folder, is_migrated=False):
        fill_as_it_was(folder, manifest)
        call_command("migrate", verbosity=0, interactive=False)
        shutil.rmtree(folder / "rows", ignore_errors=True)
        current = rows.tables(apps)
        for model in current:
            for number, text in enumerate(rows.dump(model), start=1):
                _keep(folder, f"rows/{model._meta.label_lower}/{number:05}.jsonl", text)
        return numbers.last_given(current)


def fill_as_it_was(folder: Path, manifest: Manifest) -> Apps:
    """Give the empty database the tables and rows of `manifest`, which lie below `folder`; return their models."""
    targets = versions.newest_of(manifest.migrations, whose="This backup is")
    MigrationExecutor(connection).migrate(targets)
    older = versions.models_at(targets)
    models = rows.tables(older)
    if set(manifest.rows) != {model._meta.label_lower for model in models}:
        raise RefusedError("This backup holds other tables than a backup of this knowledge base.")
    with transaction.atomic():
        replacing.fill(models, folder, manifest.last_numbers)
    return older


def _keep(folder: Path, name: str, content: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
