"""What search takes of memory, and how long it takes to learn what 10,000 articles mean.

    python bench/search_memory.py [--sizes 1000 10000]

A site with made-up articles of common words and drawn vectors (see search_speed.py) is served by two processes, and
asked 280 times. Then the memory of all its processes is added (proportional: what they share counts once). What an
article takes to be learned is measured with the articles of `tests/search/clinic`.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

_FOLDER = tempfile.TemporaryDirectory(prefix="kb-bench-")
os.environ["KB_DATA_DIR"] = _FOLDER.name

import search_speed  # noqa: E402  (the folder is named first; it also sets up Django)
from _load import ROOT, Server, family, serving  # noqa: E402
from django.core.management import call_command  # noqa: E402

from faq.models import Article, Revision  # noqa: E402
from faq.search.index import embedding, passages  # noqa: E402
from faq.search.index.index import open_index  # noqa: E402

# Megabytes of two processes
GOALS = {1_000: 350, 10_000: 450}
# Characters of one of 10,000 real help articles, on average
_REAL_LENGTH = 1_400
_LEARNING_GOAL = 8


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    call_command("migrate", verbosity=0)
    print("| articles | memory of two processes, MB | before the first search | goal |\n|---|---|---|---|")
    for size in parser.parse_args().sizes:
        before, after = _memory(size)
        print(f"| {size:,} | {after:.0f} | {before:.0f} | {GOALS.get(size, '-')} |", flush=True)
    print(f"\nLearning 10,000 articles: {_learning():.1f} minutes of CPU (goal: at most {_LEARNING_GOAL})")


def _memory(size: int) -> tuple[float, float]:
    chance = random.Random(size)
    Article.objects.update(live=None)
    Revision.objects.all().delete()
    Article.objects.all().delete()
    embedding.set_enabled(False)
    titles = search_speed._publish(size, chance, "common.txt.gz")
    open_index().current()
    search_speed._draw_vectors(size)
    questions = search_speed._questions(titles, chance)
    with serving("manage.py", "start") as server:
        before = _megabytes(server)
        # One address may ask 300 times a minute
        for question in questions[:70]:
            server.ask(f"/search/?q={urllib.parse.quote(question)}", 4)
        return before, _megabytes(server)


def _megabytes(server: Server) -> float:
    files = (Path(f"/proc/{pid}/smaps_rollup") for pid in family(server.process.pid))
    lines = (line for file in files for line in file.read_text().splitlines())
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _learning() -> float:
    """Return the minutes that 10,000 articles of the usual length take, from what 60 take."""
    lines = (ROOT / "tests" / "search" / "clinic" / "corpus.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines]
    embedding.set_enabled(True)
    model = embedding.model()
    started = time.process_time()
    for row in rows:
        cut = [f"{row['title']}. {passage.text}" for passage in passages.cut([row["body"]])]
        embedding.rows_of(model, [row["title"], f"{row['title']}\n{row['body']}", *cut])
    taken = time.process_time() - started
    length = sum(len(row["body"]) for row in rows)
    return taken / length * _REAL_LENGTH * 10_000 / 60


if __name__ == "__main__":
    sys.exit(main())
