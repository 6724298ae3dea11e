"""Takes in a picture: decodes it, throws away everything but the pixels, and keeps it under a name of our own."""

import hashlib
import io
import os
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from PIL import Image, ImageOps

from faq.errors import RefusedError
from faq.models import Clinic, Revision

MAX_BYTES = 15 * 1024 * 1024  # a photograph from a phone has 3 to 8 MB
MAX_PIXELS = 40_000_000  # checked before decoding: a small file can unpack to gigabytes
_LONGEST_SIDE = 20_000  # pixels, as sent
LONG_SIDE = 1600  # pixels; keeps the small print of a screenshot readable
_FORMATS = ["JPEG", "PNG", "WEBP"]
_one_at_a_time = threading.Lock()  # a large picture takes some hundred megabytes while it is decoded
_LOSSLESS_UP_TO = 250_000  # bytes; a screenshot stays exact unless that makes it heavy for a phone


def store(file: BinaryIO) -> str:
    """Keep the picture in `file` and return its name, `pictures/<hash>-<width>x<height>.webp`.

    Turned upright, made at most `LONG_SIDE` pixels long and encoded anew, so that place, camera and all that hides
    in it are gone. The same picture twice is kept once. Raises `RefusedError`.
    """
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise RefusedError("This picture is larger than 15 MB. Please make it smaller and try again.")
    with _one_at_a_time:
        picture, is_drawn = _decode(data)
        encoded = _encode(picture, is_drawn)
    digest = hashlib.sha256(encoded).hexdigest()[:32]
    name = f"pictures/{digest}-{picture.width}x{picture.height}.webp"
    _write(Path(settings.MEDIA_ROOT) / name, encoded)
    return name


def remove_unused(*, older_than: timedelta = timedelta(days=7)) -> int:
    """Delete stored pictures that no version of any article shows, nor the clinic's logo; return how many.

    Younger ones stay: somebody may be writing the article they are meant for.
    """
    used = {Clinic.load().logo}
    for revision in Revision.objects.only("html").iterator(chunk_size=500):
        used |= revision.picture_names()
    limit = time.time() - older_than.total_seconds()
    folder = Path(settings.MEDIA_ROOT) / "pictures"
    unused = [
        path for path in folder.glob("*.*") if f"pictures/{path.name}" not in used and path.stat().st_mtime < limit
    ]
    for path in unused:
        path.unlink(missing_ok=True)
    return len(unused)


def _decode(data: bytes) -> tuple[Image.Image, bool]:
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            _refuse_too_large(opened)
            opened.draft("RGB", (LONG_SIDE, LONG_SIDE))  # a JPEG is decoded at a fraction of its size
            opened.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
            upright = ImageOps.exif_transpose(opened)
            return upright.convert("RGBA" if _has_alpha(upright) else "RGB"), opened.format == "PNG"
    except RefusedError:
        raise
    # Decoders raise many kinds of errors on broken files; each means the same to the person at the desk.
    except Exception as error:
        raise RefusedError(
            "This file is not a picture we can use. Please choose a JPEG, PNG or WebP picture."
        ) from error


def _refuse_too_large(opened: Image.Image) -> None:
    if opened.width * opened.height > MAX_PIXELS or max(opened.size) > _LONGEST_SIDE:
        raise RefusedError("This picture has more than 40 million dots. Please make it smaller and try again.")


def _has_alpha(picture: Image.Image) -> bool:
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info


def _encode(picture: Image.Image, is_drawn: bool) -> bytes:
    if is_drawn:
        exact = _webp(picture, lossless=True)
        if len(exact) <= _LOSSLESS_UP_TO:
            return exact
    return _webp(picture, quality=85)


def _webp(picture: Image.Image, **options: object) -> bytes:
    buffer = io.BytesIO()
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    bare.save(buffer, "WEBP", method=4, **options)
    return buffer.getvalue()


def _write(path: Path, data: bytes) -> None:
    """Write all or nothing, so that a killed process never leaves half a picture under a good name."""
    if path.exists():
        path.touch()  # wanted again: not to be cleared away meanwhile
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
    os.chmod(temporary, 0o644)
    os.replace(temporary, path)
