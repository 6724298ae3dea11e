"""What the name of a stored file says: how many pages and bytes it has, and where the words in it are kept."""

import re

NAME = re.compile(r"files/[0-9a-f]{32}-([0-9]{1,3})-([0-9]{1,9})\.pdf")
_KILOBYTE = 1_000
_MEGABYTE = 1_000_000


def name_for(digest: str, *, pages: int, size: int) -> str:
    """Return the name of a PDF of so many `pages` and bytes (`size`); `digest` are 32 digits of what is in it."""
    return f"files/{digest}-{pages}-{size}.pdf"


def is_name(name: str) -> bool:
    """True for a name that `publishing.files.store` gives."""
    return NAME.fullmatch(name) is not None


def in_words(name: str) -> str:
    """Return what patients are told before they open it: "PDF, 2 pages, 340 KB"; "" for what is no name of ours."""
    found = NAME.fullmatch(name)
    if not found:
        return ""
    pages, size = int(found[1]), int(found[2])
    return f"PDF, {pages} page{'' if pages == 1 else 's'}, {_size(size)}"


def digest_of(name: str) -> str:
    """Return the digits that stand for what is in the file: another file has others."""
    return name.removeprefix("files/").partition("-")[0]


def mark_of(name: str) -> str:
    """Return a few letters that tell this file from another one with the same name, pages and size."""
    return digest_of(name)[:6]


def text_name(name: str) -> str:
    """Return the name under which the words in the stored file `name` are kept beside it."""
    return f"{name.removesuffix('.pdf')}.txt"


def _size(size: int) -> str:
    """For example 340 KB or 1.2 MB: a thousand bytes are one KB, and there is nothing below it."""
    if size < _MEGABYTE - _KILOBYTE // 2:
        return f"{max(1, round(size / _KILOBYTE))} KB"
    return f"{size / _MEGABYTE:.1f} MB"
