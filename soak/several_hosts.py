"""Three hosts, a replica, Redis and nginx, each stopped in turn while people edit and read: what was late or lost.

Usage: soak/several_hosts.py [EDITS [VIEWS [ROUNDS]]]. Each round stops the replica, Redis, PostgreSQL and one host.
Half of the edits are made meanwhile, each on another host, and read on all of them with the very next request.
A quarter of an hour; 600 edits in four rounds take eight minutes.
"""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.several_hosts import add_kept_counts, installed, stop_each_in_turn

EDITS, VIEWS, ROUNDS = 1_000, 10_000, 5


def main(edits: int = EDITS, views: int = VIEWS, rounds: int = ROUNDS) -> None:
    """Print what became of it; leave with code 1 when an edit was late, or a count was lost or invented."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kb-soak-") as name, installed(Path(name)) as hosts:
        crowd, stale = stop_each_in_turn(hosts, edits=edits, rounds=rounds, views=views)
        add_kept_counts(hosts)
        retried, (lost, invented), kept = hosts.retried.total(), crowd.lost_and_invented(), hosts.kept_files()
    figures = {
        "edits": edits,
        "late": len(stale),
        "views": crowd.answered.total(),
        "lost": lost,
        "invented": invented,
        "broken": crowd.broken.total(),
        "refused": crowd.refused.total(),
        "retried": retried,
        "kept": len(kept),
        "slowest": f"{crowd.slowest:.1f}s",
        "seconds": round(time.monotonic() - began),
    }
    print("".join(f"{name:>10}" for name in figures))
    print("".join(f"{value:>10}" for value in figures.values()))
    print("\n".join(stale[:10]))
    if stale or lost or invented or kept:
        raise SystemExit("An edit was late, or a count was lost or invented.")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
