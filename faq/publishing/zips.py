"""What every reader of a .zip from outside must know: how a broken one fails, and which names lead out of it."""

import re
import zipfile
import zlib

# A broken .zip fails in many ways, an encrypted one with RuntimeError
BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)
# The others (bzip2, LZMA) unpack a whole block at once, however little is asked for
KNOWN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DRIVE = re.compile(r"[A-Za-z]:")


def leads_outside(name: str) -> bool:
    """Return whether a file of this name would be unpacked outside of its folder: "../a", "/a", "C:a"."""
    parts = re.split(r"[/\\]", name)
    return not parts[0] or ".." in parts or _DRIVE.match(name) is not None
