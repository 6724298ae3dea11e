"""The steps of a page as its readers meet them: numbered, with whom each is for, and the questions that decide that."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from faq.text.reader_questions import Question, labels, marked_for


class PageSteps(NamedTuple):
    """The steps of a page, and the questions whose answers some of them are only for."""

    steps: list[dict]
    questions: list[Question]

    @classmethod
    def numbered(cls, steps: Sequence[Mapping[str, Any]], questions: Sequence[Question]) -> "PageSteps":
        """Return `steps` with their numbers from 1; a question that no step of the page is about is left out.

        "only_for" stays where that leaves somebody out.
        """
        marked = [_marked(step, questions) for step in steps]
        keys = {key for step in marked for key in step.get("only_for", ())}
        numbered = [{**step, "number": number} for number, step in enumerate(marked, start=1)]
        return cls(numbered, [each for each in questions if keys.intersection(each.keys)])

    def labels(self, step: Mapping[str, Any]) -> list[str]:
        """Return in words whom `step`, one of these, is only for: a text for each question, [] for everybody."""
        return labels(self.questions, step.get("only_for", ()))


def _marked(step: Mapping[str, Any], questions: Sequence[Question]) -> dict[str, Any]:
    marks = marked_for(questions, step.get("only_for", ()))
    rest = {name: value for name, value in step.items() if name != "only_for"}
    return {**rest, "only_for": marks} if marks else rest
