"""The cache of a site with Redis, which may go away."""

import time

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
