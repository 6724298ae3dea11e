"""What a reader picked where an article asks whom its steps are for: in the address ("?for=my-child"), no cookie."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse

from faq.models.page_steps import PageSteps
from faq.text.reader_questions import PARAMETER, Question, choice_of, is_for, query_of

# Where a reader who picks an answer goes on reading
_STEPS = "#steps"
# The keys of each question that a page asks
Answers = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class AnswerLink:
    """An answer with the address that picks it; "" where the page has no address, as in the editor's preview."""

    text: str
    url: str
    is_picked: bool


@dataclass(frozen=True)
class QuestionLinks:
    text: str
    answers: list[AnswerLink]


@dataclass(frozen=True)
class Choice:
    """What a reader picked of the questions of one page."""

    questions: tuple[Question, ...] = ()
    keys: tuple[str, ...] = ()

    @classmethod
    def of(cls, page: PageSteps, typed: str) -> "Choice":
        """Return the choice that `typed` stands for on `page`; what it does not ask is as if not picked."""
        return cls(tuple(page.questions), choice_of([each.keys for each in page.questions], typed))

    @property
    def answers(self) -> Answers:
        return tuple(tuple(each.keys) for each in self.questions)

    @property
    def query(self) -> str:
        """What stands in the address: "?for=my-child.phone", "" for everybody."""
        return f"?{query_of(self.keys)}" if self.keys else ""

    @property
    def words(self) -> str:
        """The answers that were picked: "My child, Phone"."""
        return ", ".join(answer.text for each in self.questions for answer in each.answers if answer.key in self.keys)

    def number_of(self, whole_number: int, page: PageSteps) -> int:
        """Return the number that this reader sees at the step with `whole_number` on the page with every step."""
        seen = [step["number"] for step in page.steps if self.is_seen(step)]
        return seen.index(whole_number) + 1 if whole_number in seen else whole_number

    def is_seen(self, step: Mapping) -> bool:
        """Whether `step`, one of the page, is for this reader."""
        return is_for(self.questions, step.get("only_for", ()), self.keys)

    def links(self, address: str) -> list[QuestionLinks]:
        """Return the questions with links to `address`, the page itself; each replaces what its question has picked."""
        return [
            QuestionLinks(
                each.text,
                [
                    AnswerLink(answer.text, self._url(address, each, answer.key), answer.key in self.keys)
                    for answer in each.answers
                ],
            )
            for each in self.questions
        ]

    def _url(self, address: str, question: Question, key: str) -> str:
        if not address:
            return ""
        picked = {*self.keys, key} - (set(question.keys) - {key})
        return f"{address}?{query_of([key for keys in self.answers for key in keys if key in picked])}{_STEPS}"


NONE_PICKED = Choice()


def typed(request: HttpRequest) -> str:
    """Return what the address of `request` says; "" where it says nothing, or several things."""
    values = request.GET.getlist(PARAMETER)
    return values[0] if len(values) == 1 else ""


def note(response: HttpResponse, choice: Choice) -> HttpResponse:
    """Tell `public_page` what `response` asks and which choice it shows, so that it is kept under the right address."""
    response.answers, response.choice = choice.answers, choice.query.removeprefix("?")
    return response


def is_choice(query: str) -> bool:
    """Whether the query of an address says nothing but a choice: "for=me", "for=<script>", "for=a&for=b"."""
    return bool(query) and all(part.partition("=")[0] == PARAMETER for part in query.split("&"))


def without_others(query: str) -> str:
    """Return what `query` says of a choice, letter for letter: "for=me&x=1" becomes "for=me"."""
    return "&".join(part for part in query.split("&") if part.partition("=")[0] == PARAMETER)


def canonical(query: str, answers: Sequence[Sequence[str]]) -> str:
    """Return the one query for what `query`, a choice, shows on a page with these `answers`: "for=me", or ""."""
    parts = query.split("&")
    keys = choice_of(answers, unquote_plus(parts[0].partition("=")[2])) if len(parts) == 1 else ()
    return query_of(keys)
