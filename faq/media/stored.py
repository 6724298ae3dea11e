"""The one way to pictures and PDFs, wherever they lie: in the media folder (`folder.py`) or a bucket (`bucket.py`).

A name is what `values.picture_names` and `values.pdf_names` say, such as pictures/0f...-800x600.webp. It is a hash of
what is in it, so a name never comes to mean anything else, and to write it a second time changes nothing.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import IO, Protocol, cast

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils import timezone

# How a name begins that no backup, list or reader knows: what is tried, and what is being written
HIDDEN = "."


class StorageAwayError(OSError):
    """A bucket does not answer, or refuses: str() is a sentence about it; `mend` says what the operator can do."""

    def __init__(self, sentence: str, mend: str = "") -> None:
        super().__init__(sentence)
        self.strerror, self.mend = sentence, mend


class StorageUnreachableError(StorageAwayError):
    """It does not answer at all: it may be back in a moment."""


class Place(Protocol):
    """What the storages of ours know beside Django's own; every method may raise OSError, so StorageAwayError too."""

    # As sentences call it: the folder's path, or "the bucket NAME"
    where: str

    def names(self, folder: str = "") -> Iterator[str]:
        """Yield the names of all that lies below `folder`; "" for everything. Hidden ones are left out."""

    def fetch(self, name: str) -> bytes:
        """Return what is stored, past any copy of it."""

    def unfinished(self) -> Iterator[Path]:
        """Yield the files that are being written, or were when a process was killed; a bucket has none."""

    def try_writing(self) -> None:
        """Raise OSError when nothing can be kept here now; what is tried with is gone afterwards."""


def here() -> Place:
    """Return where this site keeps its pictures and PDFs. It stays the same when settings change for a while."""
    return cast(Place, storages["default"])


def opened(name: str) -> IO[bytes]:
    """Return the stored `name`, to be read and closed. Raises FileNotFoundError where it is not, StorageAwayError."""
    return cast(IO[bytes], _storage().open(name))


def read(name: str) -> bytes:
    """Return what is in the stored `name`. Raises as `opened` does."""
    with opened(name) as file:
        return file.read()


def is_there(name: str) -> bool:
    """Whether `name` is stored. Raises StorageAwayError."""
    return _storage().exists(name)


def write(name: str, data: bytes) -> None:
    """Keep `data` as `name`, whole or not at all; what is there already only counts as wanted again. Raises OSError."""
    _storage().save(name, ContentFile(data))


def remove(name: str) -> None:
    """Delete `name`, if it is there. Raises OSError."""
    _storage().delete(name)


def is_older(name: str, age: timedelta) -> bool:
    """Whether `name` was last wanted (see `write`) longer ago than `age`; False for what is not there any more."""
    try:
        return _storage().get_modified_time(name) < timezone.now() - age
    except FileNotFoundError:
        return False


def _storage() -> Storage:
    return storages["default"]
