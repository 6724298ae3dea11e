"""Counting under load, with the whole product running: readers, a lock held now and then, processes that are killed.

A reader *counts* when the answer 200 came whole: that view must be stored, exactly once. One whose connection broke
because the process was killed may have been counted or not, never twice. So of each article
answered <= stored <= answered + broken; what is missing below is *lost*, what is too much above is *invented*.
"""

import http.client
import os
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.product import Running, started
from tests.services import answers, wait_until

PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36"
)
VIEWS = """
    SELECT r.slug, COALESCE(SUM(v.views), 0) FROM faq_article a JOIN faq_revision r ON r.id = a.live_id
    LEFT JOIN faq_viewcount v ON v.article_id = a.id GROUP BY r.slug
"""


@dataclass
class Site:
    """The product on one of its databases, and the articles that everybody reads."""

    running: Running
    folder: Path
    database_url: str

    def articles(self) -> list[str]:
        """Their addresses."""
        return [f"/articles/{slug}/" for slug in sorted(self.views_by_slug())]

    def views(self) -> int:
        return sum(self.views_by_slug().values())

    def views_by_slug(self) -> dict[str, int]:
        with self._connection() as connection:
            return {slug: int(views) for slug, views in connection.execute(VIEWS).fetchall()}

    def read(self, address: str, **headers: str) -> http.client.HTTPResponse | None:
        """One answer, or None when the connection broke before it came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout=20)
        try:
            connection.request("GET", address, headers={"User-Agent": PHONE, **headers})
            answer = connection.getresponse()
            answer.read()
            return answer
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Another program holds the write lock of the database."""
        with self._connection() as connection:
            if self.database_url:
                connection.execute("LOCK TABLE faq_viewcount, faq_addedjournal IN EXCLUSIVE MODE")
            else:
                connection.execute("BEGIN IMMEDIATE")
            yield

    def kill_one(self, number: int) -> None:
        wait_until(lambda: self.workers(), "there is a process to kill")
        workers = self.workers()
        os.kill(workers[number % len(workers)], signal.SIGKILL)

    def kill_all(self) -> None:
        """The whole product at once, as a machine does that has no memory left."""
        for process in (self.running.process.pid, *self.workers()):
            os.kill(process, signal.SIGKILL)
        self.running.process.wait(20)
        wait_until(lambda: not answers(self.running.port), "nobody holds the port")

    def workers(self) -> list[int]:
        threads = Path(f"/proc/{self.running.process.pid}/task").glob("*/children")
        return [int(child) for thread in threads for child in thread.read_text().split()]

    def kept_files(self) -> list[str]:
        """The files of counts that are still to be added."""
        return sorted(file.name for file in (self.folder / "counts").glob("*.journal"))

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection | psycopg.Connection]:
        connection = (
            psycopg.connect(self.database_url)
            if self.database_url
            else sqlite3.connect(self.folder / "db.sqlite3", isolation_level=None, timeout=20)
        )
        try:
            yield connection
            connection.rollback()
        finally:
            connection.close()


@contextmanager
def serving(folder: Path, database_url: str = "") -> Iterator[Site]:
    """The product with two processes, on SQLite in `folder` or on a PostgreSQL; stopped at the end if it still runs."""
    settings = {"DATABASE_URL": database_url} if database_url else {}
    with started(folder, WEB_WORKERS=2, **settings) as running:
        yield Site(running, folder, database_url)


class Crowd:
    """Readers who go on reading, each the next article, until told to go home; what came of it, by article."""

    def __init__(self, site: Site, readers: int = 8) -> None:
        self.answered: Counter[str] = Counter()
        self.broken: Counter[str] = Counter()
        # Statuses other than 200
        self.refused: Counter[int] = Counter()
        # Seconds
        self.slowest = 0.0
        self._site, self._articles, self._before = site, site.articles(), site.views_by_slug()
        self._over, self._lock = threading.Event(), threading.Lock()
        self._threads = [threading.Thread(target=self._keep_reading, args=[number]) for number in range(readers)]
        for thread in self._threads:
            thread.start()

    def wait_for_more(self, views: int) -> None:
        enough = self.answered.total() + views
        wait_until(lambda: self.answered.total() >= enough, f"{views} more have read", seconds=120)

    def go_home(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(60)

    def lost_and_invented(self) -> tuple[int, int]:
        """Compare what was answered with what the database holds, article by article."""
        lost = invented = 0
        for slug, views in self._site.views_by_slug().items():
            article, stored = f"/articles/{slug}/", views - self._before[slug]
            lost += max(0, self.answered[article] - stored)
            invented += max(0, stored - self.answered[article] - self.broken[article])
        return lost, invented

    def _keep_reading(self, number: int) -> None:
        while not self._over.is_set():
            article = self._articles[number % len(self._articles)]
            number += 1
            began = time.monotonic()
            answer = self._site.read(article)
            self._note(article, answer, time.monotonic() - began)

    def _note(self, article: str, answer: http.client.HTTPResponse | None, seconds: float) -> None:
        with self._lock:
            if answer is None:
                self.broken[article] += 1
            elif answer.status != 200:
                self.refused[answer.status] += 1
            else:
                self.answered[article] += 1
                self.slowest = max(self.slowest, seconds)


def read_and_kill(site: Site, *, kills: int, views: int, say: Callable[[str], None] = lambda line: None) -> Crowd:
    """Let a crowd read about `views` times while `kills` processes are killed, every other one while a lock is held.

    At the end the whole product is killed with a lock held, so that counts are still in files; the caller starts it
    again and asks the crowd what was lost.
    """
    crowd, share = Crowd(site), views // (2 * kills + 1) + 1
    for number in range(kills):
        if number % 2:
            with site.locked():
                crowd.wait_for_more(share)
                site.kill_one(number)
                crowd.wait_for_more(share // 2)
            crowd.wait_for_more(share // 2)
        else:
            crowd.wait_for_more(share)
            site.kill_one(number)
            crowd.wait_for_more(share)
        say(f"{number + 1} of {kills} killed, {crowd.answered.total():,} answered")
    with site.locked():
        crowd.wait_for_more(share)
        crowd.go_home()
        site.kill_all()
    return crowd
