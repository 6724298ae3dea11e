"""What can be the number of a row, and where a refusal stands that comes only while a row is saved."""

from collections.abc import Callable

import pytest
from django.db import connection

from faq.admin.base import row_number
from faq.models import AuditEntry, Tag
from tests.admin.conftest import seen


@pytest.mark.parametrize(
    ("typed", "number"),
    [("7", 7), ("007", 7), ("", None), ("-1", None), ("1.5", None), ("²", None), ("9" * 18, 10**18 - 1)],
)
def test_digits_are_a_number_and_nothing_else_is(typed, number):
    assert row_number(typed) == number


@pytest.mark.parametrize("length", [19, 5000])
def test_a_number_that_no_database_holds_is_none(length):
    assert row_number("9" * length) is None


def twin_before_the_second(asked: str) -> Callable:
    """Another writer, who adds a tag “Portal” just before the database is asked `asked` for the second time."""
    seen = []

    def run(execute: Callable, sql: str, *more: object) -> object:
        if asked in sql:
            seen.append(sql)
            if len(seen) == 2:
                Tag.objects.bulk_create([Tag(name="Portal", key="portal", slug="portal")])
        return execute(sql, *more)

    return run


def test_what_the_verb_refuses_only_while_saving_stands_in_the_form_with_everything_typed(editor):
    with connection.execute_wrapper(twin_before_the_second('"faq_tag"."key" =')):
        page = editor.post("/admin/faq/tag/add/", {"name": "portal", "description": "Typed", "position": 5}).text

    assert "There is a tag “Portal” already." in page
    assert 'value="portal"' in page
    assert 'value="Typed"' in page
    assert "<h1>Add a tag</h1>" in page
    assert (Tag.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_a_change_that_is_refused_only_while_saving_keeps_the_row_and_what_was_typed(editor):
    tag = Tag.objects.create(name="Visits")

    with connection.execute_wrapper(twin_before_the_second('"faq_tag"."key" =')):
        page = editor.post(f"/admin/faq/tag/{tag.pk}/change/", {"name": "portal", "position": 7, **seen(tag)}).text

    assert "There is a tag “Portal” already." in page
    assert 'value="7"' in page
    assert f"/admin/faq/tag/{tag.pk}/delete/" in page
    assert list(Tag.objects.values_list("name", flat=True)) == ["Visits"]
