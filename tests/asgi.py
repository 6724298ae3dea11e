"""A browser and a site of which tests decide each part, with `kb.protection.threads` between them."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor

from kb.protection.threads import answer_in_threads


def run(work: Coroutine) -> None:
    """Run `work` to its end, in a thread of its own: the tests' browser keeps an event loop in the one they run in."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def scope(**other) -> dict:
    return {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "server": ("127.0.0.1", "8000"),
        "client": ("192.0.2.7", "40000"),
        "raw_path": b"/articles/",
        "query_string": b"",
        "headers": [],
        **other,
    }


def sends(*parts: bytes, then=None):
    """A browser that sends `parts` of a body and, where `then` is given, does that instead of going on."""
    left = list(parts)

    async def receive() -> dict:
        if left:
            part = left.pop(0)
            return {"type": "http.request", "body": part, "more_body": bool(left or then)}
        return await then()

    return receive


async def nothing_more() -> dict:
    await asyncio.sleep(60)


async def leaves() -> dict:
    return {"type": "http.disconnect"}


def ask(application, receive=None, **asked) -> tuple[int, dict[bytes, bytes], list[bytes]]:
    """Status, headers and the parts of the answer that the reader takes."""
    said: list[dict] = []

    async def send(message: dict) -> None:
        said.append(message)

    answer = answer_in_threads(
        application, fault_page=Site([b"a fault"], status="500 Fault", headers=[("Content-Length", "7")]), threads=2
    )
    run(answer(scope(**asked), receive or sends(b""), send))
    if not said:
        return 0, {}, []
    assert [message["type"] for message in said] == ["http.response.start", *["http.response.body"] * (len(said) - 1)]
    assert [message["more_body"] for message in said[1:]] == [True] * (len(said) - 2) + [False]
    return said[0]["status"], dict(said[0]["headers"]), [message["body"] for message in said[1:]]


def with_length(length: int) -> list[tuple[bytes, bytes]]:
    return [(b"content-length", str(length).encode())]


class Site:
    """A WSGI application that notes what it was given and answers with what it was told to."""

    def __init__(self, parts=(b"well",), *, status="200 OK", headers=()) -> None:
        self.parts, self.status, self.headers = parts, status, list(headers)
        self.environ: dict = {}
        self.body = b""

    def __call__(self, environ, start_response):
        self.environ = environ
        self.body = self.read(environ["wsgi.input"])
        start_response(self.status, self.headers)
        return self.parts(environ) if callable(self.parts) else self.parts

    def read(self, file) -> bytes:
        try:
            return file.read()
        except OSError as error:
            return type(error).__name__.encode()
