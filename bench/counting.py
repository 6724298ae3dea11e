"""What counting one view costs: our function, a bare UPSERT and the ORM on one SQLite file for some seconds."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

_FOLDER = tempfile.TemporaryDirectory(prefix="kb-bench-")
os.environ.update(KB_DATA_DIR=_FOLDER.name, DJANGO_SETTINGS_MODULE="kb.settings")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django  # noqa: E402  (the folder is named first)

django.setup()

from datetime import date  # noqa: E402

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import F  # noqa: E402

from faq.models import Article, ViewCount  # noqa: E402
from faq.stats import counting, robots  # noqa: E402

TODAY = date(2026, 11, 23)
ROUNDS, VIEWS = 12, 400
PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36"
)
BARE = (
    "INSERT INTO faq_viewcount (article_id, day, views) VALUES (?, ?, 1) "
    "ON CONFLICT (article_id, day) DO UPDATE SET views = views + 1"
)


def main() -> None:
    """Print CPU microseconds per view (user and system, this process), the median of alternating rounds."""
    call_command("migrate", verbosity=0)
    article = Article.objects.create(title="Where can I park?", slug="parking")
    ways = _ways(article)
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(ROUNDS):
        for name, way in ways.items():
            taken[name].append(_microseconds(way))
        print(f"\rround {number + 1} of {ROUNDS}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    _table({name: median(times) for name, times in taken.items()})
    _check(article, ROUNDS * VIEWS * 3)


def _ways(article: Article) -> dict[str, Callable[[], object]]:
    counting.count_view(article, on=TODAY)
    counts = ViewCount.objects.filter(article=article, day=TODAY)
    return {
        "bare UPSERT (sqlite3)": lambda: connection.connection.execute(BARE, (article.pk, TODAY.isoformat())),
        "counting.count_view": lambda: counting.count_view(article, on=TODAY),
        "ORM, F() + 1": lambda: counts.update(views=F("views") + 1),
        "robots.is_reader (no write)": lambda: robots.is_reader("GET", {"User-Agent": PHONE}),
    }


def _microseconds(way: Callable[[], object]) -> float:
    began = time.process_time()
    for _ in range(VIEWS):
        way()
    return (time.process_time() - began) / VIEWS * 1e6


def _table(medians: dict[str, float]) -> None:
    bare = next(iter(medians.values()))
    print(f"{'counting one view':32}{'CPU us':>10}{'x bare':>10}")
    for name, value in medians.items():
        print(f"{name:32}{value:10.1f}{value / bare:10.2f}")


def _check(article: Article, expected: int) -> None:
    stored = ViewCount.objects.get(article=article, day=TODAY).views
    print(f"{stored - 1:,} of {expected:,} views stored")
    if stored - 1 != expected:
        raise SystemExit("The counts do not add up.")


if __name__ == "__main__":
    main()
