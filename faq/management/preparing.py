"""Brings a folder and its database to where this version needs them; a second time it finds nothing to do."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2s
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from faq.management import ground
from faq.models import Article, AuditEntry, roles

Say = Callable[[str], None]
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another one
MIGRATING = 7216_0001  # the number of PostgreSQL's lock for this


def is_ready() -> bool:
    """Whether this folder and its database need nothing before serving."""
    return not _has_pending_migrations() and not _has_new_static_files() and _has_sign_ins()


def prepare(say: Say) -> None:
    """Migrates, collects static files, loads the clinic's questions and makes the sign-ins: what of it is missing."""
    ground.make_folder()
    with ground.one_at_a_time():
        with _alone_on_the_database():
            _migrate(say)
            _load_content(say)
            _make_sign_ins(say)
        _collect_static_files(say)


def _migrate(say: Say) -> None:
    if _has_pending_migrations():
        say("Setting up the database.")
        call_command("migrate", interactive=False, verbosity=0)


def _load_content(say: Say) -> None:
    if Article.objects.exists() or AuditEntry.objects.exists() or _has_sign_ins():
        return  # never again: what a clinic has deleted stays deleted
    from faq.publishing import exchange  # slow to import, needed once

    say(f"Loaded the clinic's questions: {exchange.load_seed()} articles.")


@transaction.atomic
def _make_sign_ins(say: Say) -> None:
    if _has_sign_ins():
        return
    roles.ensure_roles()
    say("Three sign-ins for staff were made. Write the passwords down: they are shown this once.")
    say("")
    for role, meaning in roles.ROLES.items():
        password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
        user = get_user_model().objects.create_user(role.lower(), password=password, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        say(f"    {user.get_username():<10}{password}    {meaning}")
    say("")


def _collect_static_files(say: Say) -> None:
    if _has_new_static_files():
        say("Collecting styles, scripts and pictures.")
        call_command("collectstatic", interactive=False, verbosity=0)
        _static_mark().write_text(_static_fingerprint())


def _has_pending_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _has_sign_ins() -> bool:
    return get_user_model().objects.exists()


def _has_new_static_files() -> bool:
    mark = _static_mark()
    return not mark.exists() or mark.read_text() != _static_fingerprint()


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
def _alone_on_the_database() -> Iterator[None]:
    """Several hosts may start at once on one PostgreSQL; they take turns."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])
