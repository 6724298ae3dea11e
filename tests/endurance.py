"""Counting under load, with the whole product running: readers, a lock held now and then, processes that are killed.

Readers come through a proxy, each from an address of their own. They open articles, answer “Did this help?”, some of
them change their answer on the page of thanks, and they press “Stuck here”. Something *counts* when its answer came
whole: it must be stored, exactly once. What broke because the process was killed may have been counted or not, never
twice; whoever pressed a button then presses it again. So of each article and each thing to say of it
answered <= stored <= answered + broken; what is missing below is *lost*, what is too much above is *invented*.
"""

import http.client
import itertools
import os
import random
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

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
_SAID = """
    SELECT r.slug, f.answer, SUM(f.times), SUM(f.taken_back) FROM faq_feedbackcount f
    JOIN faq_article a ON a.id = f.article_id JOIN faq_revision r ON r.id = a.live_id GROUP BY r.slug, f.answer
"""
_LOCKED = "faq_viewcount, faq_feedbackcount, faq_addedjournal"
ADDRESS = "https://help.example.org"
# What a proxy in front of the site adds, but for who asks
_PROXY = {"Host": "help.example.org", "X-Forwarded-Proto": "https", "User-Agent": PHONE}
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
_ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
# An article, and what was said of it: "view", "yes", "no", "stuck", "yes taken back" ...
Key = tuple[str, str]


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

    def stored(self) -> Counter[Key]:
        """Everything that was counted."""
        found = Counter({(f"/articles/{slug}/", "view"): views for slug, views in self.views_by_slug().items()})
        with self._connection() as connection:
            for slug, answer, times, taken_back in connection.execute(_SAID).fetchall():
                found[f"/articles/{slug}/", answer] = int(times)
                found[f"/articles/{slug}/", f"{answer} taken back"] = int(taken_back)
        return found

    def with_steps(self) -> set[str]:
        """The addresses of articles that have a step."""
        robot = {"User-Agent": _ROBOT}
        return {article for article in self.articles() if b'name="stuck"' in self.ask(article, headers=robot)[1]}

    def read(self, address: str, **headers: str) -> http.client.HTTPResponse | None:
        """One answer, or None when the connection broke before it came."""
        return self.ask(address, headers=headers)[0]

    def press(self, article: str, *, reader: str, **sent: str) -> http.client.HTTPResponse | None:
        """Send the form of an article from the address `reader`; one answer, or None when the connection broke."""
        headers = {**_FORM, "X-Forwarded-For": reader}
        return self.ask(f"{article}feedback/", "POST", body=urlencode(sent), headers=headers)[0]

    def ask(
        self, address: str, method: str = "GET", *, body: str | None = None, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse | None, bytes]:
        """One answer with its body, or (None, b"") when the connection broke before it came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout=20)
        try:
            connection.request(method, address, body, {**_PROXY, "Accept-Encoding": "identity", **headers})
            answer = connection.getresponse()
            return answer, answer.read()
        except (OSError, http.client.HTTPException):
            return None, b""
        finally:
            connection.close()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Another program holds the write lock of the database."""
        with self._connection() as connection:
            if self.database_url:
                connection.execute(f"LOCK TABLE {_LOCKED} IN EXCLUSIVE MODE")
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
    with started(folder, WEB_WORKERS=2, SITE_URL=ADDRESS, **settings) as running:
        yield Site(running, folder, database_url)


class Crowd:
    """Readers who go on reading and answering, article by article, until told to go home; what came of it."""

    def __init__(self, site: Site, readers: int = 8) -> None:
        self.answered: Counter[Key] = Counter()
        self.broken: Counter[Key] = Counter()
        # Answers of the site: a changed answer is one, and stands in two counts
        self.heard = 0
        # Statuses other than what a reader is to see
        self.refused: Counter[int] = Counter()
        # Seconds, but for presses that are made again
        self.slowest = 0.0
        self._site, self._articles, self._with_steps = site, site.articles(), site.with_steps()
        self._before = site.stored()
        self._addresses = itertools.count(random.randrange(2**23))
        self._over, self._lock = threading.Event(), threading.Lock()
        self._threads = [threading.Thread(target=self._keep_reading, args=[number]) for number in range(readers)]
        for thread in self._threads:
            thread.start()

    def wait_for_more(self, counts: int) -> None:
        enough = self.heard + counts
        wait_until(lambda: self.heard >= enough, f"{counts} more were counted", seconds=120)

    def go_home(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(60)

    def lost_and_invented(self) -> tuple[int, int]:
        """Compare what was answered with what the database holds, article by article, answer by answer."""
        lost = invented = 0
        stored = self._site.stored()
        for key in {*stored, *self.answered}:
            added = stored[key] - self._before[key]
            lost += max(0, self.answered[key] - added)
            invented += max(0, added - self.answered[key] - self.broken[key])
        return lost, invented

    def said(self) -> Counter[str]:
        """How often each thing was answered."""
        found: Counter[str] = Counter()
        for (_, what), times in self.answered.items():
            found[what] += times
        return found

    def _keep_reading(self, number: int) -> None:
        """Of three readers one opens an article, one answers, every other time with a second thought, one is stuck."""
        while not self._over.is_set():
            article = self._articles[number // 3 % len(self._articles)]
            kind, answer = number % 3, ("yes", "no")[number // 3 % 2]
            if kind == 1 or (kind == 2 and article not in self._with_steps):
                self._vote(article, answer, is_changed=number // 6 % 2 == 1)
            elif kind == 2:
                self._press(article, self._new_reader(), [(article, "stuck")], stuck="1")
            else:
                began = time.monotonic()
                answer_of_site = self._site.read(article, **{"X-Forwarded-For": self._new_reader()})
                self._note([(article, "view")], answer_of_site, time.monotonic() - began, is_well=200)
            number += 1

    def _vote(self, article: str, answer: str, *, is_changed: bool) -> None:
        reader, other = self._new_reader(), "no" if answer == "yes" else "yes"
        token = self._press(article, reader, [(article, answer)], helpful=answer)
        if token and is_changed:
            self._press(
                article, reader, [(article, other), (article, f"{answer} taken back")], helpful=other, token=token
            )

    def _press(self, article: str, reader: str, keys: list[Key], **sent: str) -> str:
        """Press, again and again while the connection breaks; return the token that the page of thanks would carry."""
        is_first = True
        while is_first or not self._over.is_set():
            began = time.monotonic()
            answer = self._site.press(article, reader=reader, **sent)
            location = answer.headers.get("Location", "") if answer else ""
            is_well = 302 if "token=" in location else 0
            self._note(keys, answer, time.monotonic() - began if is_first else 0, is_well=is_well)
            if answer:
                return parse_qs(urlsplit(location).query).get("token", [""])[0]
            is_first = False
        return ""

    def _note(self, keys: list[Key], answer: http.client.HTTPResponse | None, seconds: float, *, is_well: int) -> None:
        with self._lock:
            if answer is None:
                self.broken.update(keys)
            elif answer.status != is_well:
                self.refused[answer.status] += 1
            else:
                self.answered.update(keys)
                self.heard += 1
                self.slowest = max(self.slowest, seconds)

    def _new_reader(self) -> str:
        """An address that nobody has."""
        return f"10.{ip_address(next(self._addresses)).exploded.partition('.')[2]}"


def read_and_kill(site: Site, *, kills: int, counts: int, say: Callable[[str], None] = lambda line: None) -> Crowd:
    """Let a crowd be heard about `counts` times while `kills` processes are killed, every other one with a lock held.

    At the end the whole product is killed with a lock held, so that counts are still in files; the caller starts it
    again and asks the crowd what was lost.
    """
    crowd, share = Crowd(site), counts // (2 * kills + 1) + 1
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
        say(f"{number + 1} of {kills} killed, {crowd.heard:,} answered")
    with site.locked():
        crowd.wait_for_more(share)
        crowd.go_home()
        site.kill_all()
    return crowd
