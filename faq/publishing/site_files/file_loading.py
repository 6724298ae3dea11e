"""Takes over the files of an export, each looked through first; those of an export that is refused are taken back."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from faq.errors import RefusedError
from faq.media import stored
from faq.publishing import files, pdfs, pictures
from faq.publishing.site_files.fields import DamagedError
from faq.publishing.site_files.sources import Source, reading
from faq.values import pdf_names


@contextmanager
def kept_if_all_goes_well(source: Source) -> Iterator[None]:
    """Store the files of `source`; when what follows fails, those that were not there before are gone again."""
    new: list[str] = []
    try:
        for name in source.files():
            with reading(name):
                data = source.bytes_of(name)
                known = _known(name, data)
            if not pictures.is_there_or_unknown(name):
                new += [name, pdf_names.text_name(name)]
            files.write(name, data, known)
        yield
    except BaseException:
        for name in new:
            with suppress(OSError):
                stored.remove(name)
        raise


def _known(name: str, data: bytes) -> pdfs.Pdf:
    """Raise `DamagedError` for what `files.store` cannot have kept: its name says what is in it."""
    try:
        known = pdfs.read(data)
    except RefusedError as error:
        raise DamagedError from error
    if files.name_of(data, known) != name:
        raise DamagedError
    return known
