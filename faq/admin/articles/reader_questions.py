"""What readers are asked, as staff fill it in, and the boxes below each step that say whom it is for.

A box names the place of its answer in the form ("0-1": the first question, its second answer), so that it can be ticked
for an answer that was typed a moment ago and has no key yet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from faq.admin.articles.steps import PLACES, AnswerBoxes, BaseStepFormSet, Box, StepForm
from faq.admin.fields import drop_maxlength, speak_plainly
from faq.models import Article
from faq.publishing.kinds import Content, StepContent
from faq.publishing.reader_questions import lost_answer, question_problems, warnings
from faq.text.reader_questions import MOST_ANSWERS, MOST_QUESTIONS, Stored, is_asked_twice, with_keys, words_of_keys

PREFIX = "ask"
_STAY = "Please leave each answer in its row, as its steps go with the row. A row may stay empty."
_EXAMPLES = (
    "“Who is this for?”, with the answers “Me”, “My child” and “Someone I care for”.",
    "“What do you use?”, with the answers “Phone” and “Computer”.",
)


@dataclass(frozen=True)
class QuestionRows:
    """One question in the form: the field for its words, and (field, hidden field of its key) for each answer."""

    text: forms.BoundField
    answers: list[tuple[forms.BoundField, forms.BoundField]]


class ReaderQuestionsForm(forms.Form):
    """Two questions with four rows of answers each; rows that stay empty are none."""

    def __init__(self, *args: Any, asked: Sequence[Stored], **kwargs: Any) -> None:
        super().__init__(*args, prefix=PREFIX, initial=_initial(asked), **kwargs)
        self._words_before = words_of_keys(asked)
        for number, example in enumerate(_EXAMPLES):
            self.fields[f"{number}-text"] = forms.CharField(
                label="What readers are asked", required=False, help_text=f"For example: {example}"
            )
        for place in PLACES:
            row = int(place.partition("-")[2]) + 1
            self.fields[f"{place}-answer"] = forms.CharField(label=f"Answer {row}", required=False)
            self.fields[f"{place}-key"] = forms.CharField(required=False, widget=forms.HiddenInput)
        for name, field in self.fields.items():
            if not name.endswith("-key"):
                field.widget.attrs["autocomplete"] = "off"
        drop_maxlength(self)
        speak_plainly(self.fields)

    def clean(self) -> None:
        asked = self._asked()
        for number, each in asked.items():
            for problem in question_problems(each) + self._moved(each):
                self.add_error(f"{number}-text", problem)
        if is_asked_twice(each["text"] for each in asked.values() if each["text"]):
            self.add_error("1-text", "Both questions say the same. Please change one of them.")

    def refuse_lost(self, steps: BaseStepFormSet) -> None:
        """Refuse to take an answer away while a step is only for it. Only after both were asked `is_valid()`."""
        known, lost = self.keys(), dict[str, list[StepForm]]()
        for row in steps.kept_rows():
            for place in row.only_for_places:
                if place not in known:
                    lost.setdefault(place, []).append(row)
        if lost:
            # So that each row knows what patients call it
            steps.numbered_rows()
        for place, rows in lost.items():
            self.add_error(f"{place[0]}-text", lost_answer(self._words_at(place), [row.place for row in rows]))

    def content(self) -> list[Stored]:
        """What was filled in, as `actions.save` takes it. Only after `is_valid()` was asked."""
        return with_keys(self._asked().values())

    def keys(self) -> dict[str, str]:
        """Return {place of an answer in the form: its key} of the answers that have words."""
        keys = (answer["key"] for each in self.content() for answer in each["answers"])
        return dict(zip(self._filled_places(), keys, strict=True))

    def in_steps(self, steps: list[StepContent]) -> list[StepContent]:
        """Return `steps`, which hold places of answers, with their keys; what has none any more is left out."""
        known = self.keys()
        return [{**step, "only_for": [known[place] for place in step["only_for"] if place in known]} for step in steps]

    def mark(self, rows: Iterable[StepForm]) -> None:
        """Give each row its boxes, and what they say together: "For everybody", "Only for: Me, Phone"."""
        for row in rows:
            row.only_for = self._choices(row)
            ticked = [box.text for choice in row.only_for for box in choice.boxes if box.is_ticked]
            row.only_for_said = f"Only for: {', '.join(ticked)}" if ticked else "For everybody"

    def _choices(self, row: StepForm) -> list[AnswerBoxes]:
        """The boxes below a step: an answer without words is shown as long as the step is for it."""
        found = []
        for number in range(MOST_QUESTIONS):
            boxes = [
                Box(f"{row.prefix}-only-{place}", self._words_at(place), place in row.only_for_places)
                for place in PLACES
                if place.startswith(f"{number}-") and (self._typed(f"{place}-answer") or place in row.only_for_places)
            ]
            if boxes:
                found.append(AnswerBoxes(self._typed(f"{number}-text"), boxes))
        return found

    @property
    def questions(self) -> list[QuestionRows]:
        return [
            QuestionRows(
                self[f"{number}-text"],
                [(self[f"{number}-{row}-answer"], self[f"{number}-{row}-key"]) for row in range(MOST_ANSWERS)],
            )
            for number in range(MOST_QUESTIONS)
        ]

    @property
    def texts(self) -> list[str]:
        """What readers are asked, as it stands in the form."""
        return [text for number in range(MOST_QUESTIONS) if (text := self._typed(f"{number}-text"))]

    def problems(self) -> list[tuple[str, str, str]]:
        """What is wrong, as (where, anchor, sentence)."""
        return [
            ("Questions to readers", self[name].id_for_label, sentence)
            for name, sentences in self.errors.items()
            for sentence in sentences
        ]

    def _asked(self) -> dict[int, Stored]:
        """What was filled in, without what is wholly empty, by the number of the question."""
        found = {}
        for number in range(MOST_QUESTIONS):
            places = [place for place in PLACES if place.startswith(f"{number}-") and self._typed(f"{place}-answer")]
            answers = [{"key": self._typed(f"{p}-key"), "text": self._typed(f"{p}-answer")} for p in places]
            text = self._typed(f"{number}-text")
            if text or answers:
                found[number] = {"text": text, "answers": answers}
        return found

    def _moved(self, asked: Stored) -> list[str]:
        """Why answers cannot change rows: their steps go with the row, and would be for somebody else unnoticed."""
        key_of = {words.casefold(): key for key, words in self._words_before.items()}
        moved = [
            answer["text"]
            for answer in asked["answers"]
            if answer["key"] in self._words_before
            and key_of.get(answer["text"].casefold(), answer["key"]) != answer["key"]
        ]
        return [f"“{text}” stood in another row before. {_STAY}" for text in moved]

    def _filled_places(self) -> list[str]:
        return [place for place in PLACES if self._typed(f"{place}-answer")]

    def _words_at(self, place: str) -> str:
        """The words of an answer, or those that it had before they were taken away."""
        before = self._words_before.get(self._typed(f"{place}-key"), "an answer without words")
        return self._typed(f"{place}-answer") or before

    def _typed(self, name: str) -> str:
        return " ".join(str(self[name].value() or "").replace("\x00", "").split())


def places_of(asked: Sequence[Stored], keys: Iterable[str]) -> list[str]:
    """Return the places in the form of the answers with these keys, as `asked` is first shown."""
    place_of = {
        answer["key"]: f"{number}-{row}"
        for number, each in enumerate(asked)
        for row, answer in enumerate(each["answers"])
    }
    return [place_of[key] for key in keys if key in place_of]


def with_places(rows: list[dict[str, Any]], content: Content) -> list[dict[str, Any]]:
    """Return the rows of steps as the form first shows them, each with the places of the answers it is for."""
    return [
        {**row, "only_for": places_of(content["reader_questions"], step.get("only_for", []))}
        for row, step in zip(rows, content["steps"], strict=True)
    ]


def notes(article: Article) -> list[str]:
    """Return what readers would wonder about in the newest saved version of `article`."""
    return warnings(article.revisions.get(number=article.version)) if article.reader_questions else []


def _initial(asked: Sequence[Stored]) -> dict[str, str]:
    found = {}
    for number, each in enumerate(asked[:MOST_QUESTIONS]):
        found[f"{number}-text"] = each["text"]
        for row, answer in enumerate(each["answers"][:MOST_ANSWERS]):
            found |= {f"{number}-{row}-answer": answer["text"], f"{number}-{row}-key": answer["key"]}
    return found
