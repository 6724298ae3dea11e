"""Keeps the log of who did what as it was written: the database itself refuses to change or delete an entry."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models.signals import post_migrate

_SAID = "The log of who did what is never changed."
_SQLITE_REFUSES = f"BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
# SQLite empties a table by DELETE; its REPLACE would delete a row and tell no trigger
_SQLITE = {
    "audit_no_update": f"BEFORE UPDATE ON faq_auditentry {_SQLITE_REFUSES}",
    "audit_no_delete": f"BEFORE DELETE ON faq_auditentry {_SQLITE_REFUSES}",
    "audit_no_replace": "BEFORE INSERT ON faq_auditentry WHEN EXISTS (SELECT 1 FROM faq_auditentry WHERE id = NEW.id) "
    + _SQLITE_REFUSES,
}
_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION faq_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{_SAID}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_POSTGRESQL = {
    "audit_no_change": "BEFORE UPDATE OR DELETE ON faq_auditentry FOR EACH ROW EXECUTE FUNCTION faq_audit_refuse()",
    "audit_no_truncate": "BEFORE TRUNCATE ON faq_auditentry FOR EACH STATEMENT EXECUTE FUNCTION faq_audit_refuse()",
}


def ensure(sender: AppConfig | None = None, using: str = DEFAULT_DB_ALIAS, **kwargs: object) -> None:
    """Make what is missing of the triggers in the database `using`.

    Runs after every migrate, because SQLite drops them with a rebuilt table.
    """
    if sender and sender.name != "faq":
        return
    connection = connections[using]
    with connection.cursor() as cursor:
        if "faq_auditentry" not in connection.introspection.table_names(cursor):
            return
        there = present(cursor)
        if connection.vendor == "postgresql" and not there:
            cursor.execute(_POSTGRESQL_FUNCTION)
        for name, does in _triggers(connection.vendor).items():
            if name not in there:
                cursor.execute(f"CREATE TRIGGER {name} {does}")


@contextmanager
def lifted(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Let the entries in the database `using` be changed or deleted within this block.

    To restore or move a site, or to empty a test database. In one transaction, so
    that nobody else finds the log unguarded. Nothing that staff can reach calls this.
    """
    with transaction.atomic(using):
        with connections[using].cursor() as cursor:
            for name in present(cursor):
                on_table = " ON faq_auditentry" if cursor.db.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {name}{on_table}")
        yield
        ensure(using=using)


def _triggers(vendor: str) -> dict[str, str]:
    return _POSTGRESQL if vendor == "postgresql" else _SQLITE


def present(cursor: CursorWrapper) -> set[str]:
    """Return the names of our triggers that are there."""
    named = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'faq_auditentry'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = 'faq_auditentry'::regclass AND NOT tgisinternal",
    }
    cursor.execute(named[cursor.db.vendor])
    return {name for (name,) in cursor.fetchall()} & _triggers(cursor.db.vendor).keys()


post_migrate.connect(ensure)
