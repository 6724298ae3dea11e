"""How each kind of part is read from a row, tidied, told apart, shown, written back and searched by staff.

Snapshots of older versions may lack a part that is newer than they are: it then counts as blank.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import models

from faq.models import Article, Step, StepFingerprint
from faq.models.parts import STEP_PARTS, Kind, Part
from faq.models.tag import clean_name
from faq.publishing import tags
from faq.publishing.attachments import Files, Videos
from faq.publishing.columns import Column, Line, Plain, Text
from faq.publishing.includes import find_included
from faq.text import reader_questions
from faq.text.reader_questions import Stored

# An article: {name of the part: its value}, see models/parts.py
Content = dict[str, Any]
# A step: either {"include": address of an article}, with "reworded" where it has own words, or its other parts
StepContent = dict[str, Any]


class Person(Column):
    """A member of staff, by user name; "" for nobody."""

    def blank(self, part: Part) -> str:
        return ""

    def take(self, row: models.Model, part: Part) -> str:
        person = getattr(row, part.name)
        return person.get_username() if person else ""

    def write(self, row: models.Model, part: Part, value: str) -> None:
        setattr(row, part.name, get_user_model().objects.filter(username=value).first() if value else None)

    def lookups(self, part: Part) -> list[str]:
        return [f"{part.name}__username"]


class Include(Column):
    """The article whose steps stand in place of this one, by its address; "" for none."""

    def blank(self, part: Part) -> str:
        return ""

    def take(self, row: Step, part: Part) -> str:
        other = getattr(row, part.name)
        return other.slug if other else ""

    def write(self, row: Step, part: Part, value: str) -> None:
        setattr(row, part.name, find_included(value) if value else None)


class Reworded(Column):
    """Own words for single steps of an included article, and those steps as they were when they were written.

    {"of": ["Open.", "Press."], "own": {"2": "Tap."}}: the second one reads "Tap." here. {} for none.
    """

    def tidy(self, value: dict[str, Any]) -> dict[str, Any]:
        """Without own words that are none, or those of the step itself."""
        text, of = Text(), [Text().tidy(words) for words in value.get("of", [])]
        typed = {int(number): text.tidy(words) for number, words in value.get("own", {}).items()}
        own = {str(at): typed[at] for at in sorted(typed) if 0 < at <= len(of) and typed[at] not in ("", of[at - 1])}
        return {"of": of, "own": own} if own else {}

    def shown(self, value: dict[str, Any]) -> str:
        return "; ".join(f"its step {number} reads here: “{words}”" for number, words in value.get("own", {}).items())


class ReaderQuestions(Column):
    """What readers are asked, each question with its answers; every answer has a key. [] for none."""

    def blank(self, part: Part) -> list[Stored]:
        return []

    def tidy(self, value: list[Stored]) -> list[Stored]:
        line = Line()
        questions = [
            {
                "text": line.tidy(each["text"]),
                "answers": [{**answer, "text": line.tidy(answer["text"])} for answer in each["answers"]],
            }
            for each in value
        ]
        return reader_questions.with_keys(questions)

    def shown(self, value: list[Stored]) -> str:
        return "; ".join(f"{each['text']} {' / '.join(answer['text'] for answer in each['answers'])}" for each in value)


class OnlyFor(Column):
    """Whom a step is for: keys of answers, or, in a comparison, their words; [] for everybody."""

    def blank(self, part: Part) -> list[str]:
        return []

    def tidy(self, value: list[str]) -> list[str]:
        return list(dict.fromkeys(value))

    def key(self, value: list[str]) -> list[str]:
        return sorted(value)

    def shown(self, value: list[str]) -> str:
        return f"only for {', '.join(f'“{each}”' for each in value)}" if value else ""


class Tags(Column):
    """The names of tags. Two spellings that differ in letter case only are one tag."""

    is_column = False

    def blank(self, part: Part) -> list[str]:
        return []

    def take(self, row: Article, part: Part) -> list[str]:
        return sorted((tag.name for tag in row.tags.all()), key=str.casefold)

    def tidy(self, value: list[str]) -> list[str]:
        names = {name.casefold(): name for name in map(clean_name, reversed(value)) if name}
        return [names[key] for key in sorted(names)]

    def key(self, value: list[str]) -> list[str]:
        return sorted(name.casefold() for name in value)

    def shown(self, value: list[str]) -> str:
        # Versions of older days hold them in another order
        return ", ".join(sorted(value, key=str.casefold))

    def write(self, row: Article, part: Part, value: list[str]) -> None:
        row.tags.set(tags.get_or_create_named(value))

    def lookups(self, part: Part) -> list[str]:
        return ["tagged__tag__name"]


class Steps(Column):
    """The steps in their order, each a `StepContent`."""

    is_column = False

    def blank(self, part: Part) -> list[StepContent]:
        return []

    def take(self, row: Article, part: Part) -> list[StepContent]:
        rows = row.steps.select_related("include").order_by("position")
        return [self._either({each.name: kind(each).take(step, each) for each in STEP_PARTS}) for step in rows]

    def tidy(self, value: list[StepContent]) -> list[StepContent]:
        """Every step with the same keys."""
        return [
            self._either({each.name: kind(each).tidy(value_in(step, each)) for each in STEP_PARTS}) for step in value
        ]

    def key(self, value: list[StepContent]) -> list[list[Any]]:
        return [[kind(each).key(value_in(step, each)) for each in STEP_PARTS] for step in value]

    def write(self, row: Article, part: Part, value: list[StepContent]) -> None:
        row.steps.all().delete()
        Step.objects.bulk_create(self._row(row, position, step) for position, step in enumerate(value, start=1))
        StepFingerprint.keep(row, [step.get("text", "") for step in value])

    def lookups(self, part: Part) -> list[str]:
        return [f"steps__{each.name}" for each in STEP_PARTS if each.is_searched_by_staff]

    def _either(self, step: StepContent) -> StepContent:
        """Without what says nothing: a step of older days, before there was that part, is the same."""
        only_for = {"only_for": step["only_for"]} if step["only_for"] else {}
        if not step["include"]:
            return {name: step[name] for name in ("text", "picture", "picture_alt")} | only_for
        reworded = {"reworded": step["reworded"]} if step["reworded"] else {}
        return {"include": step["include"], **reworded, **only_for}

    def _row(self, article: Article, position: int, step: StepContent) -> Step:
        row = Step(article=article, position=position)
        for each in STEP_PARTS:
            kind(each).write(row, each, value_in(step, each))
        return row


_KINDS = {
    Kind.LINE: Line(),
    Kind.TEXT: Plain(),
    Kind.MARKDOWN: Text(),
    Kind.CHOICE: Column(),
    Kind.PERSON: Person(),
    Kind.TAGS: Tags(),
    Kind.STEPS: Steps(),
    Kind.PICTURE: Column(),
    Kind.INCLUDE: Include(),
    Kind.REWORDED: Reworded(),
    Kind.READER_QUESTIONS: ReaderQuestions(),
    Kind.ONLY_FOR: OnlyFor(),
    Kind.FILES: Files(),
    Kind.VIDEOS: Videos(),
}


def kind(part: Part) -> Column:
    """Return what can be done with values of `part`."""
    return _KINDS[part.kind]


def value_in(content: dict[str, Any], part: Part) -> Any:
    """Return the value of `part` in a snapshot or a step, its blank where the snapshot is older than the part."""
    return content[part.name] if part.name in content else kind(part).blank(part)
