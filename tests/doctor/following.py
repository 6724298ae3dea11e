"""Follows what the doctor says to the letter: each line is run, set or done by a person, and none is passed over."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from faq.doctor.finding import START, STOP
from tests.product import ROOT
from tests.services import find_postgres

# What only a person can do, by how the line begins that asks for it
ByHand = dict[str, Callable[[], object]]
_COMMAND = re.compile(r"\b[Rr]un: (?P<command>.+)$")
_SETTING = re.compile(r"Set (?P<name>[A-Z_]+)=(?P<value>\S*)")
OURS = f"{shlex.join([sys.executable, str(ROOT / 'manage.py')])} "


class Site(Protocol):
    """What can be done to a site; `known` are words in capitals that stand for something, such as FILE."""

    folder: Path
    known: dict[str, str]

    def faults(self) -> dict[str, tuple[str, str]]: ...
    def run(self, command: str) -> None: ...
    def set(self, name: str, value: str) -> None: ...
    def stop(self) -> None: ...
    def start(self) -> None: ...


def follow(mend: str, site: Site, hands: ByHand) -> None:
    """Do what each line of `mend` says. Fails at a line that cannot be followed, and where one of `hands` is idle."""
    idle = dict(hands)
    for line in mend.splitlines():
        asked = next((start for start in idle if line.startswith(start)), None)
        deed = idle.pop(asked) if asked else _deed_of(line, site)
        deed()
    assert not idle, f"nothing asked for {list(idle)}, but only:\n{mend}"


def _deed_of(line: str, site: Site) -> Callable[[], object]:
    if command := _COMMAND.search(line):
        return lambda: site.run(_filled_in(command["command"], site.known))
    if setting := _SETTING.fullmatch(line):
        return lambda: site.set(setting["name"], setting["value"])
    simple = {STOP: "stop", START: "start"}
    return getattr(site, simple[line]) if line in simple else pytest.fail(f"This cannot be followed: {line}")


def _filled_in(command: str, known: dict[str, str]) -> str:
    return re.sub(r"\b[A-Z]{4,}\b", lambda word: known.get(word[0], word[0]), command)


def in_a_shell(command: str, values: dict[str, str]) -> None:
    """Run `command` as somebody who types it, in no particular folder; fails with what it said."""
    paths = os.pathsep.join([values.get("PATH", os.environ["PATH"]), str(find_postgres() or "")])
    done = subprocess.run(
        command, shell=True, cwd="/", env={**values, "PATH": paths}, capture_output=True, text=True, timeout=120
    )
    assert not done.returncode, f"{command}\n{done.stdout}{done.stderr}"
