"""The sites that faults are made in: the one of the tests themselves, and real ones with folder, file and process."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.management import call_command
from django.db import connections
from django.db.utils import load_backend

from faq.doctor import looks
from kb.settings import POSTGRESQL, SQLITE
from tests.doctor.following import OURS, in_a_shell
from tests.product import ROOT, Running, environment
from tests.services import free_port

# Values of the environment that the settings call something else
_SPELT = {"KB_DEBUG": "DEBUG"}


class Here:
    """The site of the test's own process, with folders of its own; quick, because nothing need be started."""

    def __init__(self, fixture: Callable[[str], Any], folder: Path) -> None:
        self.fixture, self.settings = fixture, fixture("settings")
        self.folder, self.tmp = folder, folder.parent
        self.known: dict[str, str] = {}
        self.left = ExitStack()
        self.asks_outside = False

    def faults(self) -> dict[str, tuple[str, str]]:
        """What is wrong, by part: the problem and its mend. Shared media are no fault on the tests' own PostgreSQL."""
        found = [each for each in looks.findings(asks_the_site=self.asks_outside) if "other hosts" not in each.problem]
        return {each.part: (each.problem, each.mend) for each in found if not each.is_well}

    def run(self, command: str) -> None:
        if not command.startswith(OURS):
            in_a_shell(command, dict(os.environ))
            return
        words = shlex.split(command.removeprefix(OURS))
        # A restore lends its database to another one, which would end the transaction of the test
        lent = _database(f"sqlite:///{self.tmp}/lent.sqlite3", "default") if "restore" in words else nullcontext()
        with lent:
            call_command(*words)

    def set(self, name: str, value: str) -> None:
        if name in ("DATABASE_URL", "DATABASE_REPLICA_URL"):
            self.use_database(value, "default" if name == "DATABASE_URL" else "replica")
        else:
            is_switch = isinstance(getattr(self.settings, _SPELT.get(name, name)), bool)
            setattr(self.settings, _SPELT.get(name, name), value == "1" if is_switch else value)

    def use_database(self, url: str, alias: str = "default") -> None:
        """Let the database at `url` take the place of the tests' own from now on; "" for a replica that is none."""
        if url:
            self.left.enter_context(_database(url, alias))
        else:
            connections.settings.pop(alias)

    def stop(self) -> None:
        """No process serves it."""

    def start(self) -> None:
        """No process serves it; what it has opened of its database it opens anew."""
        for connection in connections.all(initialized_only=True):
            if not connection.in_atomic_block:
                connection.close()


@contextmanager
def _database(url: str, alias: str) -> Iterator[None]:
    described = dj_database_url.parse(url)
    usual = SQLITE if described["ENGINE"].endswith("sqlite3") else POSTGRESQL
    whole = connections.configure_settings({"default": {**usual, **described}})["default"]
    before = connections.settings.get(alias)
    kept = connections[alias] if before else None
    connections.settings[alias] = whole
    # Under that name alone a test may ask a database
    connections[alias] = load_backend(whole["ENGINE"]).DatabaseWrapper(whole, "default")
    try:
        yield
    finally:
        connections[alias].close()
        connections.settings.pop(alias, None)
        del connections[alias]
        if before:
            connections.settings[alias], connections[alias] = before, kept


class Real:
    """A site that an operator has prepared, with values of the environment; served only when a test starts it."""

    def __init__(self, fixture: Callable[[str], Any], folder: Path) -> None:
        self.fixture = fixture
        self.folder, self.tmp = folder, folder.parent
        self.values: dict[str, str] = {}
        self.known: dict[str, str] = {}
        self.left = ExitStack()
        self.running: Running | None = None
        # Where the software lies, and how a command is run as the account of the site
        self.tree = ROOT
        self._account: list[str] = []

    @property
    def environment(self) -> dict[str, str]:
        return environment(self.folder, **self.values)

    def manage(self, *command: str) -> str:
        done = self._done(*command)
        assert not done.returncode, done.stdout + done.stderr
        return done.stdout

    def faults(self) -> dict[str, tuple[str, str]]:
        done = self._done("doctor", "--json")
        assert "Traceback" not in done.stderr, done.stderr
        found = {each["part"]: (each["problem"], each["mend"]) for each in json.loads(done.stdout) if each["problem"]}
        assert done.returncode == bool(found)
        return found

    def _done(self, *command: str) -> subprocess.CompletedProcess:
        whole = [*self._account, sys.executable, self.tree / "manage.py", *command]
        return subprocess.run(whole, env=self.environment, cwd="/", capture_output=True, text=True, timeout=120)

    def run(self, command: str) -> None:
        in_a_shell(shlex.join([*self._account, "sh", "-c", command]), self.environment)

    def set(self, name: str, value: str) -> None:
        self.values[name] = value

    def stop(self) -> None:
        if self.running:
            self.running.stop()
            self.running = None

    def start(self) -> None:
        """Start it anew where it was served; else the next command is its next process."""
        if self.running:
            self.stop()
            self.serve()

    def serve(self) -> None:
        command = [sys.executable, str(self.tree / "manage.py"), "start"]
        values = {"WEB_WORKERS": "1", **self.values}
        self.running = Running(command, self.folder, int(values.pop("PORT", free_port())), **values)
        self.running.wait_until_open()

    def as_an_account_without_rights(self) -> None:
        """Let the site run as somebody whom the rights of files bind: root may write whatever it likes."""
        if not os.getuid():
            self._account = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
