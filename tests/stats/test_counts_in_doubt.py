"""A count with whose commit PostgreSQL goes away: asked about when it is back, then counted once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from unittest import mock

import pytest
from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper

from faq.models import AddedJournal, Article, ViewCount
from faq.models.request_writes import InDoubtError, brief_commit, was_stored
from faq.stats import counting

TODAY = date(2026, 11, 23)


@pytest.fixture
def parking(transactional_db: None) -> Article:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connection that can break")
    return Article.objects.create(title="Where can I park?", slug="parking")


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "_PAUSE", 0)


def views() -> int:
    return sum(ViewCount.objects.values_list("views", flat=True))


@contextmanager
def cut_off_at_the_commit(*, stored: bool) -> Iterator[None]:
    """The server ends the session with the commit, before or after it has stored it: no answer arrives."""
    commit = connection.commit

    def cut_off() -> None:
        if stored:
            commit()
        end_session()
        if stored:
            raise OperationalError("server closed the connection unexpectedly")
        commit()

    with mock.patch.object(connection, "commit", cut_off):
        yield
    connection.close()


def end_session() -> None:
    with another_session() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
        assert cursor.fetchone() == (True,)


@contextmanager
def another_session() -> Iterator[CursorWrapper]:
    """With the first statement begins a transaction, stored at the end."""
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            yield cursor
        other.commit()
    finally:
        other.close()


@pytest.mark.parametrize("stored", [True, False])
def test_it_is_counted_once_whether_it_was_stored_or_not(parking, settings, stored):
    counting.count_view(parking, on=TODAY)
    with cut_off_at_the_commit(stored=stored):
        counting.count_view(parking, on=TODAY)
    at_first = views()
    counting.add_journal()

    assert (at_first, views()) == (1 + stored, 2)
    assert (list(Path(settings.KB_JOURNAL_DIR).iterdir()), AddedJournal.objects.count()) == ([], 0)


def test_nothing_is_in_doubt_before_the_commit(parking):
    def read_in_an_ended_session() -> None:
        with brief_commit():
            end_session()
            ViewCount.objects.count()

    with pytest.raises(OperationalError) as raised:
        read_in_an_ended_session()
    connection.close()

    assert not isinstance(raised.value, InDoubtError)


def test_what_is_still_under_way_is_neither_counted_nor_dropped(parking):
    with another_session() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text")
        (number,) = cursor.fetchone()
        counting.journal.append(counting.Entry(TODAY, parking.pk, in_doubt=number))
        counting.count_view(parking, on=TODAY)
        before = views()
    counting.add_journal()

    # It was stored: there was nothing in it
    assert (before, views()) == (1, 1)


def test_what_the_server_has_forgotten_is_not_made_up_and_said(parking, caplog):
    counting.journal.append(counting.Entry(TODAY, parking.pk, in_doubt="3"))

    counting.add_journal()

    assert views() == 0
    assert counting.UNKNOWABLE in caplog.text


def test_a_server_that_lost_its_last_moments_has_not_stored_what_was_in_them(parking):
    counting.journal.append(counting.Entry(TODAY, parking.pk, in_doubt="999999999"))

    counting.add_journal()

    assert views() == 1


def test_a_commit_that_others_bar_is_given_up_as_soon_as_a_reader_may_wait(parking):
    with transaction.atomic():
        assert was_stored("999999999") is False
    with brief_commit(), connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        brief = cursor.fetchone()
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert (brief, cursor.fetchone()) == (("500ms",), ("5s",))


@pytest.mark.django_db
def test_on_another_database_a_number_says_nothing(caplog):
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL gives the numbers")
    parking = Article.objects.create(title="Where can I park?", slug="parking")
    counting.journal.append(counting.Entry(TODAY, parking.pk, in_doubt="3"))

    counting.add_journal()

    assert views() == 0
    assert counting.UNKNOWABLE in caplog.text
