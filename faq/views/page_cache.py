"""Keeps finished pages in memory while what is published stays the same: built once, not once per reader."""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from django.http import HttpResponse

MOST_BYTES = 32 * 1024 * 1024  # of one process
FRESH_SECONDS = 300  # what counts decide (“Most asked”) may be this old; a publication is never waited for


@dataclass(frozen=True)
class CachedPage:
    """A page as every reader gets it; `article_id` is the article whose views it counts for, if any."""

    body: bytes
    content_type: str
    article_id: int | None

    @classmethod
    def of(cls, response: HttpResponse) -> "CachedPage":
        return cls(response.content, response["Content-Type"], getattr(response, "article_id", None))

    def response(self) -> HttpResponse:
        return HttpResponse(self.body, content_type=self.content_type)


class PageCache:
    """Pages by address; those asked for longest ago leave first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._bytes, self._lock = most_bytes, 0, threading.Lock()
        self._pages: OrderedDict[str, tuple[str, float, CachedPage]] = OrderedDict()

    def get(self, address: str, state: str) -> CachedPage | None:
        """Return the page at `address` as of `state` (edition and day), None when it is not here or too old."""
        with self._lock:
            found = self._pages.get(address)
            if not found or found[0] != state or time.monotonic() - found[1] > FRESH_SECONDS:
                return None
            self._pages.move_to_end(address)
            return found[2]

    def put(self, address: str, state: str, page: CachedPage) -> None:
        with self._lock:
            self._drop(address)
            self._pages[address] = (state, time.monotonic(), page)
            self._bytes += len(page.body)
            while self._bytes > self._most:
                self._drop(next(iter(self._pages)))

    def _drop(self, address: str) -> None:
        dropped = self._pages.pop(address, None)
        self._bytes -= len(dropped[2].body) if dropped else 0
