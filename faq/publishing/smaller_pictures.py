"""Smaller sizes of stored pictures: made when a reader first asks for one, kept beside the pictures, gone with them."""

import io
import logging
import threading
import time
from contextlib import suppress
from pathlib import PurePosixPath
from typing import IO

from PIL import Image

from faq.errors import RefusedError
from faq.media import stored
from faq.publishing import pictures
from faq.values import picture_names

_log = logging.getLogger(__name__)
# Of WebP: a tenth lighter than with 80, and on the screen of a phone nobody tells them apart
_QUALITY = 75
# Two readers who come at once wait for one decoder, not for two
_one_at_a_time = threading.Lock()
# Seconds that a reader waits for the decoder, and for which nobody tries again what failed
_PATIENCE, _PAUSE = 1, 60
# By name, when it may be tried again
_failed_until: dict[str, float] = {}


def opened(name: str, width: int) -> tuple[IO[bytes], str]:
    """Return the stored picture `name`, `width` pixels wide where it is offered so, open to be read; and its name.

    The picture itself, as it is stored, for any other width, where a smaller one would be no lighter, and where none
    can be made or kept now. What every host needs is where pictures lie, which they share: whoever is first writes.
    Raises FileNotFoundError and StorageAwayError.
    """
    smaller = _name_of(name, width)
    # A smaller size is gone with its picture
    if width not in picture_names.smaller_widths(name) or not pictures.is_there_or_unknown(name):
        return stored.opened(name), name
    with suppress(FileNotFoundError, NotADirectoryError):
        return stored.opened(smaller), smaller
    if _failed_until.get(smaller, 0) > time.monotonic() or not _one_at_a_time.acquire(timeout=_PATIENCE):
        return stored.opened(name), name
    try:
        if stored.is_there(smaller) or _make(name, smaller, width):
            return stored.opened(smaller), smaller
    finally:
        _one_at_a_time.release()
    _failed_until[smaller] = time.monotonic() + _PAUSE
    return stored.opened(name), name


def remove_without_picture() -> None:
    """Delete the smaller sizes of pictures that are not there any more."""
    there = {PurePosixPath(name).stem for name in stored.here().names("pictures")}
    for name in stored.here().names(picture_names.SMALLER_FOLDER):
        if name.endswith(".webp") and PurePosixPath(name).stem.rpartition("-")[0] not in there:
            stored.remove(name)


def _name_of(name: str, width: int) -> str:
    return f"{picture_names.SMALLER_FOLDER}/{PurePosixPath(name).stem}-{width}.webp"


def _make(name: str, smaller: str, width: int) -> bool:
    """Write `smaller`; return whether it is there now. Raises FileNotFoundError and StorageAwayError."""
    # A plain screenshot, which is stored without loss, may be lighter as it is
    as_it_is = stored.read(name)
    try:
        data = _resized(as_it_is, width)
        is_lighter_as_it_is = name.endswith(".webp") and len(as_it_is) <= len(data)
        pictures.write(smaller, as_it_is if is_lighter_as_it_is else data)
    # A damaged file raises many kinds of errors, and must not take the page of its article with it
    except Exception as error:
        if not isinstance(error, RefusedError):
            _log.warning("A smaller size of a picture could not be made (%s)", type(error).__name__)
        return False
    return True


def _resized(data: bytes, width: int) -> bytes:
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "WEBP"]) as picture:
        size = (width, max(1, round(width * picture.height / picture.width)))
        picture.convert("RGBA" if picture.mode in ("RGBA", "LA", "PA") else "RGB").resize(
            size, Image.Resampling.LANCZOS
        ).save(buffer, "WEBP", quality=_QUALITY, method=4)
    return buffer.getvalue()
