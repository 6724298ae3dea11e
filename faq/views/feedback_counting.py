"""Counts what a reader says of an article, once a day and changeable, without keeping who it was.

Nothing about the reader is stored. Two things know that somebody has answered: a signed word on the page that says
thank you, and for half an hour a keyed hash of their address in memory.

A reader presses "Yes", and a moment later on the next page "It did not help": the word says that a "yes" of today
stands for it, so that answer is taken back as the other one is counted. The same happens without the word, when they
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
from faq.values import client_address
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
    def word(self) -> str:
        """This answer, signed, with a random number so that each word is used once."""
        number = secrets.token_hex(6)
        values = [self.day.isoformat(), self.article_id, self.revision, self.step, self.answer.value, number]
        return signing.dumps(values, salt=_SALT)

    @property
    def other(self) -> FeedbackCount.Answer:
        return _ANSWER.NO if self.answer is _ANSWER.YES else _ANSWER.YES

    def is_beside(self, other: "Said") -> bool:
        """Whether both speak of the same thing on the same day, so that one takes the place of the other."""
        return replace(self, answer=other.answer) == other


def read(word: str, *, today: date) -> tuple[Said | None, str]:
    """Return what a word of today says, and its random number; (None, "") for any other text."""
    try:
        day, article_id, revision, step, answer, number = signing.loads(word, salt=_SALT, max_age=_A_DAY)
        said = Said(date.fromisoformat(day), article_id, revision, step, _ANSWER(answer))
    except (signing.BadSignature, ValueError, TypeError):
        return None, ""
    return (said, number) if said.day == today else (None, "")


def count(request: HttpRequest, said: Said, word: str = "") -> None:
    """Count `said` for a person who reads; in place of what `word`, or this client a moment ago, said before."""
    if not is_person(request):
        return
    before = _before(request, said, word)
    if before is said.answer:
        return
    counting.count_feedback(
        Article(pk=said.article_id),
        said.answer,
        on=said.day,
        revision=said.revision,
        step=said.step,
        before=before.value if before else "",
    )


def keep_reason(request: HttpRequest, word: str, text: str, *, today: date) -> None:
    """Keep the redacted `text` as the reason for what `word` says; one for each answer."""
    said, number = read(word, today=today)
    if said and text.strip(" .") and is_person(request) and _count(f"reason {number}", _A_DAY) == 1:
        article = Article(pk=said.article_id)
        counting.keep_reason(article, said.answer, text, on=said.day, revision=said.revision, step=said.step)


def is_person(request: HttpRequest) -> bool:
    """Whether a person may have pressed this; a form is sent by POST, which `robots` takes for no reader."""
    return robots.is_reader("GET", request.headers)


def _before(request: HttpRequest, said: Said, word: str) -> FeedbackCount.Answer | None:
    """Return the answer that `said` takes the place of, itself where it was counted already, None for a first one."""
    earlier, number = read(word, today=said.day)
    remembered = _remembered(request, said)
    if earlier is None or not earlier.is_beside(said):
        return remembered
    # A word that was used already changes nothing by itself
    is_new = _count(f"changed {number}", _A_DAY) == 1
    return earlier.answer if is_new else remembered or said.answer


def _remembered(request: HttpRequest, said: Said) -> FeedbackCount.Answer | None:
    """Return what this client last said of the same thing, and remember what it says now, in memory for half an hour.

    Each answer has a counter with the place that it had among the client's answers; the highest was the last. Behind a
    proxy that does not say who asks, all readers would be one: then nothing is remembered.
    """
    client = limits.client_of(request)
    if client_address.is_loopback(client):
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
