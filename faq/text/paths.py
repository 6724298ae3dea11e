r"""Tells the names of folders, as "C:\_forms", from backslashes that were typed to keep a sign as it is."""

import re

_DRIVE = re.compile(r"(?<!\w)[A-Za-z]:\\|(?<![\w\\])\\\\[^\W_]")
# How many letters of a word are looked at on each side
_REACH = 300
_INNER = re.compile(r"[^\W_]\\[^\W_]")


def word_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the word around `text[start:end]` begins and ends; spaces part words, and far away letters do."""
    begin, stop = max(0, start - _REACH), min(len(text), end + _REACH)
    left = max(begin - 1, *(text.rfind(space, begin, start) for space in " \n\t")) + 1
    return left, min((at for space in " \n\t" if (at := text.find(space, end, stop)) >= 0), default=stop)


def is_path(text: str, position: int) -> bool:
    r"""Whether the word around `position` of `text` names a folder: "C:\x", "\\server", "forms\new"."""
    start, end = word_at(text, position, position)
    return bool(_DRIVE.search(text, start, end) or _INNER.search(text, start, end))


def loses_backslash(text: str, position: int) -> bool:
    r"""Whether a backslash at `position`, which Markdown takes for a sign to keep the next one, was meant as itself.

    True in "C:\_forms" and at the start of "\\server"; False in "\*not bold\*" and for "\\", which is one backslash.
    """
    if text[position + 1 : position + 2] != "\\":
        return is_path(text, position)
    is_first = not re.match(r"[\w\\]", text[position - 1 : position] if position else "")
    return is_first and text[position + 2 : position + 3].isalnum()
