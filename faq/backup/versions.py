"""The tables of earlier versions of this software, told by their migrations."""

from collections.abc import Iterable

from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from faq.errors import RefusedError

Key = tuple[str, str]
_SHIPPED_LATER = "Please bring the software up to date first."


def applied() -> list[str]:
    """Return the migrations that this database has, as "faq.0001_start"."""
    return sorted(".".join(key) for key in MigrationLoader(connection).applied_migrations)


def newest_of(migrations: Iterable[str], *, whose: str) -> list[Key]:
    """Return those of `migrations` that no other one of the same app builds on: what to migrate an empty database to.

    Raises `RefusedError`, which begins with `whose`, when this version of the software does not know one of them.
    """
    loader = MigrationLoader(None)
    theirs = {(app, name) for app, _, name in (each.partition(".") for each in migrations)}
    if theirs - set(loader.disk_migrations):
        raise RefusedError(f"{whose} of a newer version of this software. {_SHIPPED_LATER}")
    nodes = loader.graph.node_map
    older = {parent.key for key in theirs for parent in nodes[key].parents if parent.key[0] == key[0]}
    return sorted(theirs - older)


def models_at(targets: list[Key]) -> Apps:
    """Return the models as they were after the migrations `targets`."""
    return MigrationLoader(None).project_state(targets).apps
