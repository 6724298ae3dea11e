"""Takes in a picture: decodes it, throws away everything but the pixels, and keeps it under a name of our own."""

import hashlib
import io
import logging
import os
import tempfile
import threading
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from PIL import Image

from faq.errors import RefusedError
from faq.models import Article, Clinic, Revision
from faq.publishing import picture_decoding
from faq.values import picture_names, unfinished

# A photograph from a phone has 3 to 8 MB
MAX_BYTES = 15 * 1024 * 1024
_log = logging.getLogger(__name__)
# A large picture takes some hundred megabytes while it is decoded
_one_at_a_time = threading.Lock()
# Bytes; a screenshot stays exact unless that makes it heavy for a phone
_LOSSLESS_UP_TO = 250_000


def store(file: BinaryIO) -> str:
    """Keep the picture in `file` and return its name, `pictures/<hash>-<width>x<height>.webp`.

    It is decoded (`picture_decoding.decode` says to which size) and encoded anew, so that place, camera and all that
    hides in it are gone. The same picture twice is kept once. Raises `RefusedError`.
    """
    data = _read(file)
    with _one_at_a_time:
        picture, is_drawn = picture_decoding.decode(data)
        encoded = _encode(picture, is_drawn)
    digest = hashlib.sha256(encoded).hexdigest()[:32]
    name = f"pictures/{digest}-{picture.width}x{picture.height}.webp"
    write(Path(settings.MEDIA_ROOT) / name, encoded)
    return name


def check(file: BinaryIO) -> None:
    """Raise `RefusedError` when `store` would refuse the picture in `file`."""
    data = _read(file)
    with _one_at_a_time:
        picture_decoding.decode(data)


def write(path: Path, data: bytes) -> None:
    """Write the picture `data` to `path`. Raises `RefusedError` when the disk does not take it."""
    try:
        _write_whole(path, data)
    except OSError as error:
        _log.exception("A picture could not be stored")
        raise RefusedError(
            "This picture could not be kept: the disk of this site is full or cannot be written to. Please tell the"
            " person who looks after the site."
        ) from error


def is_stored(name: str) -> bool:
    """Return whether `name`, which a browser sent, is that of a picture that is there."""
    return picture_names.is_name(name) and (Path(settings.MEDIA_ROOT) / name).exists()


def also_shown_by(article: Article) -> list[Article]:
    """Return the other published articles that show a picture which the newest version of `article` shows, by title."""
    newest = article.revisions.filter(number=article.version).first()
    names = newest.picture_names() if newest else set()
    others = Article.objects.live().filter(live__pictures__name__in=names).exclude(pk=article.pk)
    return list(others.distinct().order_by("title")) if names else []


def remove_unused(*, older_than: timedelta = timedelta(days=7)) -> int:
    """Delete stored pictures that no version of any article shows, nor the clinic's logo; return how many.

    What a killed process left of a file goes, too. Younger ones stay: somebody may be writing the article they are
    meant for.
    """
    unfinished.remove_old(Path(settings.MEDIA_ROOT).glob("*/tmp????????.part"))
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


def _read(file: BinaryIO) -> bytes:
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise RefusedError("This picture is larger than 15 MB. Please make it smaller and try again.")
    return data


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


def _write_whole(path: Path, data: bytes) -> None:
    """Write all or nothing: neither a killed process nor a full disk leaves half a picture under a good name."""
    if path.is_file() and path.stat().st_size == len(data):
        # A disk that cannot be written to has the picture all the same
        with suppress(OSError):
            # Wanted again: not to be cleared away meanwhile
            path.touch()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            # Some file systems say only now that they are full
            os.fsync(out.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
