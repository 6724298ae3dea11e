"""Makes `make run` work where there is only Python: finds one that fits, makes .venv, fills it, goes on inside it.

Usage: bootstrap.py LOCK-FILE [ARGUMENTS FOR .venv/bin/python ...]. It uses nothing but the standard library, and only
what Python 3.8 understands, so that an old Python can still say that it is too old.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections import deque
from pathlib import Path
from typing import NoReturn

OLDEST, NEWEST = (3, 11), (3, 13)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
INSIDE = VENV / "bin" / "python"


def main(arguments: list[str]) -> None:
    """Prepares .venv for the lock file, then becomes `.venv/bin/python` with the other arguments."""
    lock = ROOT / arguments[0]
    python = _fitting_python()
    with lock.open("rb") as held:
        _wait_for_turn(held)
        _fill(python, lock)
    os.chdir(str(ROOT))
    if arguments[1:]:
        os.execv(str(INSIDE), [str(INSIDE), *arguments[1:]])


def _fitting_python() -> str:
    names = [sys.executable, *(f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1))]
    found = [path for path in map(shutil.which, names) if path]
    for path in found:
        if OLDEST <= _version(path) <= NEWEST:
            return path
    here = _dotted(tuple(sys.version_info[:2]))
    _stop(f"Python 3.11, 3.12 or 3.13 is needed; here is only {here}. Name another: make run PYTHON=/path/to/python3")


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _version(python: str) -> tuple[int, ...]:
    if python == sys.executable:
        return tuple(sys.version_info[:2])
    ask = [python, "-c", "import sys; print('%d %d' % sys.version_info[:2])"]
    answer = subprocess.run(ask, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return tuple(map(int, answer.stdout.split())) if answer.returncode == 0 else (0, 0)


def _wait_for_turn(held: object) -> None:
    """Of two starts at the same time, the second waits while the first one installs."""
    import fcntl  # not on every system; `make` is where this one is

    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        _say("Another start is installing packages; waiting for it.")
        fcntl.flock(held, fcntl.LOCK_EX)


def _fill(python: str, lock: Path) -> None:
    mark = VENV / ("installed-" + lock.name)
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    works = os.access(str(INSIDE), os.X_OK) and OLDEST <= _version(str(INSIDE)) <= NEWEST
    if works and mark.exists() and mark.read_text() == wanted:
        return
    if not works or not list(VENV.glob("installed-*")):
        _make_venv(python)
    _install(lock)
    mark.write_text(wanted)
    if lock.name == "requirements-dev.txt":  # it holds all of the other one
        runtime = ROOT / "requirements.txt"
        (VENV / "installed-requirements.txt").write_text(hashlib.sha256(runtime.read_bytes()).hexdigest())


def _make_venv(python: str) -> None:
    if subprocess.call([python, "-c", "import ensurepip, venv"], stderr=subprocess.DEVNULL):
        package = f"python{_dotted(_version(python))}-venv"
        _stop(f"Python's venv module is missing. On Debian or Ubuntu: apt-get install {package}")
    _say(f"Making a virtual environment in .venv with Python {_dotted(_version(python))}.")
    if subprocess.call([python, "-m", "venv", "--clear", str(VENV)]):
        _stop(f"The folder {VENV} could not be made. May this account write in {ROOT}?")


def _install(lock: Path) -> None:
    total = sum("==" in line and not line.startswith((" ", "#")) for line in lock.read_text().splitlines())
    _say(f"Installing up to {total} packages from {lock.name}; this takes a minute or two, once.")
    command = [str(INSIDE), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar=off"]
    process = subprocess.Popen(
        [*command, "--require-hashes", "-r", str(lock)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
    )
    tail = deque(maxlen=12)
    done = 0
    for line in process.stdout:
        tail.append(line.rstrip())
        if line.startswith("Collecting "):
            done += 1
            _progress(f"  {done} of {total}: {line.split()[1].split('=')[0]}", done % 10 == 0)
        elif line.startswith("Installing collected"):
            _progress("  unpacking", True)
    _progress("", False)
    if process.wait():
        print("\n".join(tail), file=sys.stderr)
        _stop("The packages could not be installed (the lines above say why). Can this machine reach the internet?")


def _progress(text: str, always: bool) -> None:
    if sys.stdout.isatty():
        print(f"\r{'':60}\r{text}", end="", flush=True)
    elif always:
        _say(text)


def _say(text: str) -> None:
    print(text, flush=True)


def _stop(text: str) -> NoReturn:
    sys.exit(text)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("Stopped.")
