"""Sends all new readers of a port that two starts share to the processes of the newer one.

Linux keeps the sockets that listen on one port (SO_REUSEPORT) in the order in which they began to, and asks a small
program of ours which of them gets the next reader. So the older processes get none any more before they are told to
end: one that had just come to them, and had not asked yet, would find the door closed.
"""

import ctypes
import os
import socket
import struct
from pathlib import Path

# <asm-generic/socket.h>, the same on all processors that the packages are made for
_SO_ATTACH_REUSEPORT_CBPF = 51
# Instructions of <linux/filter.h>: a random number; remainder; sum; return
_RANDOM, _MOD, _ADD, _RETURN = (0x20, 0xFFFFF000 + 56), 0x94, 0x04, (0x16, 0)


def prefer(first: int, count: int, inodes: set[str]) -> bool:
    """Give new readers to the `count` sockets after the `first` ones; return whether the system does so.

    `inodes` name the sockets of the port; one of them must be open in this process. A number that no socket has any
    more (the first ones are gone) lets Linux choose as it always does.
    """
    own = next((number for number in _open_files() if _inode(number) in inodes), None)
    if own is None:
        return False
    steps = [_RANDOM, (_MOD, count), (_ADD, first), _RETURN]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", step, 0, 0, value) for step, value in steps))
    program = struct.pack("@HP", len(steps), ctypes.addressof(code))
    with socket.socket(fileno=os.dup(own)) as listening:
        try:
            listening.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_REUSEPORT_CBPF, program)
        except OSError:
            return False
    return True


def _open_files() -> list[int]:
    return [int(path.name) for path in Path("/proc/self/fd").iterdir()]


def _inode(number: int) -> str:
    try:
        return os.readlink(f"/proc/self/fd/{number}").removeprefix("socket:[").removesuffix("]")
    except OSError:
        return ""
