"""What is said of one place where patients read something else than what was typed."""

from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """In which way the two differ."""

    # Other words, numbers or signs
    CHANGED = auto()
    # Nothing stands in their place
    GONE = auto()
    # A sign at the start of a line that became a dot of a list, a quotation, a heading
    DOT = auto()
    QUOTATION = auto()
    HEADING = auto()
    # A link that leads nowhere, or that two sentences made
    LINK = auto()
    # Not one of ours, so it is not shown
    PICTURE = auto()
    # Taken out; shown as it stands
    TAG = auto()
    RAW_TAG = auto()
    # Braces that name no fact
    BRACES = auto()
    # Before the words of a step, which has its number already
    STEP_NUMBER = auto()


@dataclass(frozen=True)
class Difference:
    """One place: its line (the first is 1), the words `typed` there, and what patients `read` instead."""

    line: int
    kind: Kind
    typed: str
    read: str = ""
    # Where in the source the signs stand that must be escaped, so that patients read what was typed
    signs: tuple[int, ...] = ()
