"""Reads what a browser sends, as long as it goes on sending: one that stops or trickles is not waited for."""

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from kb.protection.body_limits import ANONYMOUS_BYTES

Receive = Callable[[], Awaitable[dict[str, Any]]]
# Seconds in which something must arrive
IDLE_SECONDS = 30
# A body may take so many seconds, and one more for each of so many bytes that have come: the usual rule of web servers,
# with which a picture still arrives over the slowest telephone
GRACE_SECONDS, BYTES_A_SECOND = 20, 500
# Of each body that is kept in memory; more of it goes to a temporary file
_MEMORY_BYTES = 65_536


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


@asynccontextmanager
async def read_body(receive: Receive, length: int) -> AsyncIterator[IO[bytes]]:
    """Yield the body of `length` bytes as a file to read; raises Gone where its sender has left.

    What anybody may send is there when this yields. More than that arrives while it is read, if it is: whether its
    sender may send so much is not known yet. Reading what came too late raises TimeoutError, as an OSError.
    """
    if not length:
        yield io.BytesIO()
    elif length > ANONYMOUS_BYTES:
        yield io.BufferedReader(_Arriving(Arrival(receive)), _MEMORY_BYTES)
    else:
        with SpooledTemporaryFile(_MEMORY_BYTES) as file:
            try:
                await _read_whole(Arrival(receive), file)
            except TimeoutError:
                yield io.BufferedReader(_Late())
            else:
                yield file


async def _read_whole(arrival: Arrival, file: IO[bytes]) -> None:
    while not arrival.is_whole:
        file.write(await arrival.next())
    file.seek(0)


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
