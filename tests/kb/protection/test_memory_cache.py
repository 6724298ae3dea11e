"""The cache of one process: bytes in, the same bytes out, never more memory than allowed."""

import threading
import time
import tracemalloc

import pytest

from kb.protection.memory_cache import MemoryCache


def a_cache(name: str, max_bytes: int = 1_000_000) -> MemoryCache:
    cache = MemoryCache(name, {"OPTIONS": {"max_bytes": max_bytes}})
    cache.clear()
    return cache


def test_every_thread_finds_what_one_of_them_kept():
    a_cache("shared").set("a", b"1")
    found = []

    thread = threading.Thread(
        target=lambda: found.append(MemoryCache("shared", {"OPTIONS": {"max_bytes": 9}}).get("a"))
    )
    thread.start()
    thread.join()

    assert found == [b"1"]


def test_what_was_asked_for_longest_ago_leaves_first():
    cache = a_cache("full", max_bytes=1200)

    for key in "abc":
        cache.set(key, bytes(100))
        cache.get("a")

    assert [cache.get(key) is not None for key in "abc"] == [True, False, True]


def test_addresses_of_60_000_letters_take_no_more_memory_than_allowed():
    cache, most = a_cache("letters", max_bytes=1_000_000), []
    tracemalloc.start()

    for number in range(3000):
        cache.set(f"{number:060000}", b"x")
        most.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()

    # The allowed million, and the key in hand
    assert max(most) < 1_300_000
    assert cache.get(f"{2999:060000}") == b"x"


def test_small_entries_take_no_more_memory_than_allowed():
    cache = a_cache("small", max_bytes=1_000_000)
    tracemalloc.start()

    for number in range(5000):
        cache.set(f"{number}", bytes(50))
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()

    assert taken < 1_000_000


def test_a_value_larger_than_the_cache_empties_nothing():
    cache = a_cache("large", max_bytes=2000)
    cache.set("a", b"1")

    cache.set("b", bytes(3000))

    assert (cache.get("a"), cache.get("b")) == (b"1", None)


def test_what_ran_out_is_gone(monkeypatch):
    cache = a_cache("times")
    cache.set("short", b"1", timeout=10)
    cache.set("long", b"2", timeout=None)
    now = time.time()

    monkeypatch.setattr(time, "time", lambda: now + 11)

    assert (cache.get("short"), cache.get("long")) == (None, b"2")


def test_deleting_and_clearing_give_the_room_back():
    cache = a_cache("room", max_bytes=1000)
    cache.set("a", bytes(300))
    deleted = (cache.delete("a"), cache.delete("a"))
    cache.set("b", bytes(300))
    cache.clear()

    cache.set("c", bytes(500))

    assert deleted == (True, False)
    assert (cache.get("b"), cache.get("c")) == (None, bytes(500))


@pytest.mark.parametrize("value", ["text", 1, None, bytearray(b"1")])
def test_only_bytes_are_kept(value):
    with pytest.raises(TypeError, match="This cache keeps bytes"):
        a_cache("bytes").set("a", value)


def test_many_threads_at_once_keep_the_account_straight():
    cache = a_cache("busy", max_bytes=20_000)

    def work(seed: int) -> None:
        for number in range(2000):
            cache.set(f"{(number * seed) % 97}", bytes(number % 500))
            cache.get(f"{number % 97}")
            cache.delete(f"{(number + seed) % 97}")

    threads = [threading.Thread(target=work, args=(seed,)) for seed in (3, 5, 7, 11)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number in range(97):
        cache.delete(f"{number}")
    cache.set("whole", bytes(19_600))

    assert cache.get("whole") == bytes(19_600)
