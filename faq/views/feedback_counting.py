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
from django.core.cache import caches
from django.http import HttpRequest

from faq.models import Article, FeedbackCount
from faq.stats import counting, robots
from faq.views import limits

# Seconds
_WHILE, _A_DAY = 30 * 60, 24 * 60 * 60
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
    before = _before(request, said, token)
    if before is said.answer:
        return False
    counting.count_feedback(
        Article(pk=said.article_id),
        said.answer,
        on=said.day,
        revision=said.revision,
        step=said.step,
        before=before.value if before else "",
    )
    return True


def keep_reason(request: HttpRequest, token: str, text: str, *, today: date) -> None:
    """Keep the redacted `text` as the reason for what `token` says; one for each answer."""
    known = read(token, today=today)
    if known and text.strip(" .") and is_person(request) and _count(f"reason {known.number}", _A_DAY) == 1:
        said, article = known.said, Article(pk=known.said.article_id)
        counting.keep_reason(article, said.answer, text, on=said.day, revision=said.revision, step=said.step)


def is_person(request: HttpRequest) -> bool:
    """Whether a person may have pressed this; a form is sent by POST, which `robots` takes for no reader."""
    return robots.is_reader("GET", request.headers)


def _before(request: HttpRequest, said: Said, token: str) -> FeedbackCount.Answer | None:
    """Return the answer that `said` takes the place of, itself where it was counted already, None for a first one."""
    earlier = read(token, today=said.day)
    remembered = _remembered(request, said)
    if earlier is None or not (earlier.is_counted and earlier.said.is_beside(said)):
        return remembered
    # Used up also where memory knows better, as the answer may have been changed on another page since
    is_new = _count(f"changed {earlier.number}", _A_DAY) == 1
    return remembered or (earlier.said.answer if is_new else said.answer)


def _remembered(request: HttpRequest, said: Said) -> FeedbackCount.Answer | None:
    """Return what this client last said of the same thing, and remember what it says now, in memory for half an hour.

    Each answer has a counter with the place that it had among the client's answers; the highest was the last. Where
    nobody can tell who asks, nothing is remembered.
    """
    client = limits.known_client_of(request)
    if not client:
        return None
    name = f"feedback of {client} on {said.day} to {said.article_id}.{said.revision}.{said.step}"
    places = {answer: f"{name}: {answer.value}" for answer in _ANSWER}
    now = _count(name, _WHILE)
    known = caches["limits"].get_many(places.values())
    _count(places[said.answer], _WHILE, by=now - known.get(places[said.answer], 0))
    if now == 1:
        return None
    last = max(_ANSWER, key=lambda answer: known.get(places[answer], 0))
    # Pressed twice at once: the first has not been written down yet
    return last if known else said.answer


def _count(key: str, seconds: int, *, by: int = 1) -> int:
    return caches["limits"].count(key, seconds, by=by)
