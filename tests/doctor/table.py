"""The table of faults: each is a function that makes it in a site, with what the doctor says of it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.doctor.following import ByHand


@dataclass(frozen=True)
class Fault:
    """`make` does it to a site, and returns what only a person can do about it, if there is such a thing."""

    make: Callable[..., ByHand | None]
    part: str
    says: str
    # "here" or "real", as in `sites.py`
    site: str
    marks: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.make.__name__


ALL: list[Fault] = []


def fault(part: str, says: str, *, site: str = "here", marks: tuple[str, ...] = ()) -> Callable:
    """Enter a function that makes a fault; `says` is a piece of what the doctor says of `part` then."""

    def enter(make: Callable[..., ByHand | None]) -> Callable[..., ByHand | None]:
        ALL.append(Fault(make, part, says, site, (*marks, *(["start"] if site == "real" else []))))
        return make

    return enter
