"""Ten sockets that send two bytes and then nothing: readers still get pages, and staff can still save."""

import re
import select
import socket
import time

import pytest

from tests.product import Browser, started
from tests.services import wait_until

pytestmark = pytest.mark.start


def hold(port: int, token: str) -> socket.socket:
    held = socket.create_connection(("127.0.0.1", port), timeout=20)
    head = (
        f"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: kb-csrf={token}\r\nContent-Length: 1000\r\n"
    )
    held.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\nus".encode())
    return held


def test_ten_silent_senders_hold_up_nobody(prepared, own_folder):
    with started(own_folder) as running:
        staff, reader = Browser(running.port), Browser(running.port)
        staff.sign_in("owner", re.search(r"^ +owner +(\S+)", prepared[1], re.M)[1])
        token = next(cookie.value for cookie in staff.cookies if cookie.name == "kb-csrf")
        held = [hold(running.port, token) for _ in range(10)]
        # Two processes of four threads let two strangers each send at a time, and send the others away.
        wait_until(lambda: len(select.select(held, [], [], 0)[0]) >= 6, "six of the ten are sent away")

        begun = time.monotonic()
        pages = [reader.ask("/articles/")[0] for _ in range(20)]
        saved = staff.ask("/admin/faq/tag/add/", data={"name": "Visits", "position": "0", "csrfmiddlewaretoken": token})
        took = time.monotonic() - begun
        for sender in held:
            sender.close()

    assert (pages, saved[0], took < 5) == ([200] * 20, 200, True)
    assert "Traceback" not in running.output
