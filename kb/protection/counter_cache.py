"""Django's cache "limits": counters that end by themselves, with nothing in them about whom they count."""

import os
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2s
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache.backends.base import BaseCache
from django.utils.crypto import salted_hmac

from kb.protection.host_counters import HostCounters

if TYPE_CHECKING:
    from kb.protection.redis_counters import RedisCounters


class CounterCache(BaseCache):
    """Counters of this host's processes and, where OPTIONS name a `redis_url`, of all hosts together.

    Redis gives the numbers, each host remembers the highest it was given until it ends in Redis, and counts on from
    there while Redis is away or has just started anew. So a limit holds on a host also then. Keys are hashed with a
    key of this site's secret, which is kept elsewhere: a copy of the memory names nobody. Of a cache's verbs it has
    those that limits need.
    """

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._path = str(location)
        self._redis_url = params.get("OPTIONS", {}).get("redis_url", "")

    def count(self, key: str, seconds: int, *, by: int = 1) -> int:
        """Add `by` to a counter and return its number; a new one ends after `seconds`, whatever is added meanwhile.

        Of several who count one at the same time, each gets a number of its own: one of them is the first.
        """
        hashed = _hashed(key)
        host = _host_counters(self._path)
        if self._redis_url:
            known = host.read([hashed]).get(hashed, 0)
            shared, remaining = _redis_counters(self._redis_url).count(hashed, seconds, by)
            # Else Redis is away, or has forgotten what this host remembers. The higher of two numbers that are counted
            # one after the other would not do: two who cross each other would both be the second, and nobody the first.
            if shared > known:
                host.raise_to(hashed, remaining, shared)
                return shared
        return host.count(hashed, seconds, by)

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, int]:
        """Return the numbers of those counters that have not run out."""
        hashes = {_hashed(key): key for key in keys}
        found: dict[str, int] = {}
        for store in self._stores():
            for hashed, number in store.read(hashes).items():
                found[hashes[hashed]] = max(number, found.get(hashes[hashed], number))
        return found

    def delete_many(self, keys: Iterable[str], version: int | None = None) -> None:
        hashes = [_hashed(key) for key in keys]
        for store in self._stores():
            store.delete(hashes)

    def clear(self) -> None:
        for store in self._stores():
            store.clear()

    def delete_expired(self) -> None:
        """Remove what has run out on this host, and keep no file open; for a start, before its processes part."""
        _host_counters(self._path).delete_expired()

    def _stores(self) -> list["HostCounters | RedisCounters"]:
        host = _host_counters(self._path)
        return [host, _redis_counters(self._redis_url)] if self._redis_url else [host]


# One for all threads of a process, though Django makes a cache for each thread: an SQLite file must not be opened
# while another thread of the same process writes to it. A process that parts from another uses none of its connections.
_host: dict[tuple[int, str], HostCounters] = {}
_redis: dict[tuple[int, str], "RedisCounters"] = {}


def _host_counters(path: str) -> HostCounters:
    return _host.get((os.getpid(), path)) or _host.setdefault((os.getpid(), path), HostCounters(path))


def _redis_counters(url: str) -> "RedisCounters":
    # Here, because loading that package takes a tenth of a second, which a site without Redis need not spend.
    from kb.protection.redis_counters import RedisCounters

    return _redis.get((os.getpid(), url)) or _redis.setdefault((os.getpid(), url), RedisCounters(url))


def _hashed(key: str) -> bytes:
    return blake2s(key.encode(), key=_hash_key(settings.SECRET_KEY), digest_size=16).digest()


@lru_cache
def _hash_key(secret: str) -> bytes:
    return salted_hmac("kb.limits", "", secret, algorithm="sha256").digest()
