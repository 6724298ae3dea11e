"""The database is away: readers are told at once, it is asked again now and then, and then all is as before."""

import threading
import time
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.test import Client

from faq import on_time
from tests import database
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


class Silence:
    """A database that lets everybody wait for five seconds of this clock, and then has not answered."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = time.monotonic()
        self.asked = 0
        self.is_away = True
        self._edition = on_time.edition
        monkeypatch.setattr(on_time, "time", SimpleNamespace(monotonic=lambda: self.now))
        monkeypatch.setattr(on_time, "edition", self.edition)

    def edition(self) -> on_time.EditionRow:
        self.asked += 1
        if not self.is_away:
            return self._edition()
        self.now += 5
        raise OperationalError("timeout expired")


@pytest.fixture
def silence(monkeypatch: pytest.MonkeyPatch) -> Silence:
    return Silence(monkeypatch)


@pytest.mark.parametrize("path", ["/", "/articles/parking/", "/search/?q=parking", "/no/such/page", "/robots.txt"])
def test_readers_get_a_page_and_search_engines_may_come_again(reader: Client, path: str):
    with database.away():
        answer = reader.get(path)

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "You did nothing wrong. Please try again in a few minutes." in answer.text
    assert "no-store" in answer["Cache-Control"]


def test_what_watches_over_the_site_is_answered_by_the_page_that_knows(reader: Client):
    with database.away():
        alive, ready = reader.get("/healthz"), reader.get("/readyz")

    assert alive.status_code == 200
    assert (ready.status_code, "database: ok" in ready.text) == (503, False)


def test_nobody_else_waits_while_it_is_silent(reader: Client, silence: Silence, caplog: pytest.LogCaptureFixture):
    statuses = [reader.get("/").status_code for _ in range(10)]
    asked = silence.asked
    silence.now += 5
    statuses.append(reader.get("/").status_code)

    assert (set(statuses), asked, silence.asked) == ({503}, 1, 2)
    # One line for all of it
    assert [record.getMessage() for record in caplog.records] == [
        "The database does not answer (OperationalError): readers are told to try again later"
    ]


def test_one_reader_at_a_time_finds_out_whether_it_is_back(
    reader: Client, silence: Silence, monkeypatch: pytest.MonkeyPatch
):
    reader.get("/")
    silence.now += 5
    begun, may_end = threading.Event(), threading.Event()

    def wait() -> on_time.EditionRow:
        begun.set()
        assert may_end.wait(10)
        raise OperationalError

    monkeypatch.setattr(on_time, "edition", wait)
    first = threading.Thread(target=on_time._database.edition)
    first.start()
    assert begun.wait(10)
    second = reader.get("/").status_code
    may_end.set()
    first.join(10)

    assert second == 503


def test_all_is_as_before_once_it_is_back(reader: Client, silence: Silence):
    article = make_article("Where can I park?")
    away = reader.get("/").status_code
    silence.is_away = False
    too_early = reader.get("/").status_code
    silence.now += 5
    back = reader.get(article.get_absolute_url())

    assert (away, too_early, back.status_code) == (503, 503, 200)
    assert "Where can I park?" in back.text
