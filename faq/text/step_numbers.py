"""Finds the numbers that people type before a step, which the page numbers by itself."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b"
)
_NUMBER = r"(?P<number>\d{1,3})"
_CAPITAL = r"""(?=["“‘'*_(]{0,3}[^\W\d_a-z])"""
_TYPED = (
    # "Step 2: press", "Step 2 - press"
    re.compile(rf"[Ss](?:tep|TEP)\s+{_NUMBER}\s*(?P<sign>[-–—:.,)])\s*(?=\S)"),
    # "2. Press", "2) press", "(2) press"
    re.compile(rf"\(?{_NUMBER}(?P<sign>[.)])\)?(?:\s+(?=\S)|{_CAPITAL})(?!{_MONTH})"),
    # "2 - Press", "2: Press", but not "2 - 3 tablets" or "2 - way radio"
    re.compile(rf"{_NUMBER}\s*(?P<sign>[-–—:])\s+{_CAPITAL}(?!{_MONTH})"),
)
_LISTED = re.compile(r"^[ \t]*\d{1,3}[.)]\s", re.MULTILINE)


@dataclass(frozen=True)
class TypedNumber:
    """A number before the words of a step: `prefix` is what to take off, its sign at `sign` what an escape keeps."""

    number: int
    prefix: str
    sign: int


# Takes the words of a step and its number, gives the words that are to stand there
Change = Callable[[str, TypedNumber], str]


def find(steps: Sequence[str]) -> dict[int, TypedNumber]:
    """Return the numbers typed before `steps` (Markdown, "" for what has no words), by place; the first place is 0.

    A number counts when it is that of the step itself, or when the step before or behind counts on with it: "1. Open"
    as the first, "4) Press" and "5) Wait" anywhere. "2 tablets daily", "24. December" and "2.5 ml" are no such
    numbers, neither is the list within one step.
    """
    typed = {place: number for place, text in enumerate(steps) if (number := _typed(text))}
    return {
        place: found
        for place, found in typed.items()
        if found.number == place + 1
        or _is_next(typed.get(place - 1), found)
        or ((after := typed.get(place + 1)) and _is_next(found, after))
    }


def take_off(step: str, found: TypedNumber) -> str:
    """Return the words of `step` without the number that `found` is."""
    return step.removeprefix(found.prefix)


def keep(step: str, found: TypedNumber) -> str:
    """Return `step` with its number escaped: patients read it, and it is not found again."""
    sign = step[found.sign]
    escaped = f"\\{sign}" if sign.isascii() else f"&#{ord(sign)};"
    return step[: found.sign] + escaped + step[found.sign + 1 :]


def _typed(step: str) -> TypedNumber | None:
    if len(_LISTED.findall(step)) > 1:
        return None
    match = next(filter(None, (pattern.match(step) for pattern in _TYPED)), None)
    return TypedNumber(int(match["number"]), match[0], match.start("sign")) if match else None


def _is_next(before: TypedNumber | None, after: TypedNumber) -> bool:
    return before is not None and after.number == before.number + 1
