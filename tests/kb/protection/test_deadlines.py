"""How what is sent arrives: in time, in memory, as long as its sender goes on."""

import asyncio
import tempfile

import pytest

from kb.protection import deadlines
from kb.protection.body_limits import STILL_ARRIVING
from kb.protection.threads import answer_in_threads
from tests.asgi import Site, ask, leaves, nothing_more, run, scope, sends, with_length

BIG = 3_000_000


def test_who_stops_sending_is_told_after_a_while_and_keeps_nobody_waiting(monkeypatch):
    monkeypatch.setattr(deadlines, "GRACE_SECONDS", 0.3)
    read, answered = [], []

    def site(environ, start_response):
        read.append(Site().read(environ["wsgi.input"]))
        start_response("200 OK", [("Content-Length", "4")])
        return [b"well"]

    async def send(message: dict) -> None:
        answered.append(message["type"])

    async def many() -> None:
        answer = answer_in_threads(site, fault_page=site, threads=1)
        silent = [answer(scope(headers=with_length(9)), sends(b"us", then=nothing_more), send) for _ in range(50)]
        await asyncio.gather(*silent, answer(scope(headers=with_length(2)), sends(b"me"), send))

    run(many())

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
    monkeypatch.setattr(deadlines, "IDLE_SECONDS", 0.2)
    site = Site()

    ask(site, sends(b"a" * BIG, then=then), headers=with_length(2 * BIG))

    assert site.body == read


def test_a_great_upload_arrives_whole():
    site, parts = Site(), [bytes([number]) * 100_000 for number in range(30)]

    ask(site, sends(*parts), headers=with_length(BIG))

    assert site.body == b"".join(parts)


def test_nothing_of_what_is_sent_is_written_to_disk(monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", "/no/such/folder")
    site = Site()

    ask(site, sends(b"a" * 1_000_000), headers=with_length(1_000_000))

    assert len(site.body) == 1_000_000


def test_so_much_is_kept_at_once_and_more_is_waited_for_by_whoever_may_send_it(monkeypatch):
    monkeypatch.setattr(deadlines, "_memory", deadlines._Memory(1_000_000))
    seen: dict[int, bool] = {}

    def site(environ, start_response):
        seen[len(environ["wsgi.input"].read())] = environ.get(STILL_ARRIVING, False)
        start_response("200 OK", [("Content-Length", "4")])
        return [b"well"]

    async def send(message: dict) -> None:
        pass

    async def slowly() -> dict:
        await asyncio.sleep(0.2)
        return {"type": "http.request", "body": b"a", "more_body": False}

    def arrives(size: int) -> tuple:
        return scope(headers=with_length(size)), sends(b"a" * (size - 1), then=slowly), send

    async def many() -> None:
        answer = answer_in_threads(site, fault_page=site, threads=4)
        await asyncio.gather(*(answer(*arrives(size)) for size in (600_000, 500_000, 60_000)))
        # What was kept is given back
        await answer(*arrives(700_000))

    run(many())

    assert seen == {600_000: False, 500_000: True, 60_000: False, 700_000: False}
