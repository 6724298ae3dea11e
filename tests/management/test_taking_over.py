"""A start that takes over ends the one before only once its own processes answer."""

import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest

from faq.management import port_steering, served_by, taking_over
from tests.conftest import require_or_skip
from tests.product import Running, started
from tests.services import answers, wait_until

pytestmark = [
    pytest.mark.start,
    pytest.mark.skipif(not served_by.is_known(), reason="this system does not say who serves"),
]


@pytest.fixture
def older(own_folder, settings) -> Iterator[Running]:
    with started(own_folder) as running:
        settings.KB_DATA_DIR, settings.PORT = own_folder, running.port
        # The port answers with the first of its processes
        wait_until(lambda: served_by.starts("127.0.0.1", running.port) == {running.process.pid: 2}, "both listen")
        yield running


@pytest.fixture
def told_to_end(monkeypatch) -> Iterator[list[int]]:
    """The signals that this process was sent."""
    told: list[int] = []
    monkeypatch.setattr(taking_over, "given_up", type(taking_over.given_up)())
    before = signal.signal(signal.SIGTERM, lambda number, _: told.append(number))
    yield told
    signal.signal(signal.SIGTERM, before)


def test_the_start_that_serves_a_port_is_found_with_its_processes_and_folder(older, own_folder):
    assert served_by.starts("127.0.0.1", older.port) == {older.process.pid: 2}
    assert served_by.data_folder(older.process.pid) == own_folder
    assert taking_over.old_starts() == {older.process.pid: 2}
    # The same port of another address is another place
    assert (served_by.starts("127.0.0.2", older.port), served_by.starts("::1", older.port)) == ({}, {})


def test_where_the_new_processes_do_not_come_to_answer_the_older_ones_go_on(older, told_to_end, monkeypatch):
    monkeypatch.setattr(taking_over, "_PATIENCE", 0)

    taking_over.take_over([older.process.pid])

    assert (told_to_end, taking_over.given_up.is_set()) == ([signal.SIGTERM], True)
    assert (older.process.poll(), older.ask("/healthz")) == (None, (200, "ok\n"))


def test_once_the_new_ones_answer_the_older_ones_end(older, told_to_end, monkeypatch, capfd):
    monkeypatch.setattr(taking_over.os, "getpid", lambda: older.process.pid)

    taking_over.take_over([older.process.pid])

    assert (older.process.wait(20), answers(older.port), told_to_end) == (0, False, [])
    assert capfd.readouterr().out.endswith("Taken over: the old processes have ended.\n")


def test_addresses_are_written_as_linux_does():
    low_first = sys.byteorder == "little"

    assert served_by._as_linux_says(bytes([127, 0, 0, 1])) == ("0100007F" if low_first else "7F000001")
    assert served_by._as_linux_says(bytes(15) + b"\x01") == "0" * 24 + ("01000000" if low_first else "00000001")


def test_new_readers_come_to_the_sockets_that_began_to_listen_last():
    first, *_ = listening = [socket.socket() for _ in range(3)]
    for each in listening:
        each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        each.bind(("127.0.0.1", first.getsockname()[1] if each is not first else 0))
        each.listen()
    port = first.getsockname()[1]
    inodes = set(served_by.listening("127.0.0.1", port))

    is_done = port_steering.prefer(1, 2, inodes)
    readers = [socket.create_connection(("127.0.0.1", port)) for _ in range(40)]
    came = [_waiting(each) for each in listening]

    for each in [*readers, *listening]:
        each.close()
    require_or_skip(is_done, "a system that lets a program choose among listening sockets")
    assert (len(inodes), came[0], sum(came)) == (3, 0, 40)
    assert min(came[1:]) > 0


def test_what_listens_elsewhere_is_left_alone():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        assert port_steering.prefer(1, 1, {"0"}) is False


def _waiting(listening: socket.socket) -> int:
    """How many have come to this socket."""
    listening.setblocking(False)
    count = 0
    with suppress(BlockingIOError):
        while True:
            listening.accept()[0].close()
            count += 1
    return count
