"""How an answer goes from a thread to its reader: whole, in time, and holding a thread only while it is worked on."""

import asyncio
import tempfile
import threading
from functools import partial
from pathlib import Path

import pytest

from kb.protection import threads
from kb.protection.error_guard import guard_errors
from kb.protection.threads import answer_in_threads
from tests.asgi import Site, ask, run, scope, sends, with_length

BIG = 3_000_000


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


def test_a_server_that_hands_over_less_is_understood():
    site = Site()

    ask(site, path="/articles/caf\u00e9%2F/", raw_path=None, server=None, client=None)

    said = {name: site.environ[name] for name in ("PATH_INFO", "SERVER_NAME", "SERVER_PORT", "REMOTE_ADDR")}
    path = "/articles/caf\u00e9%2F/".encode().decode("latin-1")
    assert said == {"PATH_INFO": path, "SERVER_NAME": "localhost", "SERVER_PORT": "", "REMOTE_ADDR": ""}


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


def breaks_off(environ):
    yield b"a row\n" * 1_000_000
    raise ValueError("Jane Doe")


@pytest.mark.parametrize("headers", [[], [("Content-Length", "9000000")]])
def test_whose_report_breaks_off_gets_a_page_that_says_so_and_nothing_of_the_report(caplog, headers):
    code, said, sent = ask(guard_errors(Site(breaks_off, headers=headers)))

    assert (code, said[b"content-length"], sent) == (500, b"7", [b"a fault"])
    assert {record.name for record in caplog.records} == {"kb"}


def test_a_report_for_which_the_disk_has_no_room_is_a_page_that_says_so(monkeypatch, caplog):
    monkeypatch.setattr(tempfile, "tempdir", "/no/such/folder")

    assert ask(Site(lambda environ: iter([b"x" * BIG])))[::2] == (500, [b"a fault"])
    assert [record.getMessage() for record in caplog.records] == ["An answer could not be made"]


def test_who_waits_too_long_for_a_thread_gets_a_page_and_is_not_counted(monkeypatch):
    monkeypatch.setattr(threads, "TURN_SECONDS", 0.2)
    may_end, asked = threading.Event(), []

    def hang(environ: dict) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        assert may_end.wait(20)
        return [b"well"]

    fault_page = Site([b"a fault"], status="500 Fault", headers=[("Content-Length", "7")])
    application = answer_in_threads(Site(hang), fault_page=fault_page, threads=2)
    said: dict[str, list[dict]] = {"/1": [], "/2": [], "/3": []}

    async def send(path: str, message: dict) -> None:
        said[path].append(message)

    async def all_three() -> None:
        answers = [
            asyncio.create_task(application(scope(raw_path=path.encode()), sends(b""), partial(send, path)))
            for path in said
        ]
        await answers[2]
        may_end.set()
        await asyncio.gather(*answers)

    run(all_three())

    assert sorted(asked) == ["/1", "/2"]
    assert [parts[0]["status"] for parts in said.values()] == [200, 200, 503]
    assert (b"retry-after", b"30") in said["/3"][0]["headers"]
    assert said["/3"][1]["body"] == b"a fault"


def test_a_file_that_breaks_off_ends_there_with_a_line_in_the_log(caplog):
    class Damaged:
        parts = [b"x" * 65_536]

        def read(self, size: int) -> bytes:
            return self.parts.pop()

    site = Site(lambda environ: environ["wsgi.file_wrapper"](Damaged()), headers=[("Content-Length", str(BIG))])
    said: list[dict] = []

    async def send(message: dict) -> None:
        said.append(message)

    run(answer_in_threads(site, fault_page=site, threads=1)(scope(), sends(b""), send))

    assert [message.get("more_body") for message in said] == [None, True]
    assert [record.getMessage() for record in caplog.records] == ["An answer broke off in its middle"]


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
        site = Site(parts, headers=[("Content-Length", str(BIG))])
        answer = answer_in_threads(site, fault_page=site, threads=1)
        slow = [answer(scope(raw_path=b"/form.pdf"), sends(b""), take_nothing) for _ in range(5)]
        await asyncio.gather(*slow, answer(scope(), sends(b""), take))

    run(many())

    assert [message["type"] for message in others] == ["http.response.start", "http.response.body"]
    assert [file.closed for file in opened] == [True] * 5
