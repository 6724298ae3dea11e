"""How good search is on sets of real questions with known answers, beside simpler ways to search, in one run.

    python bench/search_quality.py [FOLDER]

FOLDER holds one folder a set, as `manage.py evaluate_search --help` describes them; without it `../shared/relevance` is
looked at. Those sets do not belong to the project. The questions of an ordinary clinic, in `tests/search/clinic`, do.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")

import _baselines  # noqa: E402  (the project's folder must be known first)

from faq.search import evaluate  # noqa: E402

VARIANTS = ("queries.jsonl", "queries.typo1.jsonl", "queries.typo2.jsonl", "queries.real.jsonl")


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "relevance"
    sets = [ROOT / "tests" / "search" / "clinic", *sorted(path.parent for path in folder.glob("*/qrels.tsv"))]
    print("nDCG@10 / per cent without any result\n")
    _table("method", [found.name for found in sets], _quality(sets))
    print("\nnDCG@10 of what is typed with slips, and the share of the clean figure that is kept\n")
    _table("questions", [found.name for found in sets], _slips(sets))
    print("\nThe right article first / among the first three, per cent of the questions\n")
    _table("method", [found.name for found in sets], _first(sets))
    print("\nQuestions that no article answers: per cent told so / per cent without any result\n")
    _table("", [found.name for found in sets], [("this search", [_outside(found) for found in sets])])
    print("\nTold that nothing comes close, though the right article stands first: per cent of those; goal at most 5\n")
    _table("", [found.name for found in sets], [("this search", [_of(found, "right_not_close") for found in sets])])
    print("\nSlips\n")
    _table("", [found.name for found in sets], _repairs(sets))


def _quality(sets: list[Path]) -> list[tuple[str, list[str]]]:
    simpler = [_simpler(found) for found in sets]
    rows = [(way, [figures[way] for figures in simpler]) for way in simpler[0]]
    rows.append(
        ("**this search, words only**", [_pair(_ours(found, "queries.jsonl", "--words-only")) for found in sets])
    )
    rows.append(("**this search**", [_pair(_ours(found, "queries.jsonl")) for found in sets]))
    return rows


def _simpler(folder: Path) -> dict[str, str]:
    corpus = evaluate.read_lines(folder / "corpus.jsonl")
    questions, answers = evaluate.read_lines(folder / "queries.jsonl"), evaluate.read_answers(folder / "qrels.tsv")
    return {
        name: _pair(evaluate.measure(questions, answers, lambda typed, ask=ask: (ask(typed), False, True, False)))
        for name, ask in _baselines.ways(corpus).items()
    }


def _slips(sets: list[Path]) -> list[tuple[str, list[str]]]:
    clean = [_ours(found, VARIANTS[0])["ndcg@10"] for found in sets]
    return [
        (name, [_kept(found, name, best) for found, best in zip(sets, clean, strict=True)]) for name in VARIANTS[1:]
    ]


def _first(sets: list[Path]) -> list[tuple[str, list[str]]]:
    def pair(folder: Path, *options: str) -> str:
        figures = _ours(folder, VARIANTS[0], *options)
        return f"{figures['first']:.1f} / {figures['among_three']:.1f}"

    return [
        ("words only", [pair(found, "--words-only") for found in sets]),
        ("this search", [pair(found) for found in sets]),
    ]


def _repairs(sets: list[Path]) -> list[tuple[str, list[str]]]:
    return [
        ("questions said to be repaired, per cent (as typed)", [_of(found, "repaired") for found in sets]),
        ("known words with one slip mended, per cent", [_of(found, "mended", "queries.typo1.jsonl") for found in sets]),
    ]


def _of(folder: Path, name: str, variant: str = VARIANTS[0]) -> str:
    figure = _ours(folder, variant).get(name) if (folder / variant).exists() else None
    return "-" if figure is None else f"{figure:.1f}"


def _kept(folder: Path, variant: str, clean: float) -> str:
    if not (folder / variant).exists():
        return "-"
    figure = _ours(folder, variant)["ndcg@10"]
    return f"{figure:.1f} ({100 * figure / clean:.1f} %)"


def _outside(folder: Path) -> str:
    figures = _ours(folder, VARIANTS[0]).get("out_of_scope")
    return f"{figures['said_so']:.0f} / {figures['no_result']:.0f}" if figures else "-"


def _ours(folder: Path, variant: str, *options: str, _known: dict = {}) -> dict:  # noqa: B006  (asked once each)
    """The figures of the project's own command, as anybody would run it."""
    key = (folder, variant, options)
    if key not in _known:
        print(f"  {folder.name}: {variant} {' '.join(options)}", file=sys.stderr, flush=True)
        command = [
            sys.executable,
            "manage.py",
            "evaluate_search",
            str(folder),
            "--queries",
            variant,
            "--json",
            *options,
        ]
        made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        _known[key] = json.loads(made.stdout)
    return _known[key]


def _pair(figures: dict) -> str:
    return f"{figures['ndcg@10']:.1f} / {figures['no_result']:.1f}"


def _table(first: str, names: list[str], rows: list[tuple[str, list[str]]]) -> None:
    print(f"| {first} | {' | '.join(names)} |\n|{'---|' * (len(names) + 1)}")
    for name, figures in rows:
        print(f"| {name} | {' | '.join(figures)} |", flush=True)


if __name__ == "__main__":
    main()
