"""Which starts of this software serve an address of this machine now, told by what Linux says of its processes."""

import socket
import sys
from pathlib import Path

_PROC = Path("/proc")
# The state LISTEN in /proc/net/tcp
_LISTENING = "0A"


def is_known() -> bool:
    """Whether this system can tell; a Mac cannot."""
    return (_PROC / "net" / "tcp").exists()


def starts(host: str, port: int) -> dict[int, int]:
    """Return {number of the process `manage.py start`: how many processes of it listen on `host` and `port`}.

    Raises OSError for a host that is not known.
    """
    sockets = {f"socket:[{inode}]" for inode in listening(host, port)}
    found: dict[int, int] = {}
    for folder in _PROC.glob("[0-9]*"):
        if sockets and _has_open(folder, sockets):
            start = _start_of(folder)
            if start:
                found[start] = found.get(start, 0) + 1
    return found


def data_folder(start: int) -> Path | None:
    """Return the data folder of the site that the process `start` serves; None where that cannot be told."""
    named = setting(start, "KB_DATA_DIR")
    try:
        return None if named is None else (_of(start, "cwd").readlink() / Path(named or "var").expanduser()).resolve()
    except (OSError, RuntimeError):
        return None


def setting(start: int, name: str) -> str | None:
    """Return the value of the environment with which the process `start` began; None where that cannot be told."""
    try:
        values = dict(value.partition(b"=")[::2] for value in _of(start, "environ").read_bytes().split(b"\0"))
        return values.get(name.encode(), b"").decode().strip()
    except (OSError, ValueError):
        return None


def _of(process: int, file: str) -> Path:
    return _PROC / str(process) / file


def listening(host: str, port: int) -> list[str]:
    """Return the numbers (inodes) of the sockets on which somebody listens there."""
    family, _, _, _, (address, *_) = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    wanted = f"{_as_linux_says(socket.inet_pton(family, str(address)))}:{port:04X}"
    inodes = []
    for line in (_PROC / "net" / ("tcp6" if family == socket.AF_INET6 else "tcp")).read_text().splitlines()[1:]:
        _, local, _, state, *_, inode = line.split()[:10]
        if state == _LISTENING and local == wanted:
            inodes.append(inode)
    return inodes


def _as_linux_says(address: bytes) -> str:
    """Return an address as it stands in /proc/net/tcp: numbers of four bytes, each in this machine's order.

    127.0.0.1 is "0100007F" where the lowest byte comes first.
    """
    numbers = (int.from_bytes(address[at : at + 4], sys.byteorder) for at in range(0, len(address), 4))
    return "".join(f"{number:08X}" for number in numbers)


def _has_open(process: Path, sockets: set[str]) -> bool:
    try:
        return any(str(file.readlink()) in sockets for file in (process / "fd").iterdir())
    # It has ended, or is somebody else's
    except OSError:
        return False


def _start_of(process: Path) -> int:
    """Return the process `manage.py start` that started this one, 0 if it belongs to another program."""
    try:
        # "pid (name) state parent ...": the name may hold anything
        parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
        words = (_PROC / str(parent) / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return 0
    return parent if b"start" in words and any(word.endswith(b"manage.py") for word in words) else 0
