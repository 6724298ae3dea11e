"""Counts what a reader says of an article, once a day and changeable, without keeping who it was.

Nothing about the reader is stored. Two things know that somebody has answered: a signed token on the page that says
thank you, and for half an hour a keyed hash of their address in memory.

A reader presses "Yes", and a moment later on the next page "It did not help": the token says that a "yes" of today
stands for it, so that answer is taken back as the other one is counted. The same happens without the token, when they
open the article again within half an hour. Later that day from the article itself they count as somebody else.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import date

from django.core import signing
from django.http import HttpRequest

from faq.models import Article, FeedbackCount
from faq.stats import counting, robots
from faq.views import feedback_turns
from faq.views.feedback_turns import count_up

# Seconds
_A_DAY = 24 * 60 * 60
_SALT = "faq.feedback"
_ANSWER = FeedbackCount.Answer


@dataclass(frozen=True)
class Said:
    """One answer: of which day, to which version of an article, to which step (0: the whole)."""

    day: date
    article_id: int
    revision: int
    step: int
    answer: FeedbackCount.Answer

    @property
    def other(self) -> FeedbackCount.Answer:
        return _ANSWER.NO if self.answer is _ANSWER.YES else _ANSWER.YES

    def is_beside(self, other: "Said") -> bool:
        """Whether both speak of the same thing on the same day, so that one takes the place of the other."""
        return replace(self, answer=other.answer) == other


@dataclass(frozen=True)
class Token:
    """What the page of thanks carries: an answer, a number so that it is used once, and whether it was counted.

    Who presses the same twice is counted once: then only the first token stands for an answer that can be taken back.
    """

    said: Said
    number: str
    is_counted: bool


def token_for(said: Said, *, is_counted: bool) -> str:
    """Return the token of `said`, signed."""
    values = [said.day.isoformat(), said.article_id, said.revision, said.step, said.answer.value]
    return signing.dumps([*values, secrets.token_hex(6), is_counted], salt=_SALT)


def read(token: str, *, today: date) -> Token | None:
    """Return what a token of today holds; None for any other text."""
    try:
        day, article_id, revision, step, answer, number, is_counted = signing.loads(token, salt=_SALT, max_age=_A_DAY)
        said = Said(date.fromisoformat(day), article_id, revision, step, _ANSWER(answer))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Token(said, number, is_counted) if said.day == today else None


def count(request: HttpRequest, said: Said, token: str = "") -> bool:
    """Count `said` for a person who reads; in place of what this client a moment ago, or `token`, said before.

    Returns False where it was counted already, or for a program.
    """
    if not is_person(request):
        return False
    earlier = _changed_by(token, said)
    turn = feedback_turns.of_client(request, f"{said.day} to {said.article_id}.{said.revision}.{said.step}")
    turn_of_token = feedback_turns.of(f"change of {earlier.number}", _A_DAY) if earlier else None
    before = turn.last_answer()
    if earlier and turn_of_token:
        # Used up also where memory knows better, as the answer may have been changed on another page since
        is_used = turn_of_token.last_answer()
        before = before or (said.answer if is_used else earlier.said.answer)
    is_new = before is not said.answer
    if is_new:
        counting.count_feedback(
            Article(pk=said.article_id),
            said.answer,
            on=said.day,
            revision=said.revision,
            step=said.step,
            before=before.value if before else "",
        )
    # Not before it is counted: whoever is killed in between was not heard, and may press again
    for each in filter(None, (turn, turn_of_token)):
        each.note(said.answer)
    return is_new


def keep_reason(request: HttpRequest, token: str, text: str, *, today: date) -> None:
    """Keep the redacted `text` as the reason for what `token` says; one for each answer."""
    known = read(token, today=today)
    if known and text.strip(" .") and is_person(request) and count_up(f"reason {known.number}", _A_DAY) == 1:
        said, article = known.said, Article(pk=known.said.article_id)
        counting.keep_reason(article, said.answer, text, on=said.day, revision=said.revision, step=said.step)


def is_person(request: HttpRequest) -> bool:
    """Whether a person may have pressed this; a form is sent by POST, which `robots` takes for no reader."""
    return robots.is_reader("GET", request.headers)


def _changed_by(token: str, said: Said) -> Token | None:
    """Return what `token` says where `said` takes the place of that answer."""
    earlier = read(token, today=said.day)
    return earlier if earlier and earlier.is_counted and earlier.said.is_beside(said) else None
