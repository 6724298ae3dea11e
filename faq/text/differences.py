"""Compares the words typed in one box with the words that patients will read, and keeps them as typed."""

import re
from collections.abc import Collection, Iterator

from faq.text import block_differences, facts, inline_differences, paths
from faq.text.difference import Difference, Kind
from faq.text.traced import trace

# Without one of these, Markdown changes nothing
_SIGNS = re.compile(r"[<>#*_~`\\\[{}+]|!!!|\?\?\?|://|°|^[ \t]*\d+[.)]", re.MULTILINE)
_ADDRESS = re.compile(r"https?://[^\s<>]+\Z", re.IGNORECASE)
# Words that were escaped are looked at again, as what stands around them may then mean something else
_MOST_ROUNDS = 20


def find(source: str, *, known_facts: Collection[str] = ()) -> list[Difference]:
    """Return where patients will read something else than what `source` (Markdown) says, in order.

    What staff plainly mean is none: bold words, lists, headings, tables, links, our own pictures, facts that are in
    `known_facts`. "2. May" as the first of three lines "1." is one, so are `C:\\_forms`, "<br>" and a picture of
    another host. Raises `RefusedError` for what is too long to show.
    """
    if not _SIGNS.search(source):
        return []
    traced = trace(source)
    found = [*block_differences.find(traced), *inline_differences.find(traced), *_braces(source, known_facts)]
    return sorted(found, key=lambda difference: difference.line)


def keep(source: str) -> str:
    """Return `source` with the escapes that it needs for patients to read what was typed; unchanged where they do.

    Braces stay as they are: they never reach a patient.
    """
    for _ in range(_MOST_ROUNDS):
        signs = {sign for difference in find(source) for sign in difference.signs}
        if not signs:
            break
        source = _escape(source, signs)
    return source


def _escape(source: str, signs: set[int]) -> str:
    """Put a backslash before each of the signs at `signs`.

    In the name of a folder, where that would be one more, the sign becomes an entity. Behind an address, which would
    take the backslash for its own, the address is put between angle brackets first.
    """
    pieces = dict(enumerate(source))
    for sign in signs:
        start, _ = paths.word_at(source, sign, sign)
        address = _ADDRESS.search(source, start, sign)
        if source[sign] != "\\" and paths.is_path(source, sign):
            pieces[sign] = f"&#{ord(source[sign])};"
        elif address:
            pieces[address.start()] = "<" + source[address.start()]
            pieces[sign] = ">\\" + source[sign]
        else:
            pieces[sign] = "\\" + source[sign]
    return "".join(pieces.values())


def _braces(source: str, known: Collection[str]) -> Iterator[Difference]:
    for line, text in enumerate(source.split("\n"), start=1):
        for name in sorted(facts.names_in(text) - set(known)):
            yield Difference(line, Kind.BRACES, name)
