"""Makes readable addresses out of titles, in any script."""

import unicodedata
from collections.abc import Callable
from urllib.parse import unquote

MAX_LENGTH = 80


def slug_for(title: str, *, fallback: str = "article") -> str:
    """Return the address part for `title`: lower case, letters, marks and digits of any script, joined by hyphens.

    At most `MAX_LENGTH` characters, cut between words where possible. `fallback` when no letter is left ("!!!").
    Django's own slugify drops the vowel signs of Hindi, Thai and others, so it is not used here.
    """
    text = unicodedata.normalize("NFKC", title).casefold()
    text = unicodedata.normalize("NFC", text).replace("'", "").replace("’", "")
    parts = "".join(char if _is_kept(char) else " " for char in text).split()
    slug = cut("-".join(parts), MAX_LENGTH)
    return slug if any(char.isalnum() for char in slug) else fallback


def cut(slug: str, longest: int) -> str:
    """Return `slug` with at most `longest` characters, cut between words where possible."""
    if len(slug) <= longest:
        return slug
    head = slug[: longest + 1]
    return head.rsplit("-", 1)[0] if "-" in head else head[:longest]


def meant_by(typed: str) -> str:
    """Return the address part that `typed` stands for, "" when it cannot be one.

    Capitals are forgiven, and whatever a mail or a sentence leaves around an address: "Portal).", " portal/" and
    "%20portal" are "portal". Nothing inside is: "a/b" and "a.b" are no address.
    """
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", unquote(typed)).casefold())
    kept = [place for place, char in enumerate(text) if _is_kept(char)]
    slug = text[kept[0] : kept[-1] + 1] if kept else ""
    return slug if all(char == "-" or _is_kept(char) for char in slug) else ""


def first_free(slug: str, is_taken: Callable[[str], bool]) -> str:
    """Return `slug`, or the first of `slug`-2, `slug`-3 and so on that is free; at most `MAX_LENGTH` characters."""
    free, number = slug, 1
    while is_taken(free):
        number += 1
        free = f"{slug[: MAX_LENGTH - 5]}-{number}"
    return free


def _is_kept(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNM"
