"""Counting with the whole product running: many readers at once, a database that is locked, and processes that die."""

import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.endurance import Site, read_and_kill, serving

pytestmark = [pytest.mark.slow, pytest.mark.start]
READERS = 100


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], scope="module")
def place(
    request: pytest.FixtureRequest, prepared: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """A folder with the clinic's own questions, and the address of the database, "" for SQLite."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    return shutil.copytree(prepared[0], tmp_path_factory.mktemp("clinic") / "data"), url


@pytest.fixture(scope="module")
def site(place: tuple[Path, str]) -> Iterator[Site]:
    """The product, served by two processes."""
    with serving(*place) as site:
        yield site


@pytest.fixture(scope="module")
def article(site: Site) -> str:
    return site.articles()[0]


def test_a_hundred_readers_at_once_add_exactly_a_hundred(site, article):
    before = site.views()
    together = threading.Barrier(READERS)

    def one(_: int) -> int:
        together.wait(30)
        return site.read(article).status

    with ThreadPoolExecutor(READERS) as pool:
        statuses = Counter(pool.map(one, range(READERS)))

    assert statuses == {200: READERS}
    assert site.views() - before == READERS


def test_a_reload_the_same_day_adds_nothing(site, article):
    tag = site.read(article).headers["ETag"]
    before = site.views()

    again = site.read(article, **{"If-None-Match": tag})
    after_an_edit = site.read(article, **{"If-None-Match": tag[: tag.rindex("-")] + '-another-edition"'})

    assert (again.status, after_an_edit.status) == (304, 200)
    assert site.views() == before


def test_robots_and_guesses_of_the_browser_add_nothing(site, article):
    before = site.views()

    site.read(article, **{"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"})
    site.read(article, **{"Sec-Purpose": "prefetch;prerender"})

    assert site.views() == before


def test_a_page_fetched_ahead_of_time_leaves_no_mark_that_would_hide_the_reader(site, article):
    ahead = site.read(article, **{"Sec-Purpose": "prefetch"})

    assert (ahead.status, ahead.headers["ETag"]) == (200, None)


def test_no_count_is_lost_or_made_up_when_processes_are_killed_and_the_database_is_locked(place):
    """The short form of `make soak`: what is counted, and what broken connections may do, stands in endurance.py."""
    with serving(*place) as site:
        crowd = read_and_kill(site, kills=3, counts=500)
        kept = site.kept_files()
    with serving(*place) as again:
        left = again.kept_files()

    assert crowd.lost_and_invented() == (0, 0)
    assert crowd.heard >= 500
    assert {"view", "yes", "no", "stuck", "yes taken back", "no taken back"} <= set(crowd.said())
    assert (crowd.refused, left) == ({}, [])
    # So the second start had something to add
    assert kept
