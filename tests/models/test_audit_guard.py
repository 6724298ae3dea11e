"""No entry of the log is changed or deleted: not by code of ours, not by plain SQL, not with its article or person."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from faq.models import AuditEntry, audit_guard
from tests.factories import make_article, make_staff
from tests.product import manage

pytestmark = pytest.mark.django_db
SAID = "The log of who did what is never changed"
STATEMENTS = (
    "UPDATE faq_auditentry SET who_name = 'Somebody else'",
    "UPDATE faq_auditentry SET article_id = NULL",
    "DELETE FROM faq_auditentry",
    "INSERT INTO faq_auditentry SELECT * FROM faq_auditentry WHERE true ON CONFLICT (id) DO UPDATE SET who_name = 'x'",
    *(
        ["REPLACE INTO faq_auditentry SELECT * FROM faq_auditentry"]
        if connection.vendor == "sqlite"
        else ["TRUNCATE faq_auditentry"]
    ),
)


@pytest.fixture
def entries() -> list[tuple]:
    make_article("How?", by=make_staff("Owner", first_name="Olga"))
    return everything()


def everything() -> list[tuple]:
    return list(AuditEntry.objects.order_by("pk").values_list())


@pytest.mark.parametrize("statement", STATEMENTS)
def test_plain_sql_is_refused(entries: list, statement: str):
    with pytest.raises(IntegrityError, match=SAID), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert everything() == entries


def test_the_models_are_refused_too(entries: list):
    entry = AuditEntry.objects.first()
    entry.who_name = "Somebody else"
    for change in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(detail="x"),
        lambda: AuditEntry.objects.bulk_update([entry], ["who_name"]),
    ):
        with pytest.raises(IntegrityError, match=SAID), transaction.atomic():
            change()

    assert everything() == entries


def test_an_entry_outlives_the_person_and_the_article(entries: list):
    User.objects.get().delete()
    assert everything() == entries

    assert str(AuditEntry.objects.first()) == "Olga: Published How?"


def test_the_one_function_lets_it_be_changed_and_guards_it_again(entries: list):
    with audit_guard.lifted():
        AuditEntry.objects.update(who_name="Moved")

    assert set(AuditEntry.objects.values_list("who_name", flat=True)) == {"Moved"}
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.all().delete()


def test_a_failure_within_leaves_the_log_as_it_was_and_guarded(entries: list):
    def fail() -> None:
        with audit_guard.lifted():
            AuditEntry.objects.all().delete()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert everything() == entries
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.all().delete()


def test_migrating_makes_what_is_missing(entries: list):
    with connection.cursor() as cursor:
        for name in audit_guard.present(cursor):
            cursor.execute(f"DROP TRIGGER {name}" + (" ON faq_auditentry" if connection.vendor != "sqlite" else ""))

    audit_guard.ensure()

    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.all().delete()


@pytest.mark.postgres
def test_postgresql_refuses_update_delete_and_truncate(tmp_path: Path, empty_database: str):
    import psycopg

    assert manage(tmp_path, "migrate", DATABASE_URL=empty_database).returncode == 0
    with psycopg.connect(empty_database, autocommit=True) as there:
        there.execute(
            "INSERT INTO faq_auditentry (at, who_name, action, subject, detail) VALUES (now(), 'Ada', 'saved', 'x', '')"
        )
        for statement in (
            "UPDATE faq_auditentry SET who_name = 'x'",
            "DELETE FROM faq_auditentry",
            "TRUNCATE faq_auditentry",
        ):
            with pytest.raises(psycopg.errors.IntegrityError, match=SAID):
                there.execute(statement)
        assert there.execute("SELECT who_name FROM faq_auditentry").fetchall() == [("Ada",)]
        lift = "from faq.models import AuditEntry, audit_guard\n"
        lift += "with audit_guard.lifted(): AuditEntry.objects.all().delete()"
        assert manage(tmp_path, "shell", "-c", lift, DATABASE_URL=empty_database).returncode == 0
        assert there.execute("SELECT count(*) FROM faq_auditentry").fetchone() == (0,)
