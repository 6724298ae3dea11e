"""Looks at a .docx or .xlsx before a library opens it: encrypted, unpacking to gigabytes, or naming other files."""

import io
import re
import zipfile

from faq.errors import RefusedError
from faq.publishing import zips

MOST_UNPACKED = 100_000_000
_MOST_FILES = 5_000
# Office programs never write one; a reader that follows it opens other files, or grows without end
_DOCTYPE = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E|<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y", re.IGNORECASE)
_OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def check(data: bytes, ending: str) -> zipfile.ZipFile:
    """Return what is packed in `data`, a file with that `ending` (".docx", ".xlsx"). Raises `RefusedError`."""
    if data.startswith(_OLD_FORMAT):
        raise RefusedError(
            f"This {ending} file is locked with a password, or has the old form. Please save it anew, without one."
        )
    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
        _refuse_hostile(packed, ending)
    except zips.BROKEN as error:
        raise RefusedError(f"This {ending} file is damaged. Please save it once more and try again.") from error
    return packed


def read_member(packed: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """Return the bytes of `member`. Raises `RefusedError` when they are more than `most`, without opening it.

    Never more than its head says are read: a head that says too little makes it a damaged one.
    """
    if member.file_size > most:
        raise RefusedError(f"It is larger than {most // 1_000_000} MB when it is unpacked.")
    try:
        with packed.open(member) as opened:
            return opened.read()
    except zips.BROKEN as error:
        raise RefusedError("This packed file is damaged or locked with a password.") from error


def unpacked_size(data: bytes) -> int:
    """Return how many bytes `data`, a .docx or .xlsx, says that it unpacks to; 0 where it cannot be opened."""
    try:
        return sum(member.file_size for member in zipfile.ZipFile(io.BytesIO(data)).infolist())
    except zips.BROKEN:
        return 0


def _refuse_hostile(packed: zipfile.ZipFile, ending: str) -> None:
    members = packed.infolist()
    if len(members) > _MOST_FILES or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise RefusedError(f"This {ending} file unpacks to more than {MOST_UNPACKED // 1_000_000} MB.")
    for member in members:
        if member.flag_bits & 1:
            raise RefusedError(f"This {ending} file is locked with a password. Please save it without one.")
        if member.compress_type not in zips.KNOWN_METHODS:
            raise RefusedError(f"This {ending} file is packed in a rare way. Please save it once more and try again.")
        if member.filename.endswith((".xml", ".rels")) and _DOCTYPE.search(read_member(packed, member, MOST_UNPACKED)):
            raise RefusedError(f"This {ending} file names parts outside of itself, so it is not opened.")
