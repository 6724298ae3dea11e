"""Lets a new start serve beside the one before on the same port, then ends that one: no reader finds the site closed.

Each serving process listens by itself, and Linux gives a new reader to any of them (SO_REUSEPORT). So the new ones
listen first, then they get all new readers (port_steering.py), and a moment later the old ones are told to end, which
lets their readers finish.
"""

import errno
import fcntl
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import IO

from django.conf import settings

from faq.management import port_steering, preflight, served_by

# Seconds until the new processes must answer, and until the old ones must have ended; those give their readers 10
_PATIENCE = 60
_PAUSE = 0.05
# Seconds that a reader who has come to an old process has to ask
_SETTLING = 1.5
# Set where this start ends because its processes did not come to answer
given_up = threading.Event()


def old_starts() -> dict[int, int]:
    """Return the starts that serve our port now, each with how many processes of it listen.

    Raises Stopped where the port cannot be shared with whoever has it.
    """
    if not served_by.is_known():
        raise preflight.Stopped("This system cannot hand over a port. Please stop the old site, then start without it.")
    found = _starts()
    if not found:
        preflight.require_free_port()
        return {}
    _require_our_site(found)
    _require_shared_port()
    _keep_others_out()
    return found


def _keep_others_out() -> None:
    """Of two starts that would take over at once one does; the lock is let go at the end of `take_over`."""
    try:
        fcntl.flock(_lock(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise preflight.Stopped("Another start is taking over this port just now. Please look at that one.") from None


@cache
def _lock() -> IO[str]:
    return (settings.KB_DATA_DIR / "take-over.lock").open("w")


def _starts() -> dict[int, int]:
    try:
        return served_by.starts(settings.HOST, settings.PORT)
    except OSError:
        raise preflight.Stopped(f"The address {settings.HOST} in HOST is not known on this machine.") from None


def _require_our_site(starts: Iterable[int]) -> None:
    """A forgotten KB_DATA_DIR or DATABASE_URL must not put another site in the place of this one."""
    ours = Path(settings.KB_DATA_DIR).resolve()
    for start in starts:
        theirs = served_by.data_folder(start)
        if theirs != ours:
            raise preflight.Stopped(
                f"Port {settings.PORT} is served from the data folder {theirs or 'of another account'}, and this start"
                f" has {ours}. Name the same one in KB_DATA_DIR."
            )
        if served_by.setting(start, "DATABASE_URL") != os.environ.get("DATABASE_URL", "").strip():
            raise preflight.Stopped(
                f"Port {settings.PORT} is served from another database than DATABASE_URL names here. Name the same one."
            )


def _require_shared_port() -> None:
    family, kind, protocol, _, address = socket.getaddrinfo(settings.HOST, settings.PORT, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            probe.bind(address)
        except OSError as error:
            reason = "belongs to another account" if error.errno == errno.EADDRINUSE else error.strerror
            raise preflight.Stopped(
                f"Port {settings.PORT} cannot be taken over ({reason}). Start this version as the account that runs"
                " the old one, or stop that one first."
            ) from None


def get_new_readers(parent: int, old: dict[int, int]) -> None:
    """In a serving process of the start `parent`: once all of them listen, let new readers come to them alone."""
    if _holds(lambda: _starts().get(parent, 0) >= settings.WEB_WORKERS):
        inodes = set(served_by.listening(settings.HOST, settings.PORT))
        port_steering.prefer(sum(old.values()), settings.WEB_WORKERS, inodes)


def take_over(old: Iterable[int]) -> None:
    """Wait until our own processes answer, then end the starts `old` and wait until their readers are served.

    Where ours do not come to answer, the old ones go on and this start ends.
    """
    try:
        _take_over(old)
    finally:
        # Not closed: our own serving processes have the same file open
        fcntl.flock(_lock(), fcntl.LOCK_UN)


def _take_over(old: Iterable[int]) -> None:
    if not _holds(lambda: _starts().get(os.getpid(), 0) >= settings.WEB_WORKERS):
        given_up.set()
        os.kill(os.getpid(), signal.SIGTERM)
        return
    _say("The new processes answer. The old ones let their readers finish.\n")
    time.sleep(_SETTLING)
    # Asked again: a number may be another program's by now
    for number in _starts():
        if number in old:
            os.kill(number, signal.SIGTERM)
    if _holds(lambda: not any(map(_lives, old))):
        _say("Taken over: the old processes have ended.\n")
    else:
        _say(f"The old processes (numbers {', '.join(map(str, old))}) have not ended: please look at them.\n")


def _holds(condition: Callable[[], bool]) -> bool:
    """Wait until `condition()` is true; False when it takes too long."""
    end = time.monotonic() + _PATIENCE
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(_PAUSE)
    return True


def _lives(number: int) -> bool:
    """Whether the process runs; one that has ended but nobody asked for does not."""
    try:
        with open(f"/proc/{number}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def _say(text: str) -> None:
    # Not print: a process that parts now must not inherit its lock
    os.write(1, text.encode())
