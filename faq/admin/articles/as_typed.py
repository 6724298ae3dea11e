"""Tells a writer where patients will read something else than what was typed, and keeps it as typed with one press."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from faq.models import Article, Revision
from faq.publishing import differences, snapshot
from faq.publishing.differences import Place
from faq.publishing.kinds import Content

# In one notice; they are told how many more there are
_MOST_SHOWN = 10
# The names of the buttons
KEEP, TAKE_OFF = "_keep_words", "_take_off_numbers"


@dataclass(frozen=True)
class Notice:
    """What the notice in the editor, and the question before publishing, say."""

    places: list[Place]

    @property
    def shown(self) -> list[tuple[str, str, str]]:
        """(where, the box there, what patients will read) of each place, the first ten."""
        return [(place.where, _box(place), place.sentence) for place in self.places[:_MOST_SHOWN]]

    @property
    def more(self) -> int:
        return max(0, len(self.places) - _MOST_SHOWN)

    @property
    def has_step_numbers(self) -> bool:
        return any(place.is_step_number for place in self.places)

    @property
    def can_be_kept(self) -> bool:
        return any(place.can_be_kept for place in self.places)


def notice(article: Article) -> Notice:
    """Return what is to be said of the working copy of `article`; what patients read already is not said again."""
    places = differences.unpublished(article, snapshot.take(article))
    # Forty typed numbers must not hide the one sign that is lost
    return Notice(sorted(places, key=lambda place: place.is_step_number))


def must_ask(article: Article, revision: Revision) -> bool:
    """Whether publishing `revision` would show something else than what was typed, so that the writer is asked first.

    Where braces name no fact, there is nothing to ask: publishing is refused.
    """
    places = differences.unpublished(article, revision.snapshot)
    return bool(places) and all(place.can_be_kept for place in places)


def rewritten(content: Content, sent: QueryDict | Mapping[str, str]) -> Content:
    """Return `content` as the button pressed wants it: as typed, without typed numbers of steps, or as it is."""
    if TAKE_OFF in sent:
        return differences.take_off_step_numbers(snapshot.tidy(content))
    return differences.keep(snapshot.tidy(content)) if KEEP in sent else content


def _box(place: Place) -> str:
    if place.step is None:
        return f"id_{place.part}"
    return f"id_steps-{place.step}-{f'own-{place.own}' if place.own else 'text'}"
