"""What a look at one part of the site came to, and the lines that say what to do about it."""

import shlex
import sys
from dataclasses import dataclass

from django.conf import settings

STOP = "Stop the site."
START = "Start the site anew."


@dataclass(frozen=True)
class Finding:
    """One part of the site, what is wrong with it ("" when nothing is) and what mends that, one thing to do a line.

    A line that begins with "Run: " is followed by what to type into a shell, as it is; words in capitals in it, such as
    FILE, stand for what only a person knows. One that begins with "Set " names a value of the environment.
    """

    part: str
    problem: str = ""
    mend: str = ""

    @property
    def is_well(self) -> bool:
        return not self.problem

    @property
    def lines(self) -> list[str]:
        return self.mend.splitlines()


def steps(*lines: str) -> str:
    """Return the mend that consists of these lines."""
    return "\n".join(lines)


def run(*words: object) -> str:
    """Return the line that says to run this command; each word is quoted as a shell needs it."""
    return f"Run: {shlex.join(map(str, words))}"


def manage(*words: object) -> str:
    """Return the line that says to run this command of `manage.py`, whichever folder one is in."""
    return run(sys.executable, settings.BASE_DIR / "manage.py", *words)
