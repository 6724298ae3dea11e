"""The two caches: Redis that may go away, and the counts that one host must forget."""

import time

import pytest

from kb.protection.host_cache import HostMemoryCache
from kb.protection.redis_cache import ForgivingRedisCache


def test_redis_keeps_what_it_is_given(redis_server):
    cache = ForgivingRedisCache(redis_server[0], {})

    cache.set_many({"a": 1, "b": "two"})

    assert (cache.get_many(["a", "b", "c"]), cache.incr("a"), cache.add("a", 5)) == ({"a": 1, "b": "two"}, 2, False)


def test_while_redis_is_away_the_cache_is_empty_and_nothing_breaks(redis_server):
    address, process = redis_server
    cache = ForgivingRedisCache(address, {"OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 0.5}})
    cache.set("a", 1)
    process.kill()
    process.wait()

    read = [cache.get("a", "nothing"), cache.get_many(["a"]), "a" in cache, cache.touch("a"), cache.delete("a")]
    cache.set("a", 2)
    cache.set_many({"a": 3})
    cache.delete_many(["a"])
    cache.clear()

    assert read == ["nothing", {}, False, False, False]
    assert (cache.add("n", 1), cache.incr("n")) == (True, 1)


def test_while_redis_is_away_it_is_not_asked_again_at_once(redis_server):
    address, process = redis_server
    cache = ForgivingRedisCache(address, {})
    process.kill()
    process.wait()
    cache.get("a")
    begun = time.perf_counter()

    for _ in range(1000):
        cache.get("a")

    assert time.perf_counter() - begun < 0.5


@pytest.fixture
def counts(tmp_path):
    return HostMemoryCache(tmp_path / "counts", {"timeout": 60})


def test_processes_of_one_host_count_together(counts, tmp_path):
    other = HostMemoryCache(tmp_path / "counts", {"timeout": 60})

    added = [counts.add("k", 1), other.add("k", 1)]

    assert (added, other.incr("k"), counts.get("k")) == ([True, False], 2, 2)


def test_a_count_whose_time_is_over_leaves_no_trace(counts, tmp_path):
    counts.add("old", 1, timeout=0.05)
    time.sleep(0.1)

    counts.add("new", 1)

    assert len(list((tmp_path / "counts").glob("*.djcache"))) == 1


def test_asking_for_a_count_removes_all_whose_time_is_over(counts, tmp_path):
    counts.add("old", 1, timeout=0.05)
    time.sleep(0.1)

    counts.get("another")

    assert list((tmp_path / "counts").glob("*.djcache")) == []


def test_counting_on_keeps_the_time_of_the_end(counts):
    counts.add("k", 1, timeout=0.2)
    counts.incr("k")
    time.sleep(0.25)

    assert counts.get("k") is None
