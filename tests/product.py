"""Runs the whole product as an operator does, in a folder of its own, and asks it over HTTP."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from urllib.parse import urlencode

from tests.services import answers, free_port, wait_until

ROOT = Path(__file__).resolve().parent.parent
OURS = ("KB_", "DATABASE_", "CACHE_URL", "SITE_URL", "ALLOWED_HOSTS", "SECRET_KEY", "HOST", "PORT", "WEB_")
# What `make test` hands on must not reach the `make run` of a test
OTHERS = ("DJANGO_", "MAKE", "MFLAGS", "ARGS")


def environment(folder: Path, **values: object) -> dict[str, str]:
    """This machine's environment with nothing of the project in it but the data folder and `values`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith((*OURS, *OTHERS))}
    return {**kept, "KB_DATA_DIR": str(folder), **{name: str(value) for name, value in values.items()}}


def manage(folder: Path, *command: str, **values: object) -> subprocess.CompletedProcess:
    """Runs `manage.py` with its output caught."""
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment(folder, **values),
        capture_output=True,
        text=True,
        timeout=120,
    )


class Running:
    """A process of ours that serves on `port`, and what it has printed."""

    def __init__(self, command: list[str], folder: Path, port: int, *, cwd: Path = ROOT, **values: object) -> None:
        self.port = port
        self._log = tempfile.TemporaryFile("w+")  # noqa: SIM115  (open as long as the process runs)
        env = environment(folder, PORT=port, **values)
        self.process = subprocess.Popen(command, cwd=cwd, env=env, stdout=self._log, stderr=subprocess.STDOUT)

    @property
    def output(self) -> str:
        self._log.seek(0)
        return self._log.read()

    def wait_until_open(self, seconds: float = 180) -> "Running":
        def is_open() -> bool:
            assert self.process.poll() is None, f"it ended by itself:\n{self.output}"
            return answers(self.port)

        wait_until(is_open, "it answers", seconds=seconds)
        return self

    def ask(self, path: str, *, data: dict[str, str] | None = None, **headers: str) -> tuple[int, str]:
        """The status and the text of one answer, whatever the status."""
        return Browser(self.port).ask(path, data=data, **headers)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ends it and returns its exit code."""
        self.process.send_signal(how)
        return self.process.wait(20)


class Browser:
    """A reader or a member of staff with cookies of their own."""

    def __init__(self, port: int, **headers: str) -> None:
        """`headers` go with each request, as a proxy adds them."""
        self._address = f"http://127.0.0.1:{port}"
        self._headers = headers
        # What a proxy sends on came by https, wherever it stands
        self.cookies = CookieJar(DefaultCookiePolicy(secure_protocols=("https", "http")))
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def ask(self, path: str, *, data: dict[str, str] | None = None, **headers: str) -> tuple[int, str]:
        body = urlencode(data).encode() if data is not None else None
        request = urllib.request.Request(self._address + path, body, headers={**self._headers, **headers})
        try:
            with self._opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode()

    def sign_in(self, name: str, password: str) -> tuple[int, str]:
        form = self.ask("/admin/login/")[1]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
        return self.ask("/admin/login/", data={"username": name, "password": password, "csrfmiddlewaretoken": token})


@contextmanager
def started(folder: Path, **values: object) -> Iterator[Running]:
    """`manage.py start` on a free port, open to readers; stopped at the end whatever happens."""
    running = Running([sys.executable, "manage.py", "start"], folder, free_port(), **values)
    try:
        yield running.wait_until_open()
    finally:
        if running.process.poll() is None:
            running.stop()
