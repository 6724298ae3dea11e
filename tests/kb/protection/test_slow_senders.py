"""Three hundred sockets that send two bytes and then nothing: a stranger signs in meanwhile, and they are told."""

import re
import select
import socket
import time

import pytest

from tests.product import Browser, started
from tests.services import wait_until

pytestmark = pytest.mark.start
SILENT = 300


def hold(port: int, *, length: int = 1000) -> socket.socket:
    held = socket.create_connection(("127.0.0.1", port), timeout=20)
    head = f"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {length}\r\n"
    held.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\nus".encode())
    return held


def test_three_hundred_silent_senders_hold_up_nobody_and_are_told(prepared, own_folder):
    with started(own_folder) as running:
        held = [hold(running.port) for _ in range(SILENT)]
        huge = [hold(running.port, length=50_000_000) for _ in range(10)]

        begun = time.monotonic()
        staff, reader = Browser(running.port), Browser(running.port)
        pages = [reader.ask("/articles/")[0] for _ in range(20)]
        signed_in = staff.sign_in("owner", re.search(r"^ +owner +(\S+)", prepared[1], re.M)[1])
        token = next(cookie.value for cookie in staff.cookies if cookie.name == "kb-csrf")
        saved = staff.ask("/admin/faq/tag/add/", data={"name": "Visits", "position": "0", "csrfmiddlewaretoken": token})
        took = time.monotonic() - begun
        refused = {each.recv(12) for each in huge}
        wait_until(lambda: len(select.select(held, [], [], 0)[0]) == SILENT, "all of them are answered", seconds=60)
        told = {each.recv(12) for each in held}
        for each in (*held, *huge):
            each.close()

    assert (pages, signed_in[0], saved[0], took < 5) == ([200] * 20, 200, 200, True)
    assert (refused, told) == ({b"HTTP/1.1 413"}, {b"HTTP/1.1 408"})
    assert "Traceback" not in running.output
