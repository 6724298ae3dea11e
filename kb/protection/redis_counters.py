"""Counters that all hosts share in Redis; while it is away they say nothing, and each host's own go on."""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

RETRY_SECONDS = 5
_PREFIX = b"kb.limits:"
_log = logging.getLogger(__name__)


class RedisCounters:
    """The counters of one Redis, for all threads of a process.

    A Redis that does not answer is asked again every `RETRY_SECONDS`, by one request; the others go on without it.
    """

    def __init__(self, url: str) -> None:
        # Its own repetitions would keep a reader waiting, and count twice what was counted but not answered in time.
        once = Retry(NoBackoff(), 0)
        self._redis = Redis.from_url(url, socket_connect_timeout=0.3, socket_timeout=0.5, retry=once)
        self._retry_at: float | None = None

    def count(self, key: bytes, seconds: int, by: int = 1) -> tuple[int, float]:
        """Add `by` to a counter and return its number and the seconds until it ends; a new one ends after `seconds`.

        While Redis is away both are 0.
        """
        together = self._redis.pipeline(transaction=True)
        together.set(_PREFIX + key, 0, ex=seconds, nx=True).incrby(_PREFIX + key, by).pttl(_PREFIX + key)
        _, number, milliseconds = self._try(together.execute, (None, 0, 0))
        return number, milliseconds / 1000

    def read(self, keys: Iterable[bytes]) -> dict[bytes, int]:
        """Return the numbers of those counters that have not run out; none while Redis is away."""
        asked = list(keys)
        numbers = self._try(lambda: self._redis.mget([_PREFIX + key for key in asked]), [])
        return {key: int(number) for key, number in zip(asked, numbers, strict=False) if number is not None}

    def delete(self, keys: Iterable[bytes]) -> None:
        named = [_PREFIX + key for key in keys]
        self._try(lambda: self._redis.delete(*named), None)

    def clear(self) -> None:
        self._try(lambda: [self._redis.delete(key) for key in self._redis.scan_iter(_PREFIX + b"*")], None)

    def _try(self, ask: Callable[[], Any], otherwise: Any) -> Any:
        retry_at = self._retry_at
        was_away = retry_at is not None
        if retry_at is not None and time.monotonic() < retry_at:
            return otherwise
        if was_away:
            self._retry_at = time.monotonic() + RETRY_SECONDS
        try:
            answer = ask()
        except (RedisError, OSError) as error:
            self._note_absence(error, is_new=not was_away)
            return otherwise
        if was_away:
            self._retry_at = None
            _log.warning("Redis answers again: the limits count for all hosts together")
        return answer

    def _note_absence(self, error: Exception, *, is_new: bool) -> None:
        self._retry_at = time.monotonic() + RETRY_SECONDS
        if is_new:
            _log.warning("Redis does not answer (%s): the limits count on each host by itself", type(error).__name__)
