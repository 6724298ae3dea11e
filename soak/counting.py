"""Kills the product 20 times under 10,000 counts with a lock held now and then, and prints what became of the counts.

Usage: soak/counting.py [KILLS [COUNTS]]. Counted are views, answers to “Did this help?” and “Stuck here”, each by a
reader of its own. On SQLite and, where it is installed, on PostgreSQL; some minutes each.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests import services
from tests.endurance import Crowd, read_and_kill, serving

KILLS, COUNTS = 20, 10_000
# Seconds
LONGEST_WAIT = 2
COLUMNS = (
    "database",
    "kills",
    "views",
    "votes",
    "changed",
    "stuck",
    "counted",
    "broken",
    "stored",
    "lost",
    "invented",
    "slowest",
    "kept",
    "seconds",
)


def main(kills: int = KILLS, counts: int = COUNTS) -> None:
    """Print one line for each database; leave with code 1 when a count was lost or invented, or a reader waited."""
    databases = ["SQLite", "PostgreSQL"] if services.find_postgres() else ["SQLite"]
    lines = [_line(database, kills, counts) for database in databases]
    print("".join(f"{name:>11}" for name in COLUMNS))
    for line in lines:
        print("".join(f"{line[name]:>11}" for name in COLUMNS))
    if any(line["lost"] or line["invented"] or line["slowest"] > LONGEST_WAIT for line in lines):
        raise SystemExit(f"A count was lost or invented, or a reader waited longer than {LONGEST_WAIT} s.")


def _line(database: str, kills: int, counts: int) -> dict[str, object]:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kb-soak-") as name, _address_of(database) as url:
        folder = Path(name)
        with serving(folder, url) as site:
            before = site.stored().total()
            crowd = read_and_kill(site, kills=kills, counts=counts, say=lambda said: print(f"{database}: {said}"))
            kept = len(site.kept_files())
        with serving(folder, url) as again:
            stored = again.stored().total() - before
        seconds = round(time.monotonic() - began)
        names = {"database": database, "kills": kills, "stored": stored, "kept": kept, "seconds": seconds}
        return {**_figures(crowd), **names}


def _figures(crowd: Crowd) -> dict[str, object]:
    lost, invented = crowd.lost_and_invented()
    said = crowd.said()
    changed = said["yes taken back"] + said["no taken back"]
    return {
        "views": said["view"],
        "votes": said["yes"] + said["no"] - changed,
        "changed": changed,
        "stuck": said["stuck"],
        "counted": crowd.answered.total(),
        "broken": crowd.broken.total() + crowd.refused.total(),
        "lost": lost,
        "invented": invented,
        "slowest": round(crowd.slowest, 2),
    }


@contextmanager
def _address_of(database: str) -> Iterator[str]:
    if database == "SQLite":
        yield ""
        return
    with services.postgres() as url:
        yield url


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
