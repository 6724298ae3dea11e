"""How many emergencies in patients' words raise the notice, and how many other questions do, beside phrases alone.

    python bench/search_urgent.py [FOLDER]

`tests/search/urgent` holds emergencies (1) and what only looks like it (0). Ordinary questions are those of the
sets in FOLDER (`../shared/relevance` without it) and of `tests/search/clinic`, whose articles are searched.
"""

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")

import django  # noqa: E402  (the project's folder must be known first)

django.setup()

from faq.management.commands.evaluate_search import publish  # noqa: E402  (Django must be set up first)
from faq.management.scratch import scratch  # noqa: E402
from faq.publishing import urgent  # noqa: E402
from faq.search import evaluate  # noqa: E402
from faq.search.find import find  # noqa: E402
from faq.search.index import embedding  # noqa: E402
from faq.search.index.index import open_index  # noqa: E402

LISTS = ROOT / "tests" / "search" / "urgent"
CLINIC = ROOT / "tests" / "search" / "clinic"


def main() -> None:
    relevance = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "relevance"
    with scratch():
        publish(evaluate.read_lines(CLINIC / "corpus.jsonl"))
        urgent.add_first()
        open_index().embed_all()
        print("Per cent of the questions that raise the emergency notice\n")
        print("| questions | number | goal | phrases only | by meaning too | CPU ms, both |\n|---|---|---|---|---|---|")
        for name, goal, questions in [*_lists(), *_ordinary(relevance)]:
            _row(name, goal, questions)


def _lists() -> list[tuple[str, str, list[str]]]:
    rows = []
    for path in sorted(LISTS.glob("*.tsv")):
        lines = [line.split("\t", 1) for line in path.read_text("utf-8").splitlines()]
        for kind, name, goal in (
            ("1", "emergencies", ">= 75" if "slips" in path.name else ">= 85"),
            ("0", "look-alikes", "<= 3"),
        ):
            rows.append((f"{path.stem}: {name}", goal, [text for mark, text in lines if mark == kind]))
    return [row for row in rows if row[2]]


def _ordinary(relevance: Path) -> list[tuple[str, str, list[str]]]:
    files = [CLINIC / "queries.jsonl", CLINIC / "out_of_scope.jsonl", *sorted(relevance.glob("*/queries.jsonl"))]
    return [
        (f"ordinary: {file.parent.name}, {file.stem}", "<= 1.5", [row["text"] for row in evaluate.read_lines(file)])
        for file in files
    ]


def _row(name: str, goal: str, questions: list[str]) -> None:
    shares, costs = [], []
    for is_enabled in (False, True):
        embedding.set_enabled(is_enabled)
        before = time.process_time()
        shown = [question for question in questions if find(question).is_urgent]
        costs.append(1000 * (time.process_time() - before) / len(questions))
        shares.append(f"{100 * len(shown) / len(questions):.1f}")
    cells = [name, str(len(questions)), goal, *shares, f"{costs[0]:.2f} / {costs[1]:.2f}"]
    print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
