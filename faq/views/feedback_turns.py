"""Lets presses of one reader take turns, so that each sees what the one before it said; in memory only.

A press takes its turn, looks what was said last, is counted, and only then noted. A process that is killed in between
has noted nothing: the next press waits for it in vain for a moment and then counts, rather than be taken for the second
of two clicks. So what a reader was thanked for is counted, also where the first try broke off.
"""

import time
from dataclasses import dataclass

from django.core.cache import caches
from django.http import HttpRequest

from faq.models import FeedbackCount
from faq.views import limits

# Seconds, and how often a press looks meanwhile
_LONGEST, _LOOKS = 2.0, 40
_ANSWER = FeedbackCount.Answer


@dataclass(frozen=True)
class Turn:
    """The place of one press among those of a `name` ("" where nobody knows), remembered for so many `seconds`."""

    name: str
    place: int
    seconds: int

    def last_answer(self) -> FeedbackCount.Answer | None:
        """Return what was said last under this name, None for nothing; waits for a press that is being counted."""
        if self.place <= 1:
            return None
        known: dict[str, int] = {}
        for _ in range(_LOOKS):
            known = caches["limits"].get_many(map(self._key, _ANSWER))
            if known and max(known.values()) >= self.place - 1:
                break
            time.sleep(_LONGEST / _LOOKS)
        return max(_ANSWER, key=lambda each: known.get(self._key(each), 0)) if known else None

    def note(self, answer: FeedbackCount.Answer) -> None:
        """Remember that `answer` was said at this place: the highest was the last."""
        if self.name:
            key = self._key(answer)
            count_up(key, self.seconds, by=self.place - caches["limits"].get_many([key]).get(key, 0))

    def _key(self, answer: FeedbackCount.Answer) -> str:
        return f"{self.name}: {answer.value}"


def of_client(request: HttpRequest, about: str) -> Turn:
    """Return the turn of a press about `about` by whoever asks, among theirs of half an hour.

    Where nobody can tell who asks, each press is the first.
    """
    client = limits.known_client_of(request)
    return of(f"feedback of {client} on {about}", limits.HALF_AN_HOUR) if client else Turn("", 0, 0)


def of(name: str, seconds: int) -> Turn:
    """Take the next turn under `name`."""
    return Turn(name, count_up(name, seconds), seconds)


def count_up(key: str, seconds: int, *, by: int = 1) -> int:
    """Add `by` to a counter of memory and return its number."""
    return caches["limits"].count(key, seconds, by=by)
