"""How good search is on a set of questions with known answers: the usual measures, and what a question costs."""

import json
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from faq.text import words

# A question -> article ids best first, corrected?, close?, is the answer of the first shown at once?
Ask = Callable[[str], tuple[Sequence[str], bool, bool, bool]]
_MEANS = ("ndcg@10", "mrr@10", "recall@10", "p@5", "first", "among_three", "no_result", "not_close", "repaired")


def read_lines(path: Path) -> list[dict]:
    """Return the JSON objects of a file, one a line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def read_answers(path: Path) -> dict[str, dict[str, float]]:
    """Return question -> article -> grade from a qrels file (query, article, grade, separated by tabs)."""
    answers: dict[str, dict[str, float]] = {}
    for question, article, grade in _cells(path):
        answers.setdefault(question, {})[article] = float(grade)
    return answers


def measure(questions: Sequence[dict], answers: Mapping[str, Mapping[str, float]], ask: Ask) -> dict[str, float]:
    """Ask every question and return the means: quality and shares in per cent, CPU in milliseconds.

    nDCG with linear gain (Jarvelin and Kekalainen 2002), MRR and recall at 10, precision at 5; `first` and
    `among_three`: of all questions, whose right article stands there; `right_not_close`: of those with the right one
    first, which are told that nothing comes close. `at_once`: of all questions, those whose results open with the
    answer itself; `at_once_wrong`: of those, where it is that of an article which does not answer.
    """
    sums = dict.fromkeys(_MEANS, 0.0)
    right_not_close, at_once, at_once_wrong, costs = 0, 0, 0, []
    for question in questions:
        before = time.process_time()
        found, is_corrected, is_close, is_at_once = ask(question["text"])
        costs.append(1000 * (time.process_time() - before))
        figures = _of_one(list(found), answers.get(str(question["id"]), {}))
        for name, value in figures.items():
            sums[name] += value
        right_not_close += bool(figures["first"]) and not is_close
        at_once += is_at_once
        at_once_wrong += is_at_once and not figures["first"]
        sums["no_result"] += not found
        sums["not_close"] += not is_close
        sums["repaired"] += is_corrected
    count = len(questions) or 1
    means = {name: round(100 * value / count, 2) for name, value in sums.items()}
    means["right_not_close"] = round(100 * right_not_close / (sums["first"] or 1), 2)
    means["at_once"] = round(100 * at_once / count, 2)
    means["at_once_wrong"] = round(100 * at_once_wrong / (at_once or 1), 2)
    return {"questions": len(questions), **means, **_costs(costs)}


def ndcg(found: Sequence[str], grades: Mapping[str, float], depth: int = 10) -> float:
    """Return the normalised discounted cumulative gain of `found`, linear gain, between 0 and 1."""
    best = _gain(sorted(grades.values(), reverse=True)[:depth])
    return _gain([grades.get(article, 0.0) for article in found[:depth]]) / best if best else 0.0


def mended(
    clean: Sequence[dict],
    misspelt: Sequence[dict],
    knows: Callable[[str], bool],
    corrections: Callable[[str], Mapping[str, str]],
) -> float | None:
    """Return of 100 slips in words that articles hold how many are said to be that word; None without any.

    The same question with and without slips is told by its id; those with other numbers of words are left out. `knows`
    says whether articles hold a word; `corrections` of a question are the words that were searched instead.
    """
    texts = {question["id"]: words.query_tokens(question["text"]) for question in clean}
    found = []
    for question in misspelt:
        slips = _slips(texts.get(question["id"], []), words.query_tokens(question["text"]), knows)
        said = corrections(question["text"]) if slips else {}
        found += [_stem(said.get(wrong, wrong)) == _stem(right) for right, wrong in slips]
    return round(100 * sum(found) / len(found), 2) if found else None


def _slips(meant: list[str], typed: list[str], knows: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Return (word meant, word typed) of each slip in a word about the subject that articles hold."""
    if len(meant) != len(typed):
        return []
    pairs = zip(meant, typed, strict=True)
    return [pair for pair in pairs if pair[0] != pair[1] and knows(pair[0]) and pair[0] not in words.QUESTION_WORDS]


def _stem(word: str) -> str:
    return words.stem(word.replace("-", ""))


def _of_one(found: list[str], grades: Mapping[str, float]) -> dict[str, float]:
    right = {article for article, grade in grades.items() if grade > 0}
    first = next((place for place, article in enumerate(found[:10], 1) if article in right), 0)
    return {
        "ndcg@10": ndcg(found, grades),
        "mrr@10": 1 / first if first else 0.0,
        "recall@10": len(right.intersection(found[:10])) / len(right) if right else 0.0,
        "p@5": len(right.intersection(found[:5])) / 5,
        "first": float(first == 1),
        "among_three": float(1 <= first <= 3),
    }


def _gain(grades: Sequence[float]) -> float:
    return sum(grade / math.log2(place + 1) for place, grade in enumerate(grades, 1))


def _costs(costs: list[float]) -> dict[str, float]:
    if not costs:
        return {"cpu_ms_mean": 0.0, "cpu_ms_p95": 0.0}
    ordered = sorted(costs)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return {"cpu_ms_mean": round(sum(costs) / len(costs), 3), "cpu_ms_p95": round(p95, 3)}


def _cells(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) >= 3 and cells[2].replace(".", "", 1).lstrip("-").isdigit():
            yield cells[:3]
