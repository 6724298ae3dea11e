"""The cache of a site with Redis, for several hosts: it keeps bytes, and while Redis is away it is empty."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

RETRY_SECONDS = 5
_log = logging.getLogger(__name__)

# When a Redis that is away is asked again (time.monotonic), by its address: all threads of the process know of it.
_retry_at: dict[str, float] = {}


class BytesSerializer:
    """Hands values to Redis as they are. Django's own pickles them: who can write there could run code here."""

    def dumps(self, value: bytes) -> bytes:
        if not isinstance(value, bytes):
            raise TypeError(f"This cache keeps bytes, not {type(value).__name__}.")
        return value

    def loads(self, data: bytes) -> bytes:
        return data


class FaultTolerantRedisCache(RedisCache):
    """Redis, whose absence looks like an empty cache to `get` and `set`: the site is slower, never broken.

    A Redis that does not answer is asked again every `RETRY_SECONDS`, by one request; the others go on without it.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._server = server

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._try(lambda: super(FaultTolerantRedisCache, self).get(key, default, version), default)

    def set(self, key: str, value: bytes, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._try(lambda: super(FaultTolerantRedisCache, self).set(key, value, timeout, version), None)

    def _try(self, ask: Callable[[], Any], otherwise: Any) -> Any:
        retry_at = _retry_at.get(self._server)
        if retry_at is None:
            return self._ask(ask, otherwise, was_away=False)
        if time.monotonic() < retry_at:
            return otherwise
        _retry_at[self._server] = time.monotonic() + RETRY_SECONDS
        return self._ask(ask, otherwise, was_away=True)

    def _ask(self, ask: Callable[[], Any], otherwise: Any, *, was_away: bool) -> Any:
        try:
            answer = ask()
        except (RedisError, OSError) as error:
            _retry_at[self._server] = time.monotonic() + RETRY_SECONDS
            if not was_away:
                _log.warning("Redis does not answer (%s): pages take longer until it does", type(error).__name__)
            return otherwise
        if was_away:
            _retry_at.pop(self._server, None)
            _log.warning("Redis answers again")
        return answer
