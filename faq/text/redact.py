"""Takes out of a text what could tell who wrote it, before anything of the text is written anywhere."""

import unicodedata
from collections.abc import Callable, Iterator

from faq.text import identifiers, words
from faq.text.characters import without_hidden

# What stands in the place of all that is taken out
GAP = "..."


def redact(text: str, known: Callable[[str], str]) -> str:
    """Return the words of `text`, normalised, that tell nothing about who wrote it; "..." where there were others.

    Taken out are e-mail addresses, phone numbers, dates, the numbers of cards, records and accounts (any four digits
    that stand together, so that no card needs a check of its digits), street addresses, addresses of pages, passwords,
    and names after what announces a name (`text/identifiers.py`). Of the rest, `known` says for each normalised word
    what may be written for it: the word, the one it is a slip of, or "" for nothing.

    "My name is Ann Lee, I forgot my pasword (ann@example.org)" -> "my name is ... i forgot my password ..."
    "my nmae is grace hope" -> "my name is ...": a slip in what announces a name hides none, though both are words.
    """
    plain = identifiers.replaced(unicodedata.normalize("NFKC", without_hidden(text)), GAP)
    meant = {each for word in words.tokens(plain) for each in known(word).split()}
    mended = _without_slips(plain, known)
    if mended != plain:
        plain = identifiers.replaced(mended, GAP)
    found: list[str] = []
    for word in _words(plain, lambda each: each if each in meant else known(each)):
        if word != GAP or found[-1:] != [GAP]:
            found.append(word)
    return " ".join(found)


def _without_slips(text: str, known: Callable[[str], str]) -> str:
    """Return `text` with the word in the place of each slip of it, and all else as it was typed, capitals too."""
    pieces, end = [], 0
    for start, stop, word in words.spans(text):
        meant = known(word)
        if meant and meant != word:
            pieces += [text[end:start], meant]
            end = stop
    return "".join([*pieces, text[end:]])


def _words(text: str, known: Callable[[str], str]) -> Iterator[str]:
    end = 0
    for start, stop, word in words.spans(text):
        if GAP in text[end:start]:
            yield GAP
        end = stop
        yield _written(word, known)
    if GAP in text[end:]:
        yield GAP


def _written(word: str, known: Callable[[str], str]) -> str:
    # Ages, amounts and numbers of steps
    if word.isdecimal() and len(word) < 3:
        return word
    return GAP if identifiers.has_many_digits(word) else known(word) or GAP
