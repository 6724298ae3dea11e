"""Says what differs between two snapshots of an article, part by part and word by word."""

import difflib
import re
from dataclasses import dataclass

from faq.models import Article
from faq.publishing.snapshot import Content, StepContent

Words = list[tuple[str, str]]  # ("same" | "added" | "removed", text)


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
    def words(self) -> Words:
        """The two texts as one run of words, each marked same, added or removed."""
        return _words(self.before, self.after)


def changes(before: Content, after: Content) -> list[Change]:
    """Return what differs from `before` to `after`, in the order of the form; [] when nothing does."""
    found = [_field(name, before, after) for name in ("title", "slug", "short_answer")]
    found += _steps(before.get("steps", []), after.get("steps", []))
    found += [_field(name, before, after) for name in ("body", "asked_like")]
    found.append(Change("Tags", ", ".join(before.get("tags", [])), ", ".join(after.get("tags", []))))
    found += [_field(name, before, after) for name in ("audience", "owner")]
    return [change for change in found if change.before != change.after]


def step_words(step: StepContent) -> str:
    """Return a step as words: its text, and in brackets its picture or the article whose steps it includes."""
    if step.get("include"):
        return f"[the steps of “{step['include']}”]"
    picture = f" [picture: {step.get('picture_alt')}]" if step.get("picture") else ""
    return step.get("text", "") + picture


def _field(name: str, before: Content, after: Content) -> Change:
    label = str(Article._meta.get_field(name).verbose_name)
    return Change(label, before.get(name, ""), after.get(name, ""))


def _steps(before: list[StepContent], after: list[StepContent]) -> list[Change]:
    """Pair the steps that stayed, then the changed ones between them, so that one new step renumbers no other."""
    old, new = [step_words(step) for step in before], [step_words(step) for step in after]
    found = []
    for kind, i, j, k, m in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for offset in range(max(j - i, m - k)):
            was = old[i + offset] if i + offset < j else ""
            now = new[k + offset] if k + offset < m else ""
            number = k + offset + 1 if now else i + offset + 1
            found.append(Change(f"Step {number}", was, now))
    moved = {change.before for change in found if not change.after} & {
        change.after for change in found if not change.before
    }
    return [change for change in found if not moved & {change.before, change.after}] + [
        _moved(old, new, text) for text in sorted(moved)
    ]


def _moved(old: list[str], new: list[str], text: str) -> Change:
    where = f"Step {new.index(text) + 1}"
    return Change(f"{where}, moved", f"was step {old.index(text) + 1}", f"is now step {new.index(text) + 1}: {text}")


def _words(before: str, after: str) -> Words:
    old, new = re.findall(r"\s+|[^\s]+", before), re.findall(r"\s+|[^\s]+", after)
    result: Words = []
    for kind, i, j, k, m in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            result.append(("same", "".join(old[i:j])))
            continue
        if i < j:
            result.append(("removed", "".join(old[i:j])))
        if k < m:
            result.append(("added", "".join(new[k:m])))
    return result
