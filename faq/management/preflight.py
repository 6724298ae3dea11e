"""Checks before a start: a folder that can be written, a port that is free; says plainly when one is not."""

import errno
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from faq.media import stored

# The disk, this account's part of it, or the size that a file may have
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


# Named for the person who starts the site: Django prints the name of the class before the reason.
class Stopped(CommandError):  # noqa: N818
    """Why the start goes no further; Django prints it as the one line "Stopped: ..." and leaves with code 1."""


def make_folder() -> None:
    """Makes the data folder for its owner alone, and that of pictures; raises Stopped naming what cannot be written."""
    os.umask(0o077)
    with _stopped_for("KB_DATA_DIR", settings.KB_DATA_DIR) as folder:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _try_writing(folder)
        for room in (settings.STATIC_ROOT, settings.KB_INDEX_DIR):
            Path(room).mkdir(exist_ok=True)
    _keep_database_private()
    if settings.KB_MEDIA_BUCKET:
        _require_bucket()
        return
    with _stopped_for("KB_MEDIA_DIR", Path(settings.MEDIA_ROOT)) as media:
        # Without its parents: a shared folder that is not there must not be made up
        media.mkdir(exist_ok=True)
        _try_writing(media)


def require_free_port() -> None:
    """Raises Stopped naming the port when another program has it."""
    host, port = settings.HOST, settings.PORT
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        raise Stopped(f"The address {host} in HOST is not known on this machine.") from None
    except OSError as error:
        raise Stopped(_why_not_bound(error, host, port)) from None


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Lets one start of this folder prepare while another waits."""
    # Not on every system; only a start needs it
    import fcntl

    with (settings.KB_DATA_DIR / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _stopped_for(name: str, folder: Path) -> Iterator[Path]:
    try:
        yield folder
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise Stopped(f"The disk of {folder} is full. Free some of it, or name another folder in {name}.") from None
        reason = f"The folder {folder} cannot be written ({error.strerror})."
        raise Stopped(f"{reason} Make it writable, or name another one in {name}.") from None


def _try_writing(folder: Path) -> None:
    probe = folder / f".can-write-{os.getpid()}"
    try:
        # An empty file fits on a full disk
        probe.write_bytes(bytes(8_192))
    finally:
        probe.unlink(missing_ok=True)


def _require_bucket() -> None:
    """Raises Stopped where the bucket refuses; one that does not answer is only said, as pages are answered without."""
    try:
        stored.here().try_writing()
    except stored.StorageUnreachableError as unreachable:
        print(f"{unreachable} {unreachable.mend} Until it does, pictures are missing on pages.", file=sys.stderr)
    except stored.StorageAwayError as away:
        raise Stopped(f"{away} {away.mend}") from None


def _keep_database_private() -> None:
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        file = Path(database["NAME"])
        with _stopped_for("DATABASE_URL", file.parent):
            file.touch(mode=0o600)
            file.chmod(0o600)


def _why_not_bound(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use: is the knowledge base running already? Stop it, or name another port in PORT."
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights than this account has. Name a port above 1023 in PORT."
    return f"{host}, port {port}, cannot be listened on ({error.strerror}). Change HOST or PORT."
