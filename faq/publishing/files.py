"""Keeps the PDFs that staff add to articles, each looked through first, and the words in them for search."""

import hashlib
from datetime import timedelta
from typing import BinaryIO

from faq.errors import RefusedError
from faq.media import stored
from faq.models import Article, Revision
from faq.publishing import pdfs, pictures
from faq.values import pdf_names


def store(file: BinaryIO) -> str:
    """Keep the PDF in `file` as it is and return its name, `files/<hash>-<pages>-<bytes>.pdf`. Raises `RefusedError`.

    The words in it are kept beside it. The same file twice is kept once.
    """
    data = file.read(pdfs.MAX_BYTES + 1)
    known = pdfs.read(data)
    name = name_of(data, known)
    write(name, data, known)
    return name


def check(file: BinaryIO) -> None:
    """Raise `RefusedError` when `store` would refuse the PDF in `file`."""
    pdfs.read(file.read(pdfs.MAX_BYTES + 1))


def name_of(data: bytes, known: pdfs.Pdf) -> str:
    """Return under which name the PDF `data` is kept, of which `known` was read."""
    return pdf_names.name_for(hashlib.sha256(data).hexdigest()[:32], pages=known.pages, size=len(data))


def write(name: str, data: bytes, known: pdfs.Pdf) -> None:
    """Write the PDF `data` and its words. Raises `RefusedError` when the disk or the bucket does not take them."""
    try:
        # Whoever finds the file finds its words
        pictures.write(pdf_names.text_name(name), known.text.encode(errors="replace"))
        pictures.write(name, data)
    except RefusedError as refusal:
        raise RefusedError(str(refusal).replace("picture", "file")) from refusal


def is_stored(name: str) -> bool:
    """Return whether `name`, which a browser sent, is that of a file that is there."""
    return pdf_names.is_name(name) and pictures.is_there_or_unknown(name)


def also_offered_by(article: Article) -> list[Article]:
    """Return the other published articles that offer a file which the newest version of `article` offers, by title."""
    newest = article.revisions.filter(number=article.version).first()
    found: set[Article] = set()
    for name in newest.file_names() if newest else ():
        found |= {other for other in _offering(name) if other.pk != article.pk}
    return sorted(found, key=lambda other: other.title.casefold())


def remove_unused(*, older_than: timedelta = timedelta(days=7)) -> int:
    """Delete stored files that no version of any article offers, with their words; return how many.

    Younger ones stay: somebody may be writing the article they are meant for.
    """
    used = {
        name for revision in Revision.objects.only("html").iterator(chunk_size=500) for name in revision.file_names()
    }
    pdfs_there = (name for name in stored.here().names("files") if name.endswith(".pdf"))
    removed = 0
    for name in pdfs_there:
        # Asked just before (`pictures.remove_unused` says why)
        if name not in used and stored.is_older(name, older_than):
            stored.remove(pdf_names.text_name(name))
            stored.remove(name)
            removed += 1
    return removed


def _offering(name: str) -> list[Article]:
    live = Article.objects.live().filter(live__html__icontains=name)
    return [article for article in live if name in Revision.live_of(article).file_names()]
