"""The counters of the limits: one number for all hosts, and for one host while Redis is away."""

import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest

from kb.protection.counter_cache import CounterCache
from tests.product import ROOT

KEY = "sign-in by maria.huber from 203.0.113.9"


def counters(path: Path, redis_url: str = "") -> CounterCache:
    return CounterCache(str(path), {"OPTIONS": {"redis_url": redis_url}})


def test_nothing_in_the_file_tells_whom_it_counts(tmp_path):
    cache = counters(tmp_path / "a")

    assert (cache.count(KEY, 60), cache.count(KEY, 60), cache.get_many([KEY, "never"])) == (1, 2, {KEY: 2})
    cache.delete_many([KEY])
    cache.count(KEY, 60)

    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert len(kept) > 4096
    assert [part for part in (b"maria", b"203.0.113", b"sign-in") if part in kept] == []


def test_the_same_key_of_another_sites_secret_is_another_counter(tmp_path, settings):
    cache = counters(tmp_path / "a")
    cache.count(KEY, 60)

    settings.SECRET_KEY = "another " * 10

    assert cache.count(KEY, 60) == 1


def test_a_process_made_by_another_one_opens_the_file_anew(tmp_path):
    code = f"""
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()
from kb.protection.counter_cache import CounterCache
cache = CounterCache({str(tmp_path / "a")!r}, {{}})
cache.count("a", 60)
children = []
for _ in range(4):
    if (child := os.fork()) == 0:
        for _ in range(50):
            cache.count("a", 60)
        os._exit(0)
    children.append(child)
assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
print(cache.count("a", 60))
"""

    counted = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert counted.stdout == "202\n"


def test_a_site_without_redis_does_not_load_its_package(tmp_path):
    code = f"""
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()
from kb.protection.counter_cache import CounterCache
print(CounterCache({str(tmp_path / "a")!r}, {{}}).count("a", 60), "redis" in sys.modules)
"""

    counted = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert counted.stdout == "1 False\n"


@pytest.fixture
def two_hosts(tmp_path, redis_server) -> tuple[CounterCache, CounterCache]:
    return counters(tmp_path / "a", redis_server[0]), counters(tmp_path / "b", redis_server[0])


def test_two_hosts_count_together_in_redis(two_hosts):
    first, second = two_hosts

    numbers = [first.count(KEY, 60), second.count(KEY, 60), second.count(KEY, 60), first.count(KEY, 60)]

    assert numbers == [1, 2, 3, 4]
    assert [host.get_many([KEY]) for host in two_hosts] == [{KEY: 4}, {KEY: 4}]
    second.delete_many([KEY])
    assert second.count(KEY, 60) == 1


def test_of_many_who_count_at_once_on_two_hosts_each_has_a_number_of_its_own(two_hosts):
    """Every round, somebody is the first."""
    together = Barrier(8)

    def count(at: int) -> list[int]:
        numbers = []
        for round_number in range(40):
            together.wait(20)
            numbers.append(two_hosts[at % 2].count(f"{KEY} {round_number}", 60))
        return numbers

    with ThreadPoolExecutor(8) as pool:
        rounds = zip(*pool.map(count, range(8)), strict=True)

    assert [sorted(numbers) for numbers in rounds] == [list(range(1, 9))] * 40


def test_a_redis_that_started_anew_makes_nobody_the_first_again(two_hosts, redis_server):
    from redis import Redis

    first, _ = two_hosts
    before = [first.count(KEY, 60) for _ in range(3)]
    with Redis.from_url(redis_server[0]) as server:
        server.flushall()

    assert (before, [first.count(KEY, 60) for _ in range(2)], first.get_many([KEY])) == ([1, 2, 3], [4, 5], {KEY: 5})


def test_what_a_host_remembers_of_others_ends_when_it_ends_in_redis(two_hosts, redis_server, tmp_path):
    from redis import Redis

    first, second = two_hosts
    first.count(KEY, 60)
    with Redis.from_url(redis_server[0]) as server:
        server.expire(server.keys()[0], 20)

    assert second.count(KEY, 60) == 2

    with closing(sqlite3.connect(tmp_path / "b")) as remembered:
        assert remembered.execute("SELECT ends_at FROM counters").fetchone()[0] - time.monotonic() <= 20


def test_nothing_in_redis_tells_whom_it_counts_and_all_of_it_ends(two_hosts, redis_server):
    from redis import Redis

    two_hosts[0].count(KEY, 60)
    two_hosts[1].count(KEY, 30)

    with Redis.from_url(redis_server[0]) as server:
        (key,) = server.keys()
        assert (key[:10], len(key), server.get(key)) == (b"kb.limits:", 26, b"2")
        assert b"maria" not in key
        assert b"203.0.113" not in key
        assert 50 < server.ttl(key) <= 60


def test_what_a_host_has_counted_holds_while_redis_is_away(two_hosts, redis_server, caplog):
    first, _ = two_hosts
    before = [first.count(KEY, 60) for _ in range(4)]
    redis_server[1].kill()
    redis_server[1].wait()

    after = [first.count(KEY, 60) for _ in range(3)]

    assert (before, after, first.get_many([KEY])) == ([1, 2, 3, 4], [5, 6, 7], {KEY: 7})
    assert [record.getMessage() for record in caplog.records] == [
        "Redis does not answer (ConnectionError): the limits count on each host by itself"
    ]
