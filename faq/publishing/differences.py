"""Names the places of an article where patients read something else than what was typed, and keeps it as typed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from faq.models import Article, Fact
from faq.models.parts import PARTS, Kind, Part
from faq.publishing.includes import first_numbers, place_label, place_labels
from faq.publishing.kinds import Content, StepContent, kind, value_in
from faq.text import differences, facts, step_numbers
from faq.text.difference import Difference
from faq.text.difference import Kind as Way

# Of the words in a sentence; the writer has the whole before them
_LONGEST = 70
_SENTENCES = {
    Way.CHANGED: "patients will read {read} instead of {typed}.",
    Way.GONE: "patients will not read {typed}.",
    Way.DOT: "patients will see the dot of a list in place of the first sign of {typed}.",
    Way.QUOTATION: "patients will not see the first sign of {typed}, which becomes a quotation.",
    Way.HEADING: "patients will not see the first sign of {typed}, which becomes a heading.",
    Way.LINK: "the link {typed} leads nowhere.",
    Way.PICTURE: "the picture {typed} stands at another site, so patients will only read {read}.",
    Way.TAG: "patients will not read {typed}.",
    Way.RAW_TAG: "patients will read {typed}, as it stands here.",
    Way.BRACES: "there is no fact called {typed}, so patients will read nothing there.",
    Way.STEP_NUMBER: "{typed} is typed before the words, and patients see the number of the step as well.",
}
_NO_FACTS = "patients will read nothing in place of {typed}, because a fact cannot stand here."


@dataclass(frozen=True)
class Place:
    """One difference and where it is; `step` counts from 0 and is None outside the steps."""

    part: str
    label: str
    difference: Difference
    step: int | None = None
    # Which step of an included article it is about, "" for a step of its own
    own: str = ""
    has_lines: bool = False
    may_hold_facts: bool = True

    @property
    def where(self) -> str:
        """For example "Short answer, line 3" or "Step 2", as patients count the steps."""
        return f"{self.label}, line {self.difference.line}" if self.has_lines else self.label

    @property
    def sentence(self) -> str:
        """What patients read there, in a receptionist's words."""
        template = _SENTENCES[self.difference.kind] if self.may_hold_facts else _NO_FACTS
        return template.format(typed=_quoted(self.difference.typed), read=_quoted(self.difference.read) or "nothing")

    @property
    def is_step_number(self) -> bool:
        return self.difference.kind is Way.STEP_NUMBER

    @property
    def can_be_kept(self) -> bool:
        """True where the words can be kept as they were typed; braces are never shown to patients."""
        return self.difference.kind is not Way.BRACES

    @property
    def key(self) -> tuple[str, Way, str, str]:
        """What makes two places of different versions the same."""
        return self.part, self.difference.kind, self.difference.typed, self.difference.read


def places(content: Content, *, new_facts: Collection[str] = ()) -> list[Place]:
    """Return where patients will read something else than what `content` says, in the order of its parts.

    `new_facts` are names of facts that are not kept yet, but will be.
    """
    known = {*Fact.by_name(), *new_facts} if "{{" in str(content) else set()
    return [place for part in PARTS for place in _in_part(part, value_in(content, part), known)]


def unpublished(article: Article, content: Content) -> list[Place]:
    """Return the `places` of `content` that are not the same in the version of `article` that patients read."""
    accepted = {place.key for place in places(article.live.snapshot)} if article.live else set()
    return [place for place in places(content) if place.key not in accepted]


def places_without_facts(content: Content) -> list[Place]:
    """Return where braces stand in what cannot hold a fact: the question, other ways of asking, tags, descriptions."""
    return [place for part in PARTS for place in _plain(part, value_in(content, part))]


def keep(content: Content) -> Content:
    """Return `content` with the escapes that it needs for patients to read what was typed; otherwise unchanged."""
    content = _with_steps(content, step_numbers.keep)
    texts = {part.name: differences.keep(value_in(content, part)) for part in PARTS if part.kind is Kind.MARKDOWN}
    return {**content, **texts, "steps": [_kept(step) for step in content["steps"]]}


def _kept(step: StepContent) -> StepContent:
    if reworded := step.get("reworded"):
        own = {number: differences.keep(words) for number, words in reworded["own"].items()}
        return {**step, "reworded": {**reworded, "own": own}}
    return {**step, "text": differences.keep(step["text"])} if step.get("text") else step


def take_off_step_numbers(content: Content) -> Content:
    """Return `content` without the numbers typed before its steps."""
    return _with_steps(content, step_numbers.take_off)


def _with_steps(content: Content, change: step_numbers.Change) -> Content:
    found = step_numbers.find([step.get("text", "") for step in content["steps"]])
    steps = [
        {**step, "text": change(step["text"], found[place])} if place in found else step
        for place, step in enumerate(content["steps"])
    ]
    return {**content, "steps": steps}


def _in_part(part: Part, value: Any, known: set[str]) -> Iterator[Place]:
    if part.kind is Kind.STEPS:
        yield from _in_steps(value, known)
    elif part.kind is Kind.MARKDOWN:
        for difference in differences.find(value, known_facts=known):
            yield Place(part.name, part.label, difference, has_lines="\n" in value)
    yield from _plain(part, value)


def _in_steps(steps: list[StepContent], known: set[str]) -> Iterator[Place]:
    numbers = step_numbers.find([step.get("text", "") for step in steps])
    for at, (label, step) in enumerate(zip(place_labels(steps), steps, strict=True)):
        text = step.get("text", "")
        if at in numbers:
            yield Place("steps", label, Difference(1, Way.STEP_NUMBER, numbers[at].prefix.strip()), at)
        for difference in differences.find(text, known_facts=known):
            yield Place("steps", label, difference, at, has_lines="\n" in text)
    yield from _in_own_words(steps, known)


def _in_own_words(steps: list[StepContent], known: set[str]) -> Iterator[Place]:
    reworded = [(at, step["reworded"]["own"]) for at, step in enumerate(steps) if step.get("reworded")]
    firsts = first_numbers(steps) if reworded else []
    for at, own in reworded:
        for number, words in own.items():
            label = place_label(firsts[at] + int(number) - 1, 1)
            for difference in differences.find(words, known_facts=known):
                yield Place("steps", label, difference, at, own=number, has_lines="\n" in words)


def _plain(part: Part, value: Any) -> Iterator[Place]:
    """The braces in what is no Markdown."""
    if part.kind is Kind.STEPS:
        for at, (label, step) in enumerate(zip(place_labels(value), value, strict=True)):
            yield from _braces(part.name, f"{label}, what the picture shows", step.get("picture_alt", ""), at)
    elif part.kind in (Kind.LINE, Kind.TEXT, Kind.TAGS, Kind.FILES, Kind.VIDEOS):
        yield from _braces(part.name, part.label, kind(part).shown(value))


def _braces(part: str, label: str, text: str, step: int | None = None) -> Iterator[Place]:
    for line, words in enumerate(text.split("\n"), start=1):
        for name in sorted(facts.names_in(words)):
            found = Difference(line, Way.BRACES, facts.as_typed(name))
            yield Place(part, label, found, step, has_lines="\n" in text, may_hold_facts=False)


def _quoted(words: str) -> str:
    words = " ".join(words.split())
    return f"“{words if len(words) <= _LONGEST else words[:_LONGEST].rstrip() + '…'}”" if words else ""
