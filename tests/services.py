"""Private servers for tests: a PostgreSQL and a Redis on free ports, gone when the tests end."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def find_postgres() -> Path | None:
    """The folder of PostgreSQL's programs; Debian keeps them out of PATH."""
    found = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return (
        Path(found).resolve().parent
        if found
        else next((folder for folder in folders if (folder / "initdb").exists()), None)
    )


class Server:
    """A PostgreSQL that serves what is in `folder`/data on a port of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.url = f"postgres://kb@127.0.0.1:{port}/postgres"
        self.is_running = False

    def start(self) -> None:
        here = f"-c port={self.port} -c unix_socket_directories={self.folder}"
        self._control("-o", f"-c listen_addresses=127.0.0.1 {here} -c fsync=off", "start")
        self.is_running = True

    def stop(self, how: str = "fast") -> None:
        """`how` is "fast", or "immediate": as if it was killed."""
        self._control("-m", how, "stop")
        self.is_running = False

    def _control(self, *command: str) -> None:
        _run(find_postgres() / "pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log", *command)


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a fresh PostgreSQL database."""
    with postgres_server() as server:
        yield server.url


@contextmanager
def postgres_server() -> Iterator[Server]:
    """A fresh PostgreSQL that may be stopped and started."""
    new = ("--no-sync", "--auth=trust", "--username=kb", "--encoding=UTF8")
    with _served(lambda data: _run(find_postgres() / "initdb", *new, "-D", data)) as server:
        yield server


@contextmanager
def replica(*, of: Server) -> Iterator[Server]:
    """A server that takes over everything from `of` as it is written there."""
    source = ("-h", "127.0.0.1", "-p", of.port, "-U", "kb", "--no-sync", "--checkpoint=fast", "--write-recovery-conf")
    with _served(lambda data: _run(find_postgres() / "pg_basebackup", *source, "-D", data)) as server:
        yield server


@contextmanager
def _served(fill: Callable[[Path], None]) -> Iterator[Server]:
    with _folder() as folder:
        server = Server(folder, free_port())
        fill(folder / "data")
        server.start()
        try:
            yield server
        finally:
            if server.is_running:
                server.stop()


def new_database(url: str) -> str:
    """The address of a new, empty database on the same server."""
    # Only tests of the grown shape need it
    import psycopg

    name = f"kb_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{url.rpartition('/')[0]}/{name}"


@contextmanager
def redis(port: int | None = None) -> Iterator[tuple[str, subprocess.Popen]]:
    """The address of a fresh Redis that keeps nothing on disk, and its process."""
    port = port or free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_until(lambda: answers(port), "Redis answers")
        yield f"redis://127.0.0.1:{port}/0", process
    finally:
        process.terminate()
        process.wait(10)


def answers(port: int) -> bool:
    """Whether somebody listens on this port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(holds: Callable[[], bool], what: str, *, seconds: float = 30) -> None:
    """Comes back when `holds()` is true; fails with `what` when it takes too long."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"waited {seconds} s in vain until {what}"
        time.sleep(0.05)


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="kb-postgres-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: object) -> None:
    # It refuses to run as root
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    subprocess.run(
        [*as_postgres, *map(str, command)], check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def main(command: list[str]) -> int:
    """Runs a command with DATABASE_URL and CACHE_URL naming a PostgreSQL and a Redis of its own."""
    with postgres() as database, redis() as (cache, _):
        return subprocess.call(command, env={**os.environ, "DATABASE_URL": database, "CACHE_URL": cache})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
