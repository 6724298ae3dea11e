"""Answers with a WSGI application in a few threads, while an event loop waits for slow senders and slow readers.

So a thread is held by what is worked on: what a browser sends is read before a thread begins (`deadlines.py`), and a
file goes out as fast as its reader takes it, each part read by whichever thread is free.
"""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import unquote_to_bytes
from wsgiref.util import FileWrapper

from kb.protection.deadlines import Gone, Receive, read_body

Application = Callable[[dict[str, Any], Callable], Iterable[bytes]]
Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
_log = logging.getLogger("kb")
# Seconds in which a reader must take the next part of an answer
TAKE_SECONDS = 60
# Seconds that a request waits until a thread is free. It is longer only where something holds all of them, as the
# database does while its machine stands still: then nobody would get an answer at all
TURN_SECONDS = 15
_FILE_BYTES = 65_536
# Of a report that is kept in memory until it is whole; more of it goes to a temporary file
_KEPT_BYTES = 1_000_000
# Such answers have no body, and no length of one
_EMPTY = (204, 304)
_UNPREFIXED = ("CONTENT_LENGTH", "CONTENT_TYPE")


def answer_in_threads(
    application: Application, *, fault_page: Application, threads: int
) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """Return an ASGI application that answers with `application`, at most `threads` requests at a time.

    Whose answer breaks off before anything of it is sent gets `fault_page`; what is sent in part ends there. Who waits
    too long for a thread gets that page too, as 503.
    """
    pool = ThreadPoolExecutor(threads, thread_name_prefix="answer")

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        environ = _environ(scope)
        try:
            async with read_body(receive, _number(environ.get("CONTENT_LENGTH", ""))) as body:
                await _Answer(send, pool).give(application, fault_page, environ | body)
        except Gone:
            # Nobody is left to answer
            return
        # The server would print it, with what a reader typed
        except Exception:
            _log.exception("An answer broke off in its middle")

    return answer


class _Answer:
    """One answer on its way from a thread to its reader.

    Whatever is not a file is whole before its first byte goes out: no reader takes half a report for all of it.
    """

    def __init__(self, send: Send, pool: ThreadPoolExecutor) -> None:
        self._send = send
        self._pool = pool
        self._loop = asyncio.get_running_loop()
        self._status = 0
        self._headers: list[tuple[bytes, bytes]] = []
        self._is_file = False
        # What was read already of what is to be sent, and where the rest comes from
        self._part = b""
        self._rest: Iterator[bytes] | None = None
        self._close: Callable[[], None] | None = None

    async def give(self, application: Application, fault_page: Application, environ: dict[str, Any]) -> None:
        """Call `application` in a thread and send what it answers. Raises Gone where nobody takes it."""
        try:
            if not await self._has_turn(self._call_safely, application, fault_page, environ):
                self._call(fault_page, environ)
                self._status = 503
                self._headers.append((b"retry-after", b"30"))
            await self._send({"type": "http.response.start", "status": self._status, "headers": self._headers})
            while self._rest:
                await self._send_in_time(_body(self._part, more=True))
                self._part = await self._in_thread(next, self._rest, b"")
                if not self._part:
                    break
            await self._send(_body(self._part))
        finally:
            if self._close:
                await self._in_thread(self._close)

    def _call_safely(self, application: Application, fault_page: Application, environ: dict[str, Any]) -> None:
        try:
            self._call(application, environ)
        # A report that breaks off, or has no room on the disk
        except Exception:
            _log.exception("An answer could not be made")
            if self._close:
                self._close()
            self._rest, self._close, self._is_file = None, None, False
            self._call(fault_page, environ)

    def _call(self, application: Application, environ: dict[str, Any]) -> None:
        answer = application(environ | {"wsgi.file_wrapper": self._wrap}, self._begin)
        close = getattr(answer, "close", None)
        try:
            parts = iter(answer)
            self._part = next(parts, b"")
            length = self._length()
            if self._is_file:
                # What fits into one part needs no second thread
                if len(self._part) != length:
                    self._rest, self._close, close = parts, close, None
            elif length is not None or self._status in _EMPTY:
                self._part += b"".join(parts)
            else:
                self._keep(parts)
        finally:
            if close:
                close()

    def _keep(self, parts: Iterator[bytes]) -> None:
        """Keep a report that is written from the database, which this thread alone may read."""
        file = SpooledTemporaryFile(_KEPT_BYTES)  # noqa: SIM115  (closed when all of it is sent)
        self._close = file.close
        file.write(self._part)
        file.writelines(parts)
        self._headers.append((b"content-length", b"%d" % file.tell()))
        file.seek(0)
        self._part, self._rest = file.read(_FILE_BYTES), iter(partial(file.read, _FILE_BYTES), b"")

    def _length(self) -> int | None:
        return next((int(value) for name, value in self._headers if name == b"content-length"), None)

    def _wrap(self, file: IO[bytes], _: int = 0) -> FileWrapper:
        self._is_file = True
        return FileWrapper(file, _FILE_BYTES)

    def _begin(self, status: str, headers: list[tuple[str, str]], *_: object) -> None:
        """WSGI's `start_response`."""
        self._status = int(status[:3])
        self._headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]

    def _in_thread(self, function: Callable[..., Any], *values: object) -> Awaitable[Any]:
        return self._loop.run_in_executor(self._pool, function, *values)

    async def _has_turn(self, function: Callable[..., None], *values: object) -> bool:
        """Call `function` in a thread and return True; False where no thread was free in time, and it is not called."""
        call = self._pool.submit(function, *values)
        # Does nothing to one that has begun
        giving_up = self._loop.call_later(TURN_SECONDS, call.cancel)
        try:
            await asyncio.wrap_future(call)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            # Else it is the whole answer that was cancelled
            if not call.cancelled() or (task and task.cancelling()):
                raise
            return False
        finally:
            giving_up.cancel()
        return True

    async def _send_in_time(self, message: dict[str, Any]) -> None:
        try:
            async with asyncio.timeout(TAKE_SECONDS):
                await self._send(message)
        except TimeoutError:
            # The length that was announced tells the reader's browser that this is not all
            raise Gone from None


def _body(part: bytes, *, more: bool = False) -> dict[str, Any]:
    return {"type": "http.response.body", "body": part, "more_body": more}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _environ(scope: Scope) -> dict[str, Any]:
    """Return what PEP 3333 asks for, but for the body."""
    # A socket of the system has no names; a server need not hand the path over as it came
    (server, port), (client, *_) = scope.get("server") or ("localhost", None), scope.get("client") or ("",)
    path = unquote_to_bytes(scope["raw_path"]) if scope.get("raw_path") else scope["path"].encode()
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server,
        "SERVER_PORT": str(port or ""),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        # As other servers do: X_Forwarded_For would pass for X-Forwarded-For
        if b"_" in raw_name:
            continue
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        key = name if name in _UNPREFIXED else f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        if key in environ:
            value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
        environ[key] = value
    return environ
