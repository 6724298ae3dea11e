"""Serves the site with several processes of one machine until it is told to stop."""

import ctypes
import gc
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError, connections
from django.urls import get_resolver
from django.utils.module_loading import import_string
from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.log import LogLevels

from faq.management import taking_over
from faq.search.find import find
from faq.stats import counting

WAIT_SECONDS = 30
# Of each process, browsers that rest included; below the usual limit of 1,024 open files
CONNECTIONS = 900
# Of killed processes in a minute; more means that the site cannot run at all
MOST_RESTARTS = 40
# prctl's PR_SET_PDEATHSIG
DIE_WITH_PARENT = 1


def serve(when_ready: str, instead_of: dict[int, int] | None = None) -> None:
    """Answers on HOST and PORT until Ctrl-C or SIGTERM; prints `when_ready` as soon as it does.

    The starts `instead_of` ({process: how many of it listen}) serve until those of this one answer; then they end.
    """
    old = instead_of or {}
    _forget_metrics()
    _warm_up()
    threading.Thread(target=_open, args=(when_ready, old), daemon=True).start()
    server = Granian(
        settings.ASGI_APPLICATION,
        address=settings.HOST,
        port=settings.PORT,
        interface=Interfaces.ASGINL,
        loop=Loops.asyncio,
        # Of HTTP/2, one connection would bring hundreds of requests at once; no browser speaks it without https
        http=HTTPModes.http1,
        websockets=False,
        workers=settings.WEB_WORKERS,
        backpressure=CONNECTIONS,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=10,
        log_level=LogLevels.error,
        # An access log would hold searches and addresses
        log_access=False,
    )
    server.respawned_wrks = _Restarts()
    server.serve(target_loader=partial(_load, os.getpid(), old), wrap_loader=False)


class _Restarts(dict):
    """When each process was last started again; granian ends the site when one of them dies within seconds of that.

    A single fault must not: only a process that dies again and again is remembered.
    """

    def __init__(self) -> None:
        super().__init__()
        self._times: deque[float] = deque(maxlen=MOST_RESTARTS)

    def __setitem__(self, process: int, at: float) -> None:
        self._times.append(at)
        if len(self._times) == MOST_RESTARTS and at - self._times[0] < 60:
            super().__setitem__(process, at)


def _forget_metrics() -> None:
    """Removes what processes counted that are gone; each file is named by its process, as in counter_123.db."""
    if settings.KB_METRICS_TOKEN:
        settings.KB_METRICS_DIR.mkdir(mode=0o700, exist_ok=True)
        for file in settings.KB_METRICS_DIR.glob("*_*.db"):
            if not Path(f"/proc/{file.stem.rpartition('_')[2]}").exists():
                file.unlink(missing_ok=True)


def _warm_up() -> None:
    """Loads everything before the processes part, so that they share its memory; no connection may be shared."""
    import_string(settings.ASGI_APPLICATION)
    _ = get_resolver().url_patterns
    # Nothing of whoever was counted outlasts its time because nobody served
    caches["limits"].delete_expired()
    _add_journal()
    connections.close_all()
    gc.collect()
    gc.freeze()


def _add_journal() -> None:
    """Adds what was counted while the database was away, so that reports have it before the next reader comes."""
    try:
        counting.add_journal()
    # The next count tries again
    except (DatabaseError, OSError) as error:
        logging.getLogger(__name__).warning("Kept counts could not be added yet: %s", type(error).__name__)


def _load(parent: int, old: dict[int, int]) -> Callable[..., Any]:
    """Runs first in each serving process: it ends with its parent, and only by its parent's word."""
    # Ctrl-C is for the parent, which then ends its children one by one
    os.setpgrp()
    # Until the server's own, which lets readers finish, is in place
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform == "linux":
        # A killed parent leaves nobody holding the port
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
    if os.getppid() != parent:
        # It was killed before that
        os._exit(0)
    if old:
        threading.Thread(target=taking_over.get_new_readers, args=(parent, old), daemon=True).start()
    # This process ends without what Python does at the end of others: what the log has not sent yet is sent
    Finalize(None, logging.shutdown, exitpriority=0)
    threading.Thread(target=_try_search, name="search-warm-up").start()
    return import_string(settings.ASGI_APPLICATION)


def _try_search() -> None:
    """Loads the index and the sentence model, so that the first patient who searches need not wait for them."""
    try:
        find("how do I")
    # Whoever searches next hears of it
    except Exception as error:
        logging.getLogger(__name__).warning("Search could not be made ready: %s", type(error).__name__)
    finally:
        connections.close_all()


def _open(when_ready: str, old: dict[int, int]) -> None:
    if old:
        taking_over.take_over(old)
        if taking_over.given_up.is_set():
            return
        # What the old ones could not count any more in the newer tables
        _add_journal()
        connections.close_all()
    _announce(when_ready)


def _announce(text: str) -> None:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.HOST, settings.HOST)
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        try:
            socket.create_connection((host, settings.PORT), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            # Not print: a process that parts now must not inherit its lock
            os.write(1, text.encode())
            return
