"""The cache of a clinic with Redis: while Redis is down the site is slower, never broken."""

import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

REST_SECONDS = 5


class ForgivingRedisCache(RedisCache):
    """Redis, whose absence looks like an empty cache."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = ForgivingClient


class ForgivingClient(RedisCacheClient):
    """Answers as an empty cache while Redis is away, and asks it again every few seconds."""

    _away_until = 0.0

    def _try(self, ask: Callable[[], Any], otherwise: Any) -> Any:
        if time.monotonic() < self._away_until:
            return otherwise
        try:
            return ask()
        except (RedisError, OSError):
            self._away_until = time.monotonic() + REST_SECONDS
            return otherwise

    def add(self, key: str, value: Any, timeout: int | None) -> bool:
        return self._try(lambda: super(ForgivingClient, self).add(key, value, timeout), True)

    def get(self, key: str, default: Any) -> Any:
        return self._try(lambda: super(ForgivingClient, self).get(key, default), default)

    def set(self, key: str, value: Any, timeout: int | None) -> None:
        self._try(lambda: super(ForgivingClient, self).set(key, value, timeout), None)

    def touch(self, key: str, timeout: int | None) -> bool:
        return self._try(lambda: super(ForgivingClient, self).touch(key, timeout), False)

    def delete(self, key: str) -> bool:
        return self._try(lambda: super(ForgivingClient, self).delete(key), False)

    def get_many(self, keys: list[str]) -> dict[str, Any]:
        return self._try(lambda: super(ForgivingClient, self).get_many(keys), {})

    def has_key(self, key: str) -> bool:
        return self._try(lambda: super(ForgivingClient, self).has_key(key), False)

    def incr(self, key: str, delta: int) -> int:
        return self._try(lambda: super(ForgivingClient, self).incr(key, delta), delta)

    def set_many(self, data: dict[str, Any], timeout: int | None) -> None:
        self._try(lambda: super(ForgivingClient, self).set_many(data, timeout), None)

    def delete_many(self, keys: list[str]) -> None:
        self._try(lambda: super(ForgivingClient, self).delete_many(keys), None)

    def clear(self) -> bool:
        return self._try(lambda: super(ForgivingClient, self).clear(), False)
