"""Makes vectors.npz of this folder from the lists; run by hand when a list or the model has changed, never by the site.

    python faq/search/urgent/make_vectors.py

README.md says what is in it. The same lists and the same model make the same file.
"""

import json
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent.parent))

from faq.search.index import embedding  # noqa: E402  (the project's folder must be known first)
from faq.search.index.vectors import quantised  # noqa: E402
from faq.search.urgent import lists  # noqa: E402
from faq.search.urgent.lists import HARMLESS_WEIGHT, LAYER_WEIGHT  # noqa: E402

PAIRS = HERE.parent / "model" / "pairs"
# Each so many of the questions that the model was tuned on is ordinary too
EVERY = 4
# Of those, what is nearer to an emergency than this is left out: some are questions on emergencies
MOST_URGENT = 0.2
# How much a row of each kind counts
ROW, TEMPLATE, ORDINARY = 1.0, 0.5, 0.2
# Of the squares of the weights: large weights are not trusted
PENALTY = 0.1


def main() -> None:
    model = embedding.model()
    if model is None:
        sys.exit("The sentence model cannot be read.")
    urgent, harmless, made = (_vectors(model, texts) for texts in (lists.urgent(), lists.harmless(), lists.made()))
    rows = np.concatenate([urgent, harmless, made])
    ordinary = _vectors(model, _ordinary())
    margins = (ordinary @ urgent.T).max(1) - HARMLESS_WEIGHT * (ordinary @ rows[len(urgent) :].T).max(1)
    ordinary = ordinary[margins <= MOST_URGENT]
    layer = _fit(
        np.concatenate([rows, ordinary]),
        np.arange(len(rows) + len(ordinary)) < len(urgent),
        np.repeat([ROW, TEMPLATE, ORDINARY], [len(urgent) + len(harmless), len(made), len(ordinary)]),
    )
    numbers, scales = quantised(rows)
    np.savez(
        HERE / "vectors.npz",
        rows=numbers,
        scales=scales,
        layer=(LAYER_WEIGHT * layer).astype(np.float32),
        key=np.array(lists.key()),
    )
    print(len(urgent), "urgent,", len(harmless) + len(made), "harmless,", len(ordinary), "ordinary")


def _ordinary() -> list[str]:
    lines = [json.loads(line) for path in sorted(PAIRS.glob("*.jsonl")) for line in path.read_text().splitlines()]
    return [question for line in lines for question in (line["question"], *line["alike"])][::EVERY]


def _vectors(model: embedding.Model, texts: list[str]) -> np.ndarray:
    return np.stack([model.embed(lists.sentence(text)) for text in texts])


def _fit(rows: np.ndarray, is_urgent: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the weights of a logistic regression, its constant last (Newton's method on the penalised likelihood)."""
    rows = np.concatenate([rows, np.ones((len(rows), 1))], axis=1)
    # The constant is not held small
    penalty = np.append(np.full(rows.shape[1] - 1, PENALTY), 1e-6)
    found = np.zeros(rows.shape[1])
    for _ in range(25):
        chances = 1 / (1 + np.exp(-rows @ found))
        slope = rows.T @ (weights * (chances - is_urgent)) + penalty * found
        bend = (rows.T * (weights * chances * (1 - chances))) @ rows + np.diag(penalty)
        found -= np.linalg.solve(bend, slope)
    return found


if __name__ == "__main__":
    main()
