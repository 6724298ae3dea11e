"""What a look at one part of the site came to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One part of the site, what is wrong with it ("" when nothing is) and what mends that, in plain words."""

    part: str
    problem: str = ""
    mend: str = ""

    @property
    def is_well(self) -> bool:
        return not self.problem
