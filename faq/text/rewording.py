"""Says which step of today's list is which of an earlier one, so that own words for a step find their place again."""

from collections.abc import Sequence

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import ratio

# Per cent of the letters: below, two steps in different places are not the same one
_LEAST_ALIKE = 50


def places(before: Sequence[str], now: Sequence[str]) -> dict[int, int]:
    """Return {number of a step in `before`: its number in `now`}, both from 1; steps that are gone are left out.

    A step that stayed is itself, wherever it stands. Where as many steps came as went, each is the one in its place,
    however it was changed; elsewhere the most similar one. For example, (a, b, c) and (a, B, c, d) give {1: 1, 2: 2,
    3: 3}; (a, b, c) and (b, c) give {2: 1, 3: 2}.
    """
    found: dict[int, int] = {}
    for block in Indel.opcodes(list(before), list(now)):
        if block.tag == "equal":
            found |= {block.src_start + n: block.dest_start + n for n in range(block.src_end - block.src_start)}
    left = [i for i in range(len(before)) if i not in found]
    free = [k for k in range(len(now)) if k not in found.values()]
    for i in left:
        if (same := next((k for k in free if now[k] == before[i]), None)) is not None:
            found[i] = same
            free.remove(same)
    runs = _runs(len(before), len(now), found)
    changed = {i: k for run, gap in runs for i, k in _paired(run, gap, before, now)}
    return {i + 1: k + 1 for i, k in sorted({**found, **changed}.items())}


def _runs(olds: int, news: int, found: dict[int, int]) -> list[tuple[list[int], list[int]]]:
    """The steps without a partner between two that have one, on each side."""
    taken, runs = set(found.values()), []
    fixed = [(-1, -1)]
    for pair in sorted(found.items()):
        # One that was moved parts nothing
        if pair[1] > fixed[-1][1]:
            fixed.append(pair)
    for (i, k), (j, m) in zip(fixed, [*fixed[1:], (olds, news)], strict=True):
        run, gap = [n for n in range(i + 1, j) if n not in found], [n for n in range(k + 1, m) if n not in taken]
        if run and gap:
            runs.append((run, gap))
    return runs


def _paired(run: list[int], gap: list[int], before: Sequence[str], now: Sequence[str]) -> list[tuple[int, int]]:
    if len(run) == len(gap):
        return list(zip(run, gap, strict=True))
    alike = sorted(((ratio(before[i], now[k]), -i, -k) for i in run for k in gap), reverse=True)
    pairs: dict[int, int] = {}
    for score, i, k in alike:
        if score >= _LEAST_ALIKE and -i not in pairs and -k not in pairs.values():
            pairs[-i] = -k
    return list(pairs.items())
