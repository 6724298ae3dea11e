"""Moves 1,000 articles with 200,000 counts to PostgreSQL and back, killed 20 times on the way, and says what differed.

Usage: soak/moving.py [KILLS [ARTICLES]]. Needs PostgreSQL; some minutes.
"""

import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests import services
from tests.product import ROOT, environment, manage

KILLS, ARTICLES, DAYS = 20, 1_000, 200
FILL = """
from pathlib import Path
text = "\\n\\n".join(
    f"# How do I do number {n}?\\n\\nAsk at the desk for number {n}.\\n\\n1. Go there.\\n2. Say number {n}."
    for n in range(ARTICLES)
)
Path("FILE").write_text(text)
"""
COUNT = """
from datetime import date, timedelta
from faq.models import Article, ViewCount
for article in Article.objects.all():
    ViewCount.objects.bulk_create(
        ViewCount(article=article, day=date(2026, 1, 1) + timedelta(days=day), views=1 + day % 7) for day in range(DAYS)
    )
print(Article.objects.count(), ViewCount.objects.count())
"""


def main(kills: int = KILLS, articles: int = ARTICLES) -> None:
    """Print what each way took and was found equal; leaves with code 1 where a move did not end well."""
    if not services.find_postgres():
        print("Skipped: PostgreSQL is missing.")
        return
    with tempfile.TemporaryDirectory(prefix="kb-soak-") as name, services.postgres() as url:
        site, file = Path(name) / "data", Path(name) / "all.md"
        manage(site, "prepare")
        _run(site, "shell", "-v", "0", "-c", FILL.replace("ARTICLES", str(articles)).replace("FILE", str(file)))
        _run(site, "import_articles", str(file), "--publish")
        print("articles, counts:", _run(site, "shell", "-v", "0", "-c", COUNT.replace("DAYS", str(DAYS))).strip())
        ways = [("to PostgreSQL", url, {}), ("back to SQLite", f"sqlite:///{name}/back.sqlite3", {"DATABASE_URL": url})]
        for way, address, values in ways:
            began = time.monotonic()
            killed = _killed(site, address, kills // 2, **values)
            last = time.monotonic()
            said = _run(site, "move_database", address, **values)
            if not killed:
                raise SystemExit("No move was killed: each had ended before.")
            equal = next(line for line in said.splitlines() if line.startswith("Moved: "))
            print(
                f"{way}: killed {killed} times in {last - began:.0f} s, then {time.monotonic() - last:.0f} s. {equal}"
            )


def _killed(site: Path, address: str, kills: int, **values: str) -> int:
    """Return how many moves were killed before they ended, each at a moment of its own."""
    killed = 0
    for _ in range(kills):
        command = [sys.executable, "manage.py", "move_database", address]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(site, **values), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(random.uniform(2, 40))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
    return killed


def _run(site: Path, *command: str, **values: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment(site, **values),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{command[0]} failed: {done.stderr[-500:]}")
    return done.stdout


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
