"""Takes over the pictures of an export, each looked at first; those of an export that is refused are taken back."""

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from PIL import Image

from faq.media import stored
from faq.publishing import pictures
from faq.publishing.site_files.fields import DamagedError
from faq.publishing.site_files.sources import Source, reading
from faq.values import picture_names

_FORMATS = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}
# What a picture of ours never carries: place, camera, words
_HIDDEN = {"exif", "xmp", "icc_profile", "comment", "XML:com.adobe.xmp"}


@contextmanager
def kept_if_all_goes_well(source: Source) -> Iterator[None]:
    """Store the pictures of `source`; when what follows fails, those that were not there before are gone again."""
    new: list[str] = []
    try:
        for name in source.pictures():
            with reading(name):
                data = source.bytes_of(name)
                _check(name, data)
            if not pictures.is_there_or_unknown(name):
                new.append(name)
            pictures.write(name, data)
        yield
    except BaseException:
        for name in new:
            with suppress(OSError):
                stored.remove(name)
        raise


def _check(name: str, data: bytes) -> None:
    """Raise `DamagedError` for what `pictures.store` cannot have made: its name is a hash of what is in it."""
    if hashlib.sha256(data).hexdigest()[:32] != Path(name).name.partition("-")[0]:
        raise DamagedError
    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[name.rpartition(".")[2]]]) as picture:
            is_whole = picture.size == picture_names.size_of(name) and not _HIDDEN & picture.info.keys()
            picture.load()
    # Decoders raise many kinds of errors on broken files
    except Exception as error:
        raise DamagedError from error
    if not is_whole:
        raise DamagedError
