"""An older version of this product, with a site of its own, and readers who go on reading while a newer one comes."""

import gzip
import http.client
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.endurance import PHONE
from tests.product import ROOT, Running, environment

# The version that made the file below
COMMIT = "e4a7f8c2ba9dd10f10bedda25b95397465381d4f"
_SITE = ROOT / "tests" / "data" / "site-before-upgrade.sqlite3.gz"
ARTICLE, OLD_ADDRESS = "/articles/book-a-blood-test/", "/articles/how-do-i-book-a-blood-test/"
# Seconds: ten pages in one
_PAUSE = 0.1


def put_site(folder: Path) -> Path:
    """Make `folder` the data folder of a site that the older version has served; return its database."""
    folder.mkdir(mode=0o700)
    (folder / "secret-key").write_text("k" * 60)
    database = folder / "db.sqlite3"
    database.write_bytes(gzip.decompress(_SITE.read_bytes()))
    return database


def is_known() -> bool:
    """Whether the older version can be taken from the history of this folder."""
    if not shutil.which("git"):
        return False
    return not subprocess.run(["git", "cat-file", "-e", COMMIT], cwd=ROOT, stderr=subprocess.DEVNULL).returncode


def unpack(folder: Path) -> Path:
    """Put the older version into `folder` and return it."""
    folder.mkdir()
    packed = subprocess.run(["git", "archive", COMMIT], cwd=ROOT, capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x", "-C", str(folder)], input=packed, check=True)
    return folder


def start(software: Path, folder: Path, port: int) -> Running:
    """Serve the site in `folder` with the older version at `software`."""
    return Running([sys.executable, "manage.py", "start"], folder, port, cwd=software).wait_until_open()


def manage(software: Path, folder: Path, *command: str, **values: object) -> subprocess.CompletedProcess:
    """Run `manage.py` of the version at `software` with its output caught."""
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=software,
        env=environment(folder, **values),
        capture_output=True,
        text=True,
        timeout=120,
    )


def take_over(folder: Path, port: int, *, software: Path = ROOT, **values: object) -> Running:
    """Start the version at `software`, which is this one unless it is named, in the place of the older one."""
    return Running([sys.executable, "manage.py", "start", "--take-over"], folder, port, cwd=software, **values)


def views(database: Path) -> int:
    """How many views of articles the database has counted."""
    with sqlite3.connect(database, timeout=30) as connection:
        return int(connection.execute("SELECT COALESCE(SUM(views), 0) FROM faq_viewcount").fetchone()[0])


@dataclass
class Readers:
    """What readers got, who ask ten times a second: articles, lists and the style sheet of the page they saw first."""

    port: int
    article: str = ARTICLE
    # Of the article's page
    words: str = "Book it online, by phone or at the desk."
    statuses: Counter[int] = field(default_factory=Counter)
    # In words, one for each answer that did not come or was another than 200
    errors: list[str] = field(default_factory=list)
    # Seconds of the slowest answer
    longest: float = 0.0
    # Answers that a view must be counted for
    counted: int = 0

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Within, they read."""
        ended = threading.Event()
        thread = threading.Thread(target=self._read, args=(ended,))
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _read(self, ended: threading.Event) -> None:
        # A style sheet of the older version must be there as long as its pages are on somebody's screen
        style = re.search(r'href="(/static/[^"]+\.css)"', self._page("/"))[1]
        paths = ["/", self.article, "/articles/", style, self.article]
        asked = 0
        due = time.monotonic()
        while not ended.is_set():
            self._ask(paths[asked % len(paths)])
            asked += 1
            # Ten a second, also where one took longer
            due += _PAUSE
            ended.wait(max(0.0, due - time.monotonic()))

    def _ask(self, path: str) -> None:
        began = time.monotonic()
        try:
            text = self._page(path)
        except (OSError, http.client.HTTPException, AssertionError) as error:
            self.errors.append(f"{path}: {error!r}")
        else:
            self.counted += path == self.article and self.words in text
        self.longest = max(self.longest, time.monotonic() - began)

    def _page(self, path: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path, headers={"User-Agent": PHONE})
            answer = connection.getresponse()
            text = answer.read().decode()
            self.statuses[answer.status] += 1
            assert answer.status == 200, f"status {answer.status}"
            return text
        finally:
            connection.close()
