"""What other searches find, now and after a change that is only being tried."""

from collections.abc import Iterable
from dataclasses import dataclass

from faq.search.find import find
from faq.search.index.view import IndexView
from faq.search.query.synonyms import Synonyms

# Results that are compared: what most readers look at
_FIRST = 3


@dataclass(frozen=True)
class Changed:
    """A search that finds other articles first than now, or the same in another order; titles, best first.

    Where nothing comes close, patients are told so above the nearest articles: that is nothing here.
    """

    text: str
    before: list[str]
    after: list[str]


def changed(texts: Iterable[str], *, synonyms: Synonyms | None = None, trial: IndexView | None = None) -> list[Changed]:
    """Return which of the searches `texts` would change with `synonyms` and `trial`, as `find` takes them."""
    found = [Changed(text, _first(text), _first(text, synonyms=synonyms, trial=trial)) for text in dict.fromkeys(texts)]
    return [each for each in found if each.before != each.after]


def leads_to(id: int, text: str) -> bool:
    """Return whether the article `id` is among the first that patients find for `text`, where something comes close.

    False while the index is being built.
    """
    found = find(text, per_page=_FIRST, without_far=True)
    return found.is_close and any(hit.id == id for hit in found.hits)


def _first(text: str, *, synonyms: Synonyms | None = None, trial: IndexView | None = None) -> list[str]:
    found = find(text, per_page=_FIRST, without_far=True, synonyms=synonyms, trial=trial)
    return [hit.title for hit in found.hits] if found.is_close else []
