"""The limits on guessing passwords in the running product, whose processes may be killed."""

import os
import signal
from pathlib import Path

import pytest

from tests.product import Browser, Running, started
from tests.services import wait_until

pytestmark = pytest.mark.start


def workers_of(running: Running) -> set[int]:
    threads = Path(f"/proc/{running.process.pid}/task").glob("*/children")
    return {int(child) for thread in threads for child in thread.read_text().split()}


def is_healthy(running: Running) -> bool:
    try:
        return running.ask("/healthz")[0] == 200
    except OSError:
        return False


def guess(running: Running) -> tuple[int, bool]:
    """The status of one wrong password, and whether its page asks to wait."""
    status, page = Browser(running.port).sign_in("ann", "wrong")
    return status, "<h1>Please wait 15 minutes</h1>" in page


def test_killed_processes_remember_the_wrong_passwords(own_folder):
    with started(own_folder, WEB_WORKERS=2) as running:
        before = [guess(running) for _ in range(3)]
        killed = workers_of(running)
        for process in killed:
            os.kill(process, signal.SIGKILL)
        wait_until(lambda: not killed & workers_of(running) and is_healthy(running), "new processes answer")

        after = [guess(running) for _ in range(3)]

    assert len(killed) >= 2
    assert before + after == [(200, False)] * 4 + [(429, True)] * 2
