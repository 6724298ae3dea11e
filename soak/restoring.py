"""Kills a restore at 20 moments and says what each left behind: the old site, the new one, or a mixture.

Usage: soak/restoring.py [KILLS]. On SQLite and, where it is installed, on PostgreSQL; some minutes each.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests import services
from tests.backup.test_backups import backup, restore
from tests.backup.test_under_load import kill_restores
from tests.product import manage

KILLS = 20


def main(kills: int = KILLS) -> None:
    """Print one line for each database; leave with code 1 when any kill left a mixture."""
    found = {"SQLite": _on_sqlite(kills)}
    if services.find_postgres():
        found["PostgreSQL"] = _on_postgresql(kills)
    for database, figures in found.items():
        print(f"{database:>11}", *(f"{name} {number:>3}" for name, number in figures.items()))
    if any(figures["mixed"] for figures in found.values()):
        raise SystemExit("A killed restore left a mixture of two sites.")


def _on_sqlite(kills: int) -> dict[str, int]:
    with tempfile.TemporaryDirectory(prefix="kb-soak-") as name:
        folder = Path(name) / "data"
        manage(folder, "prepare")
        return kill_restores(folder, Path(name), kills=kills)


def _on_postgresql(kills: int) -> dict[str, int]:
    with tempfile.TemporaryDirectory(prefix="kb-soak-") as name, services.postgres() as url:
        folder = Path(name) / "data"
        manage(folder, "prepare")
        seed = backup(folder, Path(name) / "seed.backup")
        restore(folder, seed, DATABASE_URL=url)
        return kill_restores(folder, Path(name), kills=kills, DATABASE_URL=url)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
