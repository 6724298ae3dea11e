"""What an article asks its readers ("Who is this for?"), and which of its steps are for those who answer so.

A question is kept as {"text": ..., "answers": [{"key": ..., "text": ...}, ...]}. A step that is not for everybody holds
the keys of the answers it is for, of one question or of both. A key stays when the words of its answer change; it is
what stands in addresses ("?for=my-child").
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from faq.text import slugs

MOST_QUESTIONS, LEAST_ANSWERS, MOST_ANSWERS = 2, 2, 4
# Letters
LONGEST_QUESTION, LONGEST_ANSWER = 150, 60
# What a choice is called in an address, and what stands between its keys there, and in no key
PARAMETER, BETWEEN = "for", "."
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_KEY = 24
# What is read of an address
_LONGEST_CHOICE = 4 * _LONGEST_KEY

# A question as it is kept, and keys of answers
Stored = dict[str, Any]
Marks = Collection[str]


@dataclass(frozen=True)
class Answer:
    key: str
    text: str


@dataclass(frozen=True)
class Question:
    text: str
    answers: tuple[Answer, ...]

    @property
    def keys(self) -> list[str]:
        return [answer.key for answer in self.answers]

    def words_of(self, marks: Marks) -> list[str]:
        """Return the answers that are marked, in words; [] where that is all of them or none: it is for everybody."""
        marked = [answer.text for answer in self.answers if answer.key in marks]
        return marked if len(marked) < len(self.answers) else []


def read(stored: Iterable[Stored]) -> tuple[Question, ...]:
    """Return questions as they are kept."""
    return tuple(
        Question(each["text"], tuple(Answer(answer["key"], answer["text"]) for answer in each["answers"]))
        for each in stored
    )


def with_keys(stored: Iterable[Stored]) -> list[Stored]:
    """Return `stored` with a key for each answer, different from all others of the article: made of its first words.

    A key that is one already stays. "My child" becomes "my-child", a second one "my-child-2".
    """
    questions: list[Stored] = [
        {"text": each["text"], "answers": [{"key": "", **answer} for answer in each["answers"]]} for each in stored
    ]
    answers = [answer for each in questions for answer in each["answers"]]
    taken: set[str] = set()
    for answer in answers:
        if not _is_key(answer["key"]) or answer["key"] in taken:
            answer["key"] = ""
        taken.add(answer["key"])
    for answer in answers:
        if not answer["key"]:
            answer["key"] = slugs.first_free(_key_of(answer["text"]), taken.__contains__)
            taken.add(answer["key"])
    return questions


def words_of_keys(stored: Iterable[Stored]) -> dict[str, str]:
    """Return the words of each answer by its key."""
    return {answer["key"]: answer["text"] for each in stored for answer in each["answers"]}


def joined(own: Iterable[Stored], others: Sequence[Iterable[Stored]]) -> tuple[list[Question], list[dict[str, str]]]:
    """Return the questions of a page that shows steps of other articles, and for each of these {its key: the page's}.

    A question in the same words is asked once, with the answers of both, each in the same words once. Any other
    question of theirs follows. For example, "Who is it for?" with "Me" and "My child" here, with "Me" and "A friend"
    there, is one question with three answers.
    """
    questions = list(read(own))
    taken = {key for question in questions for key in question.keys}
    leads = [_add(questions, taken, read(other)) for other in others]
    return questions, leads


def marked_for(questions: Sequence[Question], marks: Marks) -> list[str]:
    """Return the keys in `marks` that narrow down whom a step is for, in the order of the page.

    All answers of a question together are everybody, so they are left out, as are keys that no question has.
    """
    return [key for each in questions if each.words_of(marks) for key in each.keys if key in marks]


def narrowed(questions: Sequence[Question], outer: Marks, inner: Marks) -> list[str] | None:
    """Return whom a step is for that is marked `inner` and stands where all is marked `outer`; None: for nobody."""
    found: list[str] = []
    for each in questions:
        sides = [set(each.keys) & set(marks) for marks in (outer, inner) if each.words_of(marks)]
        if not sides:
            continue
        both = set.intersection(*sides)
        if not both:
            return None
        found += [key for key in each.keys if key in both]
    return found


def is_for(questions: Sequence[Question], marks: Marks, choice: Marks) -> bool:
    """Whether a step with these `marks` is for a reader of this `choice`: at most one answer to each question."""
    for each in questions:
        picked = set(each.keys) & set(choice)
        if picked and each.words_of(marks) and not picked & set(marks):
            return False
    return True


def labels(questions: Sequence[Question], marks: Marks, choice: Marks = ()) -> list[str]:
    """Return in words whom a step is for: one text for each question that this reader has not answered yet."""
    return [
        ", ".join(words) for each in questions if (words := each.words_of(marks)) and not set(each.keys) & set(choice)
    ]


def choice_of(answers: Sequence[Sequence[str]], typed: str) -> tuple[str, ...]:
    """Return the choice that `typed` stands for in an address ("my-child.phone"), in the order of the questions.

    `answers` are the keys of each question. What no answer has is ignored, as is a question that was answered twice.
    """
    wanted = set(typed.split(BETWEEN)) if len(typed) <= _LONGEST_CHOICE else set()
    picked = [[key for key in keys if key in wanted] for keys in answers]
    return tuple(keys[0] for keys in picked if len(keys) == 1)


def query_of(keys: Sequence[str]) -> str:
    """Return what says this choice in an address: "for=my-child.phone", "" for none."""
    return urlencode({PARAMETER: BETWEEN.join(keys)}) if keys else ""


def _is_key(key: str) -> bool:
    return len(key) <= _LONGEST_KEY and _KEY.fullmatch(key) is not None


def _key_of(text: str) -> str:
    plain = unicodedata.normalize("NFKD", slugs.slug_for(text)).encode("ascii", "ignore").decode()
    words = [word for word in plain.split("-") if word]
    while len("-".join(words)) > _LONGEST_KEY - 3 and len(words) > 1:
        words.pop()
    return "-".join(words)[: _LONGEST_KEY - 3] or "answer"


def _same(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(" ?:.")


def is_asked_twice(texts: Iterable[str]) -> bool:
    """Whether two of `texts` say the same; letter case and the sign at the end make no difference."""
    said = [_same(text) for text in texts]
    return len(set(said)) < len(said)


def _add(questions: list[Question], taken: set[str], theirs: Iterable[Question]) -> dict[str, str]:
    """Add what another article asks to `questions`; return which of its keys is which of the page's."""
    leads: dict[str, str] = {}
    for other in theirs:
        at = next((at for at, each in enumerate(questions) if _same(each.text) == _same(other.text)), None)
        answers = list(questions[at].answers) if at is not None else []
        for answer in other.answers:
            leads[answer.key] = _key_in(answers, answer, taken)
        taken |= {answer.key for answer in answers}
        question = Question(questions[at].text if at is not None else other.text, tuple(answers))
        if at is None:
            questions.append(question)
        else:
            questions[at] = question
    return leads


def _key_in(answers: list[Answer], answer: Answer, taken: Collection[str]) -> str:
    """Return the key of the one of `answers` that says the same as `answer`, which is added where none does."""
    for known in answers:
        if _same(known.text) == _same(answer.text):
            return known.key
    here = {known.key for known in answers}
    key = slugs.first_free(answer.key, lambda key: key in taken or key in here)
    answers.append(Answer(key, answer.text))
    return key
