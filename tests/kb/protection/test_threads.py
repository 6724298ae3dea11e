"""How an answer goes from a thread to its reader: whole, in time, and holding a thread only while it is worked on."""

import asyncio
from pathlib import Path

import pytest

from kb.protection import deadlines, threads
from kb.protection.error_guard import BrokenResponseError, guard_errors
from kb.protection.threads import answer_in_threads

BIG = 3_000_000


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

    asyncio.run(answer_in_threads(application, threads=2)(scope(**asked), receive or sends(b""), send))
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
        self.body = self._read(environ["wsgi.input"])
        start_response(self.status, self.headers)
        return self.parts(environ) if callable(self.parts) else self.parts

    def _read(self, file) -> bytes:
        try:
            return file.read()
        except OSError as error:
            return type(error).__name__.encode()


def test_everything_of_a_question_arrives_letter_for_letter():
    headers = [
        (b"host", b"help.example.org"),
        (b"content-type", b"text/plain"),
        (b"x-name", b"\xe9\xff"),
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"x-two", b"1"),
        (b"x-two", b"2"),
        *with_length(4),
    ]
    site = Site()

    ask(site, sends(b"ab", b"cd"), raw_path=b"/old/caf%E9%2Fx", query_string=b"q=%e9", headers=headers)

    assert site.body == b"abcd"
    assert {name: value for name, value in site.environ.items() if not name.startswith("wsgi.")} == {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/old/caf\xe9/x",
        "QUERY_STRING": "q=%e9",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.7",
        "HTTP_HOST": "help.example.org",
        "CONTENT_TYPE": "text/plain",
        "CONTENT_LENGTH": "4",
        "HTTP_X_NAME": "\xe9\xff",
        "HTTP_COOKIE": "a=1; b=2",
        "HTTP_X_TWO": "1,2",
    }


def test_no_name_with_an_underscore_passes_for_one_that_a_web_server_sets():
    site = Site()

    ask(
        site,
        headers=[(b"x_forwarded_for", b"192.0.2.1"), (b"x-forwarded-for", b"192.0.2.9"), (b"content_length", b"9")],
    )

    assert site.environ["HTTP_X_FORWARDED_FOR"] == "192.0.2.9"
    assert "CONTENT_LENGTH" not in site.environ


@pytest.mark.parametrize(
    ("status", "headers"), [("200 OK", [("Content-Length", "8")]), ("304 Not Modified", [("ETag", '"a"')])]
)
def test_a_page_goes_out_in_one_part(status, headers):
    parts = [b"", b""] if status.startswith("304") else [b"half", b"half"]

    code, said, sent = ask(Site(parts, status=status, headers=headers))

    assert (code, sent) == (int(status[:3]), [b"".join(parts)])
    assert list(said) == [headers[0][0].lower().encode()]


def test_a_report_is_whole_before_its_first_byte_and_says_how_long_it_is():
    rows = [b"row %d\n" % number for number in range(200_000)]

    code, said, sent = ask(Site(lambda environ: iter(rows)))

    assert (code, b"".join(sent)) == (200, b"".join(rows))
    assert said[b"content-length"] == str(len(b"".join(rows))).encode()


def test_of_a_report_that_breaks_off_nothing_goes_out(caplog):
    def breaks_off(environ):
        yield b"a row\n"
        raise ValueError("Jane Doe")

    with pytest.raises(BrokenResponseError):
        ask(guard_errors(Site(breaks_off)))


def test_a_file_goes_out_part_by_part_and_is_closed(tmp_path: Path):
    (tmp_path / "form.pdf").write_bytes(bytes(range(256)) * (BIG // 256))
    opened = []

    def parts(environ):
        opened.append((tmp_path / "form.pdf").open("rb"))
        return environ["wsgi.file_wrapper"](opened[0], 4096)

    _, _, sent = ask(guard_errors(Site(parts, headers=[("Content-Length", str(BIG // 256 * 256))])))

    assert b"".join(sent) == (tmp_path / "form.pdf").read_bytes()
    assert max(map(len, sent)) == 65_536
    assert opened[0].closed


def test_a_reader_who_takes_nothing_is_given_up_and_holds_no_thread(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(threads, "TAKE_SECONDS", 0.2)
    (tmp_path / "form.pdf").write_bytes(b"x" * BIG)
    opened, others = [], []

    def parts(environ):
        if environ["PATH_INFO"] != "/form.pdf":
            return [b"well"]
        opened.append((tmp_path / "form.pdf").open("rb"))
        return environ["wsgi.file_wrapper"](opened[-1])

    async def take_nothing(message: dict) -> None:
        if message.get("more_body"):
            await asyncio.sleep(60)

    async def take(message: dict) -> None:
        others.append(message)

    async def many() -> None:
        answer = answer_in_threads(Site(parts, headers=[("Content-Length", str(BIG))]), threads=1)
        slow = [answer(scope(raw_path=b"/form.pdf"), sends(b""), take_nothing) for _ in range(5)]
        await asyncio.gather(*slow, answer(scope(), sends(b""), take))

    asyncio.run(many())

    assert [message["type"] for message in others] == ["http.response.start", "http.response.body"]
    assert [file.closed for file in opened] == [True] * 5


def test_who_stops_sending_is_told_after_a_while_and_keeps_nobody_waiting(monkeypatch):
    monkeypatch.setattr(deadlines, "GRACE_SECONDS", 0.3)
    read, answered = [], []

    def site(environ, start_response):
        read.append(Site()._read(environ["wsgi.input"]))
        start_response("200 OK", [("Content-Length", "4")])
        return [b"well"]

    async def send(message: dict) -> None:
        answered.append(message["type"])

    async def many() -> None:
        answer = answer_in_threads(site, threads=1)
        silent = [answer(scope(headers=with_length(9)), sends(b"us", then=nothing_more), send) for _ in range(50)]
        await asyncio.gather(*silent, answer(scope(headers=with_length(2)), sends(b"me"), send))

    asyncio.run(many())

    assert read == [b"me", *[b"TimeoutError"] * 50]
    assert answered.count("http.response.body") == 51


def test_who_trickles_is_told_after_a_while(monkeypatch):
    monkeypatch.setattr(deadlines, "GRACE_SECONDS", 0.2)
    site = Site()

    async def trickle() -> dict:
        await asyncio.sleep(0.05)
        return {"type": "http.request", "body": b"x", "more_body": True}

    ask(site, sends(b"us", then=trickle), headers=with_length(1000))

    assert site.body == b"TimeoutError"


def test_who_sends_steadily_has_all_the_time_that_it_takes(monkeypatch):
    monkeypatch.setattr(deadlines, "GRACE_SECONDS", 0.1)
    site, left = Site(), [b"x" * 500] * 4

    async def steadily() -> dict:
        await asyncio.sleep(0.08)
        return {"type": "http.request", "body": left.pop(), "more_body": bool(left)}

    ask(site, sends(b"x" * 500, then=steadily), headers=with_length(2500))

    assert site.body == b"x" * 2500


def test_who_leaves_in_the_middle_begins_nothing():
    site = Site()

    assert ask(site, sends(b"us", then=leaves), headers=with_length(1000)) == (0, {}, [])
    assert site.environ == {}


@pytest.mark.parametrize(("then", "read"), [(nothing_more, b"TimeoutError"), (leaves, b"ConnectionResetError")])
def test_of_what_only_staff_may_send_nothing_is_read_before_it_is_known_who_sends(monkeypatch, then, read):
    monkeypatch.setattr(deadlines, "GRACE_SECONDS", 0.2)
    site = Site()

    ask(site, sends(b"a" * BIG, then=then), headers=with_length(2 * BIG))

    assert site.body == read


def test_a_great_upload_arrives_whole():
    site, parts = Site(), [bytes([number]) * 100_000 for number in range(30)]

    ask(site, sends(*parts), headers=with_length(BIG))

    assert site.body == b"".join(parts)
