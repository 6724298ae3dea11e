"""Takes in a picture: decodes it, throws away everything but the pixels, and keeps it under a name of our own."""

import hashlib
import io
import logging
import threading
from datetime import timedelta
from typing import BinaryIO

from PIL import Image

from faq.errors import RefusedError
from faq.media import stored
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
    write(name, encoded)
    return name


def check(file: BinaryIO) -> None:
    """Raise `RefusedError` when `store` would refuse the picture in `file`."""
    data = _read(file)
    with _one_at_a_time:
        picture_decoding.decode(data)


def write(name: str, data: bytes) -> None:
    """Keep the picture `data` as `name`. Raises `RefusedError` when the disk or the bucket does not take it."""
    try:
        stored.write(name, data)
    except stored.StorageAwayError as away:
        _log.warning("A picture could not be stored: %s", away)
        raise RefusedError(
            "This picture could not be kept: the place where this site keeps its pictures does not answer just now."
            " Please save again in a few minutes, or without it. If this goes on, tell the person who looks after the"
            " site."
        ) from away
    except OSError as error:
        _log.exception("A picture could not be stored")
        raise RefusedError(
            "This picture could not be kept: the disk of this site is full or cannot be written to. Please tell the"
            " person who looks after the site."
        ) from error


def is_stored(name: str) -> bool:
    """Return whether `name`, which a browser sent, is that of a picture that is there."""
    return picture_names.is_name(name) and is_there_or_unknown(name)


def is_there_or_unknown(name: str) -> bool:
    """Return whether `name` is stored; also True while nobody can tell, so that words can be saved meanwhile."""
    try:
        return stored.is_there(name)
    except stored.StorageAwayError:
        return True


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
    unfinished.remove_old(stored.here().unfinished())
    used = {Clinic.load().logo}
    for revision in Revision.objects.only("html").iterator(chunk_size=500):
        used |= revision.picture_names()
    removed = 0
    for name in stored.here().names("pictures"):
        # Asked just before: to look through a bucket takes minutes, in which somebody may send the picture again
        if name not in used and stored.is_older(name, older_than):
            stored.remove(name)
            removed += 1
    return removed


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
