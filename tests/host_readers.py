"""Readers of several hosts: what each was answered, to be compared with what the database holds in the end."""

import http.client
import threading
import time
from collections import Counter
from typing import Protocol

from tests.services import wait_until


class Views(Protocol):
    """Hosts that serve the same articles; `retried` counts, by article, what a proxy asked of a second one."""

    retried: Counter[str]

    def articles(self) -> list[str]: ...

    def views_by_slug(self) -> dict[str, int]: ...

    def read(self, address: str) -> http.client.HTTPResponse | None: ...


class Readers:
    """Readers who go on reading, each the next article, until told to go home; what came of it, by article."""

    def __init__(self, hosts: Views, readers: int = 8) -> None:
        self.answered: Counter[str] = Counter()
        self.broken: Counter[str] = Counter()
        # Statuses other than 200
        self.refused: Counter[int] = Counter()
        # Seconds
        self.slowest = 0.0
        self._hosts, self._articles, self._before = hosts, hosts.articles(), hosts.views_by_slug()
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
        self.broken += self._hosts.retried
        self._hosts.retried.clear()
        lost = invented = 0
        for slug, views in self._hosts.views_by_slug().items():
            article, stored = f"/articles/{slug}/", views - self._before[slug]
            lost += max(0, self.answered[article] - stored)
            invented += max(0, stored - self.answered[article] - self.broken[article])
        return lost, invented

    def _keep_reading(self, number: int) -> None:
        while not self._over.is_set():
            article = self._articles[number % len(self._articles)]
            number += 1
            began = time.monotonic()
            answer = self._hosts.read(article)
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
