"""Says what differs between two snapshots of an article, part by part and word by word."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from faq.errors import RefusedError
from faq.models.parts import PARTS, STEP_PARTS, Kind, Part
from faq.publishing.includes import find_included, place_labels
from faq.publishing.kinds import Content, OnlyFor, Reworded, StepContent, kind, value_in
from faq.text import reader_questions

# ("same" | "added" | "removed", text)
Diff = list[tuple[str, str]]
# Where a step stands in each of two lists, None where it does not
Pair = tuple[int | None, int | None]
Pairs = list[Pair]
# Of words to compare; beyond, the two texts are shown whole
_MOST_PAIRS = 30_000_000


@dataclass(frozen=True)
class Change:
    """One difference: `part` is "Step 3" or a field's label; "" in `before` or `after` means it was not there."""

    part: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        if not self.before:
            return "added"
        return "changed" if self.after else "removed"

    @property
    def diff(self) -> Diff:
        """The two texts as one run of words, each marked same, added or removed."""
        return _diff(self.before, self.after)


def changes(before: Content, after: Content) -> list[Change]:
    """Return what differs from `before` to `after`, in the order of `PARTS`; [] when nothing does."""
    before, after = in_words(before, after)
    return [change for part in PARTS if part.is_compared for change in _part(part, before, after)]


def in_words(before: Content, after: Content) -> tuple[Content, Content]:
    """Return both with the answers that steps are only for in words; those of `after` for an answer that both have.

    So an answer that was renamed is one difference, not one for each of its steps.
    """
    words = reader_questions.words_of_keys(before.get("reader_questions", []))
    words |= reader_questions.words_of_keys(after.get("reader_questions", []))
    one, other = ({**content, "steps": _steps_in_words(content.get("steps", []), words)} for content in (before, after))
    return one, other


def _steps_in_words(steps: list[StepContent], words: Mapping[str, str]) -> list[StepContent]:
    return [
        {**step, "only_for": [words.get(key, key) for key in step["only_for"]]} if step.get("only_for") else step
        for step in steps
    ]


@dataclass(frozen=True)
class StepChange:
    """One difference between two lists of steps, with the positions it takes in each, counted from 0."""

    change: Change
    before: tuple[int, ...]
    after: tuple[int, ...]


def aligned_steps(before: list[StepContent], after: list[StepContent]) -> Pairs:
    """Pair the steps that stayed, then the changed ones between them, so that one new step renumbers no other.

    None stands where a step has no partner. For example, a step put in front of two others: (None, 0), (0, 1), (1, 2).
    """
    old, new = _shown(before, after)
    return [
        (i + offset if i + offset < j else None, k + offset if k + offset < m else None)
        for _, i, j, k, m in _blocks(old, new)
        for offset in range(max(j - i, m - k))
    ]


def step_changes(before: list[StepContent], after: list[StepContent]) -> list[StepChange]:
    """Return what differs between two lists of steps; one that stands elsewhere now is one difference, named last.

    Each is called as patients count it: behind three shared steps stands "Step 4".
    """
    old, new = _shown(before, after)
    pairs = [(i, k) for i, k in aligned_steps(before, after) if i is None or k is None or old[i] != new[k]]
    if not pairs:
        return []
    were, are = place_labels(before), place_labels(after)
    found = [
        StepChange(_change(i, k, old, new, were, are), () if i is None else (i,), () if k is None else (k,))
        for i, k in pairs
    ]
    gone, come = [each for each in found if not each.after], [each for each in found if not each.before]
    moved = {each.change.before for each in gone} & {each.change.after for each in come}
    stayed = [each for each in found if (each.before and each.after) or not moved & _words_of(each)]
    return stayed + [_moved(were[old.index(text)], are[new.index(text)], text, gone, come) for text in sorted(moved)]


def step_text(step: StepContent) -> str:
    """Return a step as words: its text, and in brackets its picture or the article whose steps it includes, and
    whom it is only for.
    """
    only_for = f" [{OnlyFor().shown(step['only_for'])}]" if step.get("only_for") else ""
    if step.get("include"):
        own = Reworded().shown(step.get("reworded", {}))
        return f"[the steps of “{_question(step['include'])}”{f'; {own}' if own else ''}]{only_for}"
    picture = f" [picture: {step.get('picture_alt')}]" if step.get("picture") else ""
    return step.get("text", "") + picture + only_for


def _question(slug: str) -> str:
    try:
        return find_included(slug).title
    except RefusedError:
        return slug


def _part(part: Part, before: Content, after: Content) -> list[Change]:
    old, new = value_in(before, part), value_in(after, part)
    if part.kind is Kind.STEPS:
        return _steps(old, new)
    old, new = kind(part).shown(old), kind(part).shown(new)
    return [Change(part.label, old, new)] if old != new else []


def _shown(*sides: list[StepContent]) -> list[list[str]]:
    """The words of the steps on each side, different ones for different steps.

    A picture is told by the first letters of its name. Where that does not tell two steps apart, as with two articles
    that have the same question, everything else that they hold is added.
    """
    said = [[(_marked(step), _rest(step)) for step in steps] for steps in sides]
    rests: dict[str, set[str]] = {}
    for shown, rest in (pair for pairs in said for pair in pairs):
        rests.setdefault(shown, set()).add(rest)
    return [[shown + (rest if len(rests[shown]) > 1 else "") for shown, rest in pairs] for pairs in said]


def _marked(step: StepContent) -> str:
    return step_text(step) + (f" ({step['picture'].rpartition('/')[2][:6]})" if step.get("picture") else "")


def _rest(step: StepContent) -> str:
    others = [kind(part).shown(value_in(step, part)) for part in STEP_PARTS if part.name != "text"]
    return f" ({', '.join(filter(None, others))})" if any(others) else ""


def _steps(before: list[StepContent], after: list[StepContent]) -> list[Change]:
    return [each.change for each in step_changes(before, after)]


def _change(i: int | None, k: int | None, old: list[str], new: list[str], were: list[str], are: list[str]) -> Change:
    if k is not None:
        return Change(are[k], old[i] if i is not None else "", new[k])
    assert i is not None
    return Change(were[i], old[i], "")


def _words_of(each: StepChange) -> set[str]:
    return {each.change.before, each.change.after} - {""}


def _moved(was: str, now: str, text: str, gone: list[StepChange], come: list[StepChange]) -> StepChange:
    return StepChange(
        Change(f"{now}, moved", f"was {_within(was)}", f"is now {_within(now)}: {text}"),
        tuple(place for each in gone if each.change.before == text for place in each.before),
        tuple(place for each in come if each.change.after == text for place in each.after),
    )


def _within(label: str) -> str:
    """The label of a step within a sentence."""
    return label[0].lower() + label[1:]


def _diff(before: str, after: str) -> Diff:
    old, new = re.findall(r"\s+|[^\s]+", before), re.findall(r"\s+|[^\s]+", after)
    if len(old) * len(new) > _MOST_PAIRS:
        return [(mark, text) for mark, text in (("removed", before), ("added", after)) if text]
    result: Diff = []
    for same, i, j, k, m in _blocks(old, new):
        parts = [("same", old[i:j])] if same else [("removed", old[i:j]), ("added", new[k:m])]
        result += [(mark, "".join(part)) for mark, part in parts if part]
    return result


def _blocks(old: list[str], new: list[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Yield (is the same, from, to, from, to) of runs in both lists; what went and what came stand together."""
    at_old = at_new = 0
    for same in (block for block in Indel.opcodes(old, new) if block.tag == "equal"):
        if same.src_start > at_old or same.dest_start > at_new:
            yield False, at_old, same.src_start, at_new, same.dest_start
        yield True, same.src_start, same.src_end, same.dest_start, same.dest_end
        at_old, at_new = same.src_end, same.dest_end
    if at_old < len(old) or at_new < len(new):
        yield False, at_old, len(old), at_new, len(new)
