"""Brings a folder and its database to where this version needs them; a second time it finds nothing to do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2s
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from faq.accounts import first_run
from faq.management import move_mark, preflight, static_collecting
from faq.publishing import exchange, templates, urgent

Say = Callable[[str], None]
# The number of PostgreSQL's lock for this
MIGRATING = 7216_0001


def is_ready() -> bool:
    """Whether this folder and its database need nothing before serving."""
    if has_pending_migrations() or _has_new_static_files() or move_mark.is_there():
        return False
    return first_run.has_accounts() and not templates.were_never_added()


def prepare(say: Say) -> None:
    """Migrates, collects static files, loads the clinic's questions and makes the sign-ins: what of it is missing."""
    preflight.make_folder()
    with preflight.one_at_a_time():
        with alone_on_the_database():
            _settle_move()
            _migrate(say)
            _load_content(say)
            # A site, or a backup that was restored, from before there were templates gets them once
            templates.add_first()
            _create_accounts(say)
        _collect_static_files(say)


def _settle_move() -> None:
    if move_mark.is_half_filled():
        raise preflight.Stopped(
            "This database is half filled by a move that was cut short. Set DATABASE_URL back to the old one, run"
            " manage.py move_database once more, then start from this one."
        )
    move_mark.settle()


def _migrate(say: Say) -> None:
    if has_pending_migrations():
        say("Setting up the database.")
        call_command("migrate", interactive=False, verbosity=0)


def _load_content(say: Say) -> None:
    if first_run.is_untouched():
        # A start that is cut short begins anew with both
        with transaction.atomic():
            count = exchange.load_seed()
            urgent.add_first()
            templates.add_first()
        say(f"Loaded the clinic's questions: {count} articles.")


def _create_accounts(say: Say) -> None:
    if first_run.has_accounts():
        return
    made = first_run.create_accounts()
    say("Three sign-ins for staff were made. Write the passwords down: they are shown this once.")
    lines = [f"    {sign_in.name:<10}{sign_in.password}    {sign_in.description}" for sign_in in made]
    say("\n".join(["", *lines, ""]))


def _collect_static_files(say: Say) -> None:
    if _has_new_static_files():
        say("Collecting styles, scripts and pictures.")
        static_collecting.collect()
        _static_mark().write_text(_static_fingerprint())


def has_pending_migrations() -> bool:
    """Whether the database lacks a table or column of this version."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _has_new_static_files() -> bool:
    mark, collected = _static_mark(), Path(settings.STATIC_ROOT) / "staticfiles.json"
    return not (mark.exists() and collected.exists()) or mark.read_text() != _static_fingerprint()


def _static_mark() -> Path:
    return settings.KB_DATA_DIR / "static.collected"


def _static_fingerprint() -> str:
    seen = blake2s(f"{django.__version__}".encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            seen.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return seen.hexdigest()


@contextmanager
def alone_on_the_database() -> Iterator[None]:
    """Several hosts may start at once on one PostgreSQL; they take turns."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        # Another host may take minutes, and so may readers whose pages a change of the tables waits for
        cursor.execute("SET lock_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])
            cursor.execute("RESET lock_timeout")
