"""Makes a backup: everything the clinic has, as it was at one moment, in one file."""

import glob
import os
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from tarfile import TarFile
from typing import IO, cast

from django.conf import settings
from django.db import connection
from django.db.models import Model

from faq.backup import archive, numbers, records, rows, sealed_file, transactions, versions
from faq.backup.archive import Manifest
from faq.errors import RefusedError
from faq.media import stored
from faq.values import picture_names, unfinished

Say = Callable[[str], object]


def make(path: Path, password: str, say: Say) -> Manifest:
    """Write a backup to `path`, which must not exist, readable for its owner only; read it again, then name it so.

    Nobody has to stop meanwhile: all rows are read from one state of the database. Raises `RefusedError` when `path`
    is taken or there is nothing to write, OSError when it cannot be written; neither leaves anything behind.
    """
    if path.exists():
        raise RefusedError(f"{path} is there already. Please name a file that is not.")
    if "django_migrations" not in connection.introspection.table_names():
        raise RefusedError("There is nothing to back up: this database has no tables yet.")
    # Those of this name, and those that a timer names
    left = (f".{each}.[0-9]*.unfinished" for each in (glob.escape(path.name), "clinic-kb-[0-9]*.backup"))
    unfinished.remove_old(chain.from_iterable(map(path.parent.glob, left)))
    draft = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with sealed_file.writing(file, password) as content:
                _write(cast(IO[bytes], content), say, with_secrets=bool(password))
            file.flush()
            os.fsync(file.fileno())
        say("Reading it again, to be sure.")
        manifest = archive.read(draft, password)
        _name_so(draft, path)
    except FileExistsError:
        raise RefusedError(f"{path} is there already. Please name a file that is not.") from None
    finally:
        draft.unlink(missing_ok=True)
    records.note_backup(path)
    return manifest


def manifest_of(models: list[type[Model]], migrations: list[str]) -> Manifest:
    """Return what a backup of `models`, as they were after `migrations`, would say of itself at this moment."""
    return Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        database=connection.vendor,
        migrations=migrations,
        rows={model._meta.label_lower: model._base_manager.count() for model in models},
        last_numbers=numbers.last_given(models),
    )


def _name_so(draft: Path, path: Path) -> None:
    """Give `draft` the name `path`. Raises FileExistsError when somebody else has written it meanwhile."""
    try:
        # Unlike a renaming, a link never replaces anything
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:
        # Memory sticks and many network shares know no second name of a file
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            draft.replace(path)
        except OSError:
            path.unlink()
            raise


def _write(content: IO[bytes], say: Say, *, with_secrets: bool) -> None:
    with transactions.one_state(), archive.writing(content) as tar:
        migrations = versions.applied()
        # Also before an update has brought the tables to this version
        models = rows.tables(versions.models_at(versions.newest_of(migrations, whose="This database is")))
        manifest = manifest_of(models, migrations)
        archive.put_manifest(tar, manifest)
        if with_secrets:
            archive.put(tar, archive.SECRET_KEY, settings.SECRET_KEY.encode())
        say(f"Writing {sum(manifest.rows.values()):,} rows.")
        for model in models:
            for number, text in enumerate(rows.dump(model, with_secrets=with_secrets), start=1):
                archive.put(tar, f"rows/{model._meta.label_lower}/{number:05}.jsonl", text)
        # After the rows: a picture is stored before the row that shows it
        _write_pictures(tar, say)


def _write_pictures(tar: TarFile, say: Say) -> None:
    # Smaller sizes are made of the pictures again
    made_again = f"{picture_names.SMALLER_FOLDER}/"
    files = [name for name in stored.here().names() if not name.startswith(made_again)]
    for done, name in enumerate(files, start=1):
        try:
            archive.put(tar, f"media/{name}", stored.here().fetch(name))
        except FileNotFoundError:
            # Cleared away meanwhile, because nothing showed it
            continue
        if done % 500 == 0 or done == len(files):
            say(f"{done:,} of {len(files):,} pictures and PDFs.")
