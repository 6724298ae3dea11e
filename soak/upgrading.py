"""Readers ask ten times a second while a site of an older version becomes one of this version, and says what they got.

Usage: soak/upgrading.py [ROUNDS]. Needs the older version in the history of this folder; a minute for each round.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests import older_version
from tests.older_version import Readers
from tests.product import manage
from tests.services import free_port, wait_until

ROUNDS = 5
# Seconds: no reader waits longer
LONGEST = 2.0


def main(rounds: int = ROUNDS) -> None:
    """Print what each round came to; leaves with code 1 where a reader saw an error, waited too long or was lost."""
    if not older_version.is_known():
        print(f"Skipped: the commit {older_version.COMMIT[:8]} is not in the history of this folder.")
        return
    is_well = True
    with tempfile.TemporaryDirectory(prefix="kb-soak-") as name:
        software = older_version.unpack(Path(name) / "software")
        for number in range(1, rounds + 1):
            is_well &= _round(number, software, Path(name) / f"data-{number}")
    sys.exit(0 if is_well else 1)


def _round(number: int, software: Path, folder: Path) -> bool:
    database = older_version.put_site(folder)
    before = older_version.views(database)
    older = older_version.start(software, folder, free_port())
    readers = Readers(older.port)
    with readers.reading():
        rehearsed = manage(folder, "upgrade", "--rehearse", PORT=older.port)
        upgraded = manage(folder, "upgrade", PORT=older.port)
        newer = older_version.take_over(folder, older.port)
        wait_until(lambda: "Taken over" in newer.output, "it has taken over", seconds=120)
        older.process.wait(20)
        wait_until(lambda: "Ctrl-C" in newer.output, "it says that it is open")
    newer.stop()
    lost = readers.counted - (older_version.views(database) - before)
    print(
        f"round {number}: {readers.statuses.total()} answers, {len(readers.errors)} errors, slowest"
        f" {readers.longest:.2f} s, {readers.counted} views of which {lost} lost;"
        f" rehearsal ended with {rehearsed.returncode}, upgrade with {upgraded.returncode}",
        flush=True,
    )
    for error in readers.errors[:5]:
        print(f"  {error}")
    ends = (rehearsed.returncode, upgraded.returncode, len(readers.errors), lost)
    return ends == (0, 0, 0, 0) and readers.longest <= LONGEST


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
