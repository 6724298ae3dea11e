"""Joins what two people wrote of the same article: where they differ, and what stands once somebody has chosen."""

from collections.abc import Collection
from dataclasses import dataclass

from faq.models.parts import PARTS, Kind, Part
from faq.publishing import compare
from faq.publishing.kinds import Content, StepContent, kind, value_in

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Difference:
    """One place where the two differ; `change` goes from theirs to mine.

    `suggested` is MINE or THEIRS where only one of the two changed what both began with, "" where a person must choose.
    `theirs` and `mine` are the positions of the steps it is about, counted from 0.
    """

    name: str
    change: compare.Change
    suggested: str
    theirs: tuple[int, ...] = ()
    mine: tuple[int, ...] = ()


def differences(theirs: Content, mine: Content, base: Content | None) -> list[Difference]:
    """Return where `theirs` and `mine` differ, steps one by one; `base` is what both began with, None if unknown."""
    found: list[Difference] = []
    for part in PARTS:
        if part.kind is Kind.STEPS:
            found += _step_differences(part, theirs, mine, base)
        elif _key(part, theirs) != _key(part, mine):
            shown = [kind(part).shown(value_in(content, part)) for content in (theirs, mine)]
            found.append(
                Difference(part.name, compare.Change(part.label, *shown), _suggested(part, theirs, mine, base))
            )
    return found


def merged(theirs: Content, mine: Content, taken: Collection[str]) -> Content:
    """Return `mine` with the parts and steps of `theirs` whose differences are named in `taken`.

    For example, with "steps-1-1" in `taken` the second step is theirs, and all other steps are mine.
    """
    content = {part.name: value_in(theirs if part.name in taken else mine, part) for part in PARTS}
    for part in PARTS:
        if part.kind is Kind.STEPS:
            said = [value_in(each, part) for each in compare.in_words(theirs, mine)]
            pairs = compare.aligned_steps(*said)
            changes = compare.step_changes(*said)
            content[part.name] = _merged_steps(value_in(theirs, part), value_in(mine, part), pairs, changes, taken)
    return content


def _key(part: Part, content: Content) -> object:
    return kind(part).key(value_in(content, part))


def _suggested(part: Part, theirs: Content, mine: Content, base: Content | None) -> str:
    if base is None:
        return ""
    if _key(part, theirs) == _key(part, base):
        return MINE
    return THEIRS if _key(part, mine) == _key(part, base) else ""


def _step_differences(part: Part, theirs: Content, mine: Content, base: Content | None) -> list[Difference]:
    old, new = value_in(theirs, part), value_in(mine, part)
    said_theirs, said_mine = compare.in_words(theirs, mine)
    steps = kind(part)
    known = steps.key(value_in(base, part)) if base else None
    found = []
    for each in compare.step_changes(value_in(said_theirs, part), value_in(said_mine, part)):
        theirs_is_known = (
            [step in known for step in steps.key([old[i] for i in each.before])] if known is not None else []
        )
        mine_is_known = [step in known for step in steps.key([new[k] for k in each.after])] if known is not None else []
        suggested = _suggested_step(theirs_is_known, mine_is_known)
        found.append(Difference(_name(each), each.change, suggested, each.before, each.after))
    return found


def _name(each: compare.StepChange) -> str:
    places = ["-".join(map(str, positions)) if positions else "x" for positions in (each.before, each.after)]
    return f"steps-{'-'.join(places)}"


def _suggested_step(theirs_is_known: list[bool], mine_is_known: list[bool]) -> str:
    """Whoever wrote, added or removed the step, where only one of the two did; one that was moved is for a person.

    Each list says of the steps on that side whether the version that both began with had them.
    """
    if len(theirs_is_known + mine_is_known) == 1:
        # Known: the side without it removed it. Unknown: the side with it added it
        is_mine = bool(mine_is_known) != (mine_is_known or theirs_is_known)[0]
        return MINE if is_mine else THEIRS
    if len(theirs_is_known) != 1 or theirs_is_known == mine_is_known:
        return ""
    return MINE if theirs_is_known[0] else THEIRS


def _merged_steps(
    theirs: list[StepContent],
    mine: list[StepContent],
    pairs: compare.Pairs,
    changes: list[compare.StepChange],
    taken: Collection[str],
) -> list[StepContent]:
    is_taken = [each for each in changes if _name(each) in taken]
    from_theirs = {i for each in is_taken for i in each.before}
    not_mine = {k for each in is_taken for k in each.after}
    steps = []
    for i, k in pairs:
        if i is not None and i in from_theirs:
            steps.append(theirs[i])
        elif k is not None and k not in not_mine:
            steps.append(mine[k])
    return steps
