"""Servers to measure, readers to ask them, and the CPU time that answering took."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORKERS, THREADS, READERS = 2, 4, 4
PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36"
)
HEADERS = {"User-Agent": PHONE, "Accept-Encoding": "gzip, br", "Accept-Language": "en"}


@dataclass
class Server:
    process: subprocess.Popen
    port: int

    def cpu_seconds(self) -> float:
        """User and system time of all its processes and threads so far."""
        nanoseconds = 0
        for pid in family(self.process.pid):
            for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
                nanoseconds += int(thread.read_text().split()[0])
        return nanoseconds / 1e9

    def ask(self, path: str, times: int, *, status: int = 200, **headers: str) -> None:
        """Let some readers ask for `path` so often in all; raises when an answer has another status."""
        with ThreadPoolExecutor(READERS) as readers:
            for done in [readers.submit(self._read, path, times // READERS, status, headers) for _ in range(READERS)]:
                done.result()

    def headers_of(self, path: str) -> dict[str, str]:
        """The headers of one answer, by lower-case name."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers=HEADERS)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return {name.lower(): value for name, value in answer.getheaders()}

    def _read(self, path: str, times: int, status: int, headers: dict[str, str]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        for _ in range(times):
            connection.request("GET", path, headers={**HEADERS, **headers})
            answer = connection.getresponse()
            answer.read()
            if answer.status != status:
                raise SystemExit(f"{path} answered {answer.status}, not {status}.")
        connection.close()


def family(pid: int) -> Iterator[int]:
    yield pid
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in thread.read_text().split():
            yield from family(int(child))


@contextmanager
def serving(*command: str, **environment: str) -> Iterator[Server]:
    """A server of ours on a free port, open to readers; stopped at the end."""
    port = _free_port()
    env = {**os.environ, "PORT": str(port), "WEB_WORKERS": str(WORKERS), "WEB_THREADS": str(THREADS), **environment}
    command = tuple(part.replace("PORT", str(port)) for part in command)
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    try:
        _wait_until_open(process, port)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(20)


def _wait_until_open(process: subprocess.Popen, port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("A server did not start; its lines above say why.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
