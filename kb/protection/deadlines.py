"""Reads what a browser sends, as long as it goes on sending: one that stops or trickles is not waited for."""

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from kb.protection.body_limits import ANONYMOUS_BYTES, STILL_ARRIVING

Receive = Callable[[], Awaitable[dict[str, Any]]]
# Seconds in which something must arrive
IDLE_SECONDS = 30
# A body may take so many seconds, and one more for each of so many bytes that have come: the usual rule of web servers,
# with which a picture still arrives over the slowest telephone
GRACE_SECONDS, BYTES_A_SECOND = 20, 500
# Bytes. What is sent is kept in memory, never on disk: a photograph may tell its place, and each file that is open is
# one connection less. So much of it is kept at a time by each process, besides bodies as small as most are
MOST_KEPT, _SMALL = 32_000_000, 65_536


class Gone(Exception):  # noqa: N818  (nothing is wrong: there is nobody left to answer)
    """Who was sending has left."""


class Arrival:
    """What arrives of one body, part by part."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        self._received = 0
        self.is_whole = False

    async def next(self) -> bytes:
        """Return the next part. Raises TimeoutError where it comes too late, Gone where nobody is left to send it."""
        end = self._began + GRACE_SECONDS + self._received / BYTES_A_SECOND
        async with asyncio.timeout_at(min(end, self._loop.time() + IDLE_SECONDS)):
            message = await self._receive()
        if message["type"] != "http.request":
            raise Gone
        part = message.get("body", b"")
        self._received += len(part)
        self.is_whole = not message.get("more_body", False)
        return part

    def next_in_thread(self) -> bytes:
        """Return the next part to a thread beside the event loop. Raises TimeoutError, and OSError where it is gone."""
        try:
            return asyncio.run_coroutine_threadsafe(self.next(), self._loop).result()
        except Gone:
            raise ConnectionResetError from None


class _Memory:
    """How much may still be kept of what arrives. The event loop alone asks, so there is no lock."""

    def __init__(self, most: int) -> None:
        self._left = most

    @contextmanager
    def lend(self, length: int) -> Iterator[bool]:
        """Yield whether a body of `length` bytes may be kept until the block ends; a small one always may."""
        taken = length if _SMALL < length <= ANONYMOUS_BYTES else 0
        if taken > self._left:
            yield False
            return
        self._left -= taken
        try:
            yield True
        finally:
            self._left += taken


_memory = _Memory(MOST_KEPT)


@asynccontextmanager
async def read_body(receive: Receive, length: int) -> AsyncIterator[dict[str, Any]]:
    """Yield what a WSGI environ says of the body of `length` bytes; raises Gone where its sender has left.

    What anybody may send is there when this yields, while there is memory for it. Anything else arrives while it is
    read, if it is: whether its sender may send that is not known yet. Reading what came too late raises TimeoutError,
    as an OSError.
    """
    with _memory.lend(length) as is_room:
        if length > ANONYMOUS_BYTES or not is_room:
            yield {"wsgi.input": io.BufferedReader(_Arriving(Arrival(receive)), _SMALL), STILL_ARRIVING: True}
        else:
            yield {"wsgi.input": await _whole(Arrival(receive)) if length else io.BytesIO()}


async def _whole(arrival: Arrival) -> io.BufferedIOBase:
    file = io.BytesIO()
    try:
        while not arrival.is_whole:
            file.write(await arrival.next())
    except TimeoutError:
        return io.BufferedReader(_Late())
    file.seek(0)
    return file


class _Arriving(io.RawIOBase):
    """A body that is read while it arrives."""

    def __init__(self, arrival: Arrival) -> None:
        self._arrival = arrival
        self._part = b""

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        while not self._part and not self._arrival.is_whole:
            self._part = self._arrival.next_in_thread()
        taken, self._part = self._part[: len(room)], self._part[len(room) :]
        room[: len(taken)] = taken
        return len(taken)


class _Late(io.RawIOBase):
    """A body that did not arrive in time."""

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        raise TimeoutError
