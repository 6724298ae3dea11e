"""Counters in a Redis that may go away: nobody waits for it, and it is asked again."""

import time

import pytest

from kb.protection import redis_counters
from kb.protection.redis_counters import RedisCounters
from tests import services


@pytest.fixture
def away(redis_server) -> tuple[RedisCounters, str]:
    """Counters whose Redis was killed, and its address."""
    url, process = redis_server
    counters = RedisCounters(url)
    counters.count(b"a", 60)
    process.kill()
    process.wait()
    return counters, url


def test_a_redis_that_is_away_says_nothing(away):
    counters, _ = away

    said = [counters.count(b"a", 60)[0], counters.read([b"a"])]
    counters.delete([b"a"])
    counters.clear()

    assert said == [0, {}]


def test_while_redis_is_away_it_is_not_asked_again_at_once(away):
    counters, _ = away
    counters.count(b"a", 60)
    begun = time.perf_counter()

    for _ in range(1000):
        counters.count(b"a", 60)

    assert time.perf_counter() - begun < 0.5


def test_a_redis_that_answers_again_counts_again(away, monkeypatch, caplog):
    counters, url = away
    monkeypatch.setattr(redis_counters, "RETRY_SECONDS", 0)
    counters.count(b"a", 60)

    with services.redis(port=int(url.rpartition(":")[2].partition("/")[0])):
        numbers = [counters.count(b"a", 60)[0], counters.count(b"a", 60)[0]]

    assert numbers == [1, 2]
    assert [record.getMessage() for record in caplog.records] == [
        "Redis does not answer (ConnectionError): the limits count on each host by itself",
        "Redis answers again: the limits count for all hosts together",
    ]


def test_only_counters_are_cleared(redis_server):
    from redis import Redis

    counters = RedisCounters(redis_server[0])
    counters.count(b"a", 60)
    with Redis.from_url(redis_server[0]) as server:
        server.set("of another program", 1)

        counters.clear()

        assert server.keys() == [b"of another program"]
