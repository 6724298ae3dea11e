"""Counting with the whole product running: many readers at once, and processes that die in the middle of it."""

import http.client
import os
import re
import shutil
import signal
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.product import Running, started
from tests.services import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.start]
READERS, KILLS = 100, 20
PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36"
)


@dataclass
class Site:
    """The product on one of its databases, and the article that everybody reads."""

    running: Running
    article: str
    ask_database: Callable[[str], int]

    def views(self) -> int:
        return self.ask_database("SELECT COALESCE(SUM(views), 0) FROM faq_viewcount")

    def read(self, **headers: str) -> http.client.HTTPResponse | None:
        """One answer, or None when the connection broke before it came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout=20)
        try:
            connection.request("GET", self.article, headers={"User-Agent": PHONE, **headers})
            answer = connection.getresponse()
            answer.read()
            return answer
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def workers(self) -> list[int]:
        threads = Path(f"/proc/{self.running.process.pid}/task").glob("*/children")
        return [int(child) for thread in threads for child in thread.read_text().split()]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def site(
    request: pytest.FixtureRequest, prepared: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The clinic's own questions, served by two processes on each of the two databases."""
    folder = shutil.copytree(prepared[0], tmp_path_factory.mktemp("clinic") / "data")
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    settings = {"DATABASE_URL": url} if url else {}
    with started(folder, WEB_WORKERS=2, **settings) as running:
        article = re.search(r'href="(/articles/[^"]+/)"', running.ask("/articles/")[1])[1]
        yield Site(running, article, _postgres(url) if url else _sqlite(folder / "db.sqlite3"))


def _sqlite(file: Path) -> Callable[[str], int]:
    def ask(question: str) -> int:
        connection = sqlite3.connect(file)
        try:
            return connection.execute(question).fetchone()[0]
        finally:
            connection.close()

    return ask


def _postgres(url: str) -> Callable[[str], int]:
    def ask(question: str) -> int:
        with psycopg.connect(url) as connection:
            return int(connection.execute(question).fetchone()[0])

    return ask


def test_a_hundred_readers_at_once_add_exactly_a_hundred(site):
    before = site.views()
    together = threading.Barrier(READERS)

    def one(_: int) -> int:
        together.wait(30)
        return site.read().status

    with ThreadPoolExecutor(READERS) as pool:
        statuses = Counter(pool.map(one, range(READERS)))

    assert statuses == {200: READERS}
    assert site.views() - before == READERS


def test_a_reload_the_same_day_adds_nothing(site):
    tag = site.read().headers["ETag"]
    before = site.views()

    again = site.read(**{"If-None-Match": tag})
    after_an_edit = site.read(**{"If-None-Match": tag[: tag.rindex("-")] + '-another-edition"'})

    assert (again.status, after_an_edit.status) == (304, 200)
    assert site.views() == before


def test_robots_and_guesses_of_the_browser_add_nothing(site):
    before = site.views()

    site.read(**{"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"})
    site.read(**{"Sec-Purpose": "prefetch;prerender"})

    assert site.views() == before


def test_a_page_fetched_ahead_of_time_leaves_no_mark_that_would_hide_the_reader(site):
    ahead = site.read(**{"Sec-Purpose": "prefetch"})

    assert (ahead.status, ahead.headers["ETag"]) == (200, None)


class Crowd:
    """Eight readers who go on reading until told to stop, and what came of it: "200", or "none" for a broken answer."""

    def __init__(self, site: Site) -> None:
        self.outcomes: Counter[str] = Counter()
        self._site, self._over, self._lock = site, threading.Event(), threading.Lock()
        self._threads = [threading.Thread(target=self._keep_reading) for _ in range(8)]
        for thread in self._threads:
            thread.start()

    def _keep_reading(self) -> None:
        while not self._over.is_set():
            answer = self._site.read()
            with self._lock:
                self.outcomes["none" if answer is None else str(answer.status)] += 1

    def go_home(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(30)


def test_no_acknowledged_view_is_lost_when_processes_are_killed(site):
    before = site.views()

    crowd = Crowd(site)
    for kill in range(KILLS):
        enough = crowd.outcomes["200"] + 20
        wait_until(lambda enough=enough: crowd.outcomes["200"] > enough, "twenty more have read")
        workers = site.workers()
        os.kill(workers[kill % len(workers)], signal.SIGKILL)
    crowd.go_home()

    stored, outcomes = site.views() - before, crowd.outcomes
    assert outcomes["200"] <= stored <= outcomes["200"] + outcomes["none"]
    assert set(outcomes) <= {"200", "none"}
    assert outcomes["200"] >= 20 * KILLS
