"""The version of a row is what it holds: each field counts, whoever wrote it, and it tells nothing of a value."""

import json

import pytest
from django.db import connection
from django.utils import timezone

from faq.errors import RefusedError
from faq.models import Clinic, Fact, Synonym, Tag, UrgentPhrase
from faq.publishing import facts
from faq.publishing.row_versions import RowConflictError, run_unless_changed, version_of
from tests.factories import make_staff

pytestmark = pytest.mark.django_db
OTHER: dict[str, object] = {
    "CharField": "other",
    "EmailField": "other@example.org",
    "TextField": "other",
    "DateTimeField": timezone.now(),
}


def another_value(row, field) -> object:
    kind = field.get_internal_type()
    if kind == "JSONField":
        return {"mon": [["08:00", "12:00"]]} if field.name == "hours" else ["other"]
    if kind == "BooleanField":
        return not getattr(row, field.name)
    return getattr(row, field.name) + 1 if kind == "PositiveIntegerField" else OTHER[kind]


def rows():
    return [
        facts.save_clinic(Clinic(), by=None),
        Fact.objects.create(name="line", label="Line", value="1"),
        Tag.objects.create(name="Portal"),
        Synonym.objects.create(phrases="a, b"),
        UrgentPhrase.objects.create(phrase="pain", key="pain"),
        make_staff("Editor"),
    ]


def test_each_field_that_staff_or_verbs_write_is_a_part_of_the_version():
    written_by_the_site = {"id", "changed_at", "last_login", "date_joined"}

    for row in rows():
        for field in row._meta.concrete_fields:
            if field.name in written_by_the_site:
                continue
            kept = type(row)._default_manager.get(pk=row.pk)
            before = version_of(kept)
            setattr(kept, field.name, another_value(kept, field))
            assert version_of(kept) != before, f"{row._meta.label}.{field.name}"


def test_a_role_is_a_part_of_the_version_of_a_person():
    person = make_staff("Editor")
    before = version_of(person)

    person.groups.clear()

    assert version_of(person) != before


def test_the_same_content_has_the_same_version_whatever_the_order_of_its_keys():
    hours = {"mon": [["08:00", "12:00"]], "tue": []}
    clinic = facts.save_clinic(Clinic(hours=hours), by=None)
    before = version_of(Clinic.load())

    clinic.hours = json.loads('{"tue": [], "mon": [["08:00", "12:00"]]}')
    facts.save_clinic(clinic, by=None)

    assert version_of(Clinic.load()) == before


def test_a_row_that_is_not_kept_has_no_version():
    assert (version_of(None), version_of(Fact(name="line")), version_of(Clinic.load())) == ("", "", "")


def test_equal_values_of_two_rows_or_two_fields_look_different():
    one, other = (Fact.objects.create(name=f"line-{n}", label="same", value="same") for n in (1, 2))

    tokens = version_of(one).split(".") + version_of(other).split(".")

    assert len(set(tokens)) == len(tokens)


def test_a_change_since_then_is_refused_and_named_field_by_field():
    fact = Fact.objects.create(name="line", label="Line", value="1")
    started = version_of(fact)
    Fact.objects.update(label="Help line", value="2")

    with pytest.raises(RowConflictError) as caught:
        run_unless_changed(lambda: facts.save(fact, by=None), seen=[(fact, started)])

    assert sorted(caught.value.changed) == ["label", "value"]
    assert caught.value.kept.value == "2"
    assert Fact.objects.get().value == "2"


def test_what_is_asked_and_what_is_done_happen_in_one_transaction():
    fact = Fact.objects.create(name="line", label="Line", value="1")

    def fail() -> None:
        Fact.objects.update(value="half done")
        raise RefusedError("No.")

    with pytest.raises(RefusedError):
        run_unless_changed(fail, seen=[(fact, version_of(fact))])

    assert Fact.objects.get().value == "1"
    assert connection.vendor in ("sqlite", "postgresql")
