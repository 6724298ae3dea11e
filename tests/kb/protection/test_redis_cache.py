"""The cache in Redis: bytes as they are, and a Redis that may go away at any time."""

import logging
import signal
import subprocess
import time

import pytest
import redis

from kb.protection import redis_cache
from kb.protection.redis_cache import FaultTolerantRedisCache
from kb.settings import REDIS
from tests.services import answers, wait_until


@pytest.fixture
def cache(redis_server):
    return FaultTolerantRedisCache(redis_server[0], REDIS)


def kill(process: subprocess.Popen) -> None:
    process.kill()
    process.wait()


def test_redis_holds_the_bytes_that_it_is_given(cache, redis_server):
    cache.set("a", b"\x80 as it is")

    assert redis.from_url(redis_server[0]).get(cache.make_key("a")) == b"\x80 as it is"
    assert cache.get("a") == b"\x80 as it is"
    assert cache.get("b", "nothing") == "nothing"


@pytest.mark.parametrize("value", ["text", 1, None, {"a": 1}])
def test_only_bytes_are_kept(cache, value):
    with pytest.raises(TypeError, match="This cache keeps bytes"):
        cache.set("a", value)


def test_what_redis_holds_is_never_unpickled(cache, redis_server):
    redis.from_url(redis_server[0]).set(cache.make_key("a"), b"\x80\x04K\x01.")

    assert cache.get("a") == b"\x80\x04K\x01."


def test_while_redis_is_away_the_cache_is_empty_and_nothing_breaks(cache, redis_server):
    cache.set("a", b"1")
    kill(redis_server[1])

    cache.set("a", b"2")

    assert cache.get("a", "nothing") == "nothing"


def test_while_redis_is_away_it_is_not_asked_again_at_once_and_one_line_says_so(cache, redis_server, caplog):
    kill(redis_server[1])
    cache.get("a")
    begun = time.perf_counter()

    for _ in range(1000):
        FaultTolerantRedisCache(redis_server[0], REDIS).get("a")

    assert time.perf_counter() - begun < 0.5
    assert caplog.messages == ["Redis does not answer (ConnectionError): pages take longer until it does"]


def test_a_redis_that_stays_away_is_told_of_once(cache, redis_server, monkeypatch, caplog):
    monkeypatch.setattr(redis_cache, "RETRY_SECONDS", 0)
    kill(redis_server[1])

    for _ in range(3):
        cache.get("a")

    assert len(caplog.messages) == 1


def test_a_redis_that_hangs_costs_half_a_second_once(cache, redis_server):
    redis_server[1].send_signal(signal.SIGSTOP)
    begun = time.perf_counter()

    found = [cache.get("a"), cache.get("a")]

    redis_server[1].send_signal(signal.SIGCONT)
    assert found == [None, None]
    assert time.perf_counter() - begun < 1.5


def test_a_redis_that_came_back_is_used_again(cache, redis_server, monkeypatch, caplog):
    monkeypatch.setattr(redis_cache, "RETRY_SECONDS", 0)
    address, process = redis_server
    kill(process)
    cache.set("a", b"lost")
    port = address.rpartition(":")[2].partition("/")[0]
    again = subprocess.Popen(["redis-server", "--port", port, "--save", ""], stdout=subprocess.DEVNULL)
    wait_until(lambda: answers(int(port)), "Redis is back")

    with caplog.at_level(logging.WARNING):
        cache.set("a", b"1")
        found = cache.get("a")

    again.terminate()
    again.wait(10)
    assert found == b"1"
    assert caplog.messages[-1] == "Redis answers again"
