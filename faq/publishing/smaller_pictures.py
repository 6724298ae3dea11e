"""Smaller sizes of stored pictures: made when a reader first asks for one, kept beside the pictures, gone with them."""

import io
import logging
import threading
import time
from pathlib import Path

from django.conf import settings
from PIL import Image

from faq.errors import RefusedError
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


def path_of(name: str, width: int) -> Path:
    """Return the file of the stored picture `name`, `width` pixels wide where it is offered so.

    The picture itself, as it is stored, for any other width, where a smaller one would be no lighter, and where none
    can be made or kept now. What every host needs is the folder of pictures, which they share: whoever is first writes.
    """
    whole = Path(settings.MEDIA_ROOT) / name
    if width not in picture_names.smaller_widths(name) or not whole.is_file():
        return whole
    smaller = _folder() / f"{whole.stem}-{width}.webp"
    if smaller.is_file():
        return smaller
    if _failed_until.get(smaller.name, 0) > time.monotonic() or not _one_at_a_time.acquire(timeout=_PATIENCE):
        return whole
    try:
        if smaller.is_file() or _make(whole, smaller, width):
            return smaller
        _failed_until[smaller.name] = time.monotonic() + _PAUSE
        return whole
    finally:
        _one_at_a_time.release()


def remove_without_picture() -> None:
    """Delete the smaller sizes of pictures that are not there any more."""
    there = {path.stem for path in (Path(settings.MEDIA_ROOT) / "pictures").glob("*.*")}
    for path in _folder().glob("*.webp"):
        if path.stem.rpartition("-")[0] not in there:
            path.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / picture_names.SMALLER_FOLDER


def _make(whole: Path, smaller: Path, width: int) -> bool:
    """Write the file `smaller`; return whether it is there now."""
    try:
        data = _resized(whole, width)
        # A plain screenshot, which is stored without loss, may be lighter as it is
        as_it_is = whole.read_bytes()
        is_lighter_as_it_is = whole.suffix == smaller.suffix and len(as_it_is) <= len(data)
        pictures.write(smaller, as_it_is if is_lighter_as_it_is else data)
    # A damaged file raises many kinds of errors, and must not take the page of its article with it
    except Exception as error:
        if not isinstance(error, RefusedError):
            _log.warning("A smaller size of a picture could not be made (%s)", type(error).__name__)
        return False
    return True


def _resized(path: Path, width: int) -> bytes:
    buffer = io.BytesIO()
    with Image.open(path, formats=["JPEG", "PNG", "WEBP"]) as picture:
        size = (width, max(1, round(width * picture.height / picture.width)))
        picture.convert("RGBA" if picture.mode in ("RGBA", "LA", "PA") else "RGB").resize(
            size, Image.Resampling.LANCZOS
        ).save(buffer, "WEBP", quality=_QUALITY, method=4)
    return buffer.getvalue()
