"""Counting: what a view and a search that did not help add."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from faq.models import AddedJournal, Article, SearchCount, ViewCount
from faq.stats import counting
from tests import database

TODAY = date(2026, 11, 23)
SOURCE = ViewCount.Source


def counts() -> list[tuple[str, date, int]]:
    return list(
        ViewCount.objects.order_by("article_id", "day", "revision_number").values_list("article__title", "day", "views")
    )


@pytest.mark.django_db
def test_each_view_adds_one_to_its_article_and_day():
    parking = Article.objects.create(title="Where can I park?", slug="parking")
    hours = Article.objects.create(title="When are you open?", slug="hours")

    for article in (parking, hours, parking):
        counting.count_view(article, on=TODAY)
    counting.count_view(parking, on=date(2026, 11, 24))

    assert counts() == [
        ("Where can I park?", TODAY, 2),
        ("Where can I park?", date(2026, 11, 24), 1),
        ("When are you open?", TODAY, 1),
    ]


@pytest.mark.django_db
def test_counting_a_view_is_one_statement(django_assert_num_queries):
    article = Article.objects.create(title="Where can I park?", slug="parking")

    for _ in range(2):
        with django_assert_num_queries(1):
            counting.count_view(article, on=TODAY)


def test_nothing_of_the_reader_has_a_place_to_be_kept():
    assert [field.name for field in ViewCount._meta.get_fields()] == [
        "id",
        "article",
        "day",
        "revision_number",
        "source",
        "place",
        "views",
    ]


@pytest.mark.django_db
def test_versions_and_origins_are_counted_apart():
    article = Article.objects.create(title="Where can I park?", slug="parking")
    search, outside = (SOURCE.SEARCH, "3"), (SOURCE.OUTSIDE, "hospital.example.org")

    for revision, came_from in ((1, search), (1, outside), (2, search), (2, search)):
        counting.count_view(article, on=TODAY, revision=revision, came_from=came_from)

    rows = ViewCount.objects.order_by("revision_number", "source").values_list(
        "revision_number", "source", "place", "views"
    )
    assert list(rows) == [(1, "outside", "hospital.example.org", 1), (1, "search", "3", 1), (2, "search", "3", 2)]


@pytest.fixture
def parking(transactional_db: None) -> Article:
    return Article.objects.create(title="Where can I park?", slug="parking")


@pytest.fixture
def kept(parking: Article, settings: object) -> Path:
    """A file of the journal with two views, left by a process that was killed."""
    file = Path(settings.KB_JOURNAL_DIR) / "0123456789abcdef0123456789abcdef.journal"
    file.parent.mkdir()
    file.write_text(f"2026-11-23 {parking.pk}\n" * 2)
    return file


@pytest.mark.parametrize("state", database.STATES)
def test_what_the_database_cannot_take_is_added_with_the_next_count_that_it_takes(
    parking, settings, state, monkeypatch
):
    with database.STATES[state]():
        counting.count_view(parking, on=TODAY)
        counting.count_view(parking, on=TODAY, revision=2, came_from=(SOURCE.SEARCH, "1"))
        counting.count_not_found(on=TODAY)
    before = counts()
    # As a second later
    monkeypatch.setattr(counting, "busy_until", 0.0)

    counting.count_view(parking, on=TODAY)

    assert before == []
    assert counts() == [("Where can I park?", TODAY, 2), ("Where can I park?", TODAY, 1)]
    assert list(ViewCount.objects.filter(views=1).values_list("revision_number", "source", "place")) == [
        (2, "search", "1")
    ]
    assert SearchCount.objects.values_list("day", "not_found").get() == (TODAY, 1)
    assert (list(Path(settings.KB_JOURNAL_DIR).iterdir()), AddedJournal.objects.count()) == ([], 0)


def test_one_reader_waits_half_a_second_for_a_lock_and_those_after_it_not_at_all(parking):
    taken = []
    with database.locked():
        for _ in range(20):
            began = time.monotonic()
            counting.count_view(parking, on=TODAY)
            taken.append(time.monotonic() - began)

    assert 0.4 < taken[0] < 1
    assert sum(taken[1:]) < 0.4


def test_staff_who_save_after_a_count_wait_as_long_as_ever(parking):
    asked = {"sqlite": "PRAGMA busy_timeout", "postgresql": "SHOW lock_timeout"}[connection.vendor]

    counting.count_view(parking, on=TODAY)

    with connection.cursor() as cursor:
        cursor.execute(asked)
        assert cursor.fetchone() in [(5000,), ("5s",)]


def test_a_start_adds_what_an_earlier_process_kept(parking, kept):
    counting.add_journal()

    assert counts() == [("Where can I park?", TODAY, 2)]
    assert (kept.exists(), AddedJournal.objects.count()) == (False, 0)


def test_a_process_killed_before_it_removed_the_file_has_its_counts_added_once(parking, kept):
    whole = kept.read_bytes()
    counting.add_journal()
    kept.write_bytes(whole)
    AddedJournal.objects.create(name=kept.stem)

    counting.add_journal()

    assert counts() == [("Where can I park?", TODAY, 2)]
    assert (kept.exists(), AddedJournal.objects.count()) == (False, 0)


def test_a_fault_in_the_middle_of_adding_a_file_leaves_it_as_it_was(parking, kept):
    kept.write_bytes(kept.read_bytes() + b"2026-11-24 0\n")

    with connection.execute_wrapper(failing_for("faq_searchcount")), pytest.raises(OperationalError):
        counting.add_journal()
    after_fault = counts()
    counting.add_journal()

    assert after_fault == []
    assert counts() == [("Where can I park?", TODAY, 2)]
    assert SearchCount.objects.get().not_found == 1


def failing_for(table: str) -> Callable:
    """A database that fails at `table`."""

    def run(execute: Callable, sql: str, *more: object) -> object:
        if table in sql:
            raise OperationalError
        return execute(sql, *more)

    return run


def test_an_article_that_is_gone_keeps_no_other_count_from_being_added(parking, kept):
    kept.write_bytes(b"2026-11-23 999\n" + kept.read_bytes())

    counting.add_journal()

    assert counts() == [("Where can I park?", TODAY, 2)]
    assert not kept.exists()


def test_where_neither_database_nor_folder_can_be_written_the_operator_is_told(parking, settings, caplog):
    settings.KB_JOURNAL_DIR = Path("/proc/clinic/counts")

    with database.read_only():
        counting.count_view(parking, on=TODAY)

    assert "A count could not be kept" in caplog.text
    assert counts() == []


def test_what_tables_of_a_newer_version_refuse_is_kept_until_a_version_comes_that_can_add_it(parking, settings):
    other = Article.objects.create(title="Other", slug="other")
    day = date(2026, 6, 1)
    counting.count_view(other, on=day)
    with connection.cursor() as cursor:
        cursor.execute("CREATE UNIQUE INDEX newer ON faq_viewcount (day)")
    try:
        counting.count_view(parking, on=day)
        counting.journal.append(counting.Entry(day, parking.pk))
        # Counts again, and would add what is kept; no reader hears of it
        counting.busy_until = 0.0
        counting.count_view(other, on=day)
        kept = len(list(Path(settings.KB_JOURNAL_DIR).iterdir()))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX newer")
    counting.add_journal()

    assert kept >= 1
    assert dict(ViewCount.objects.values_list("article__title", "views")) == {"Other": 2, parking.title: 2}
