"""Whether search keeps what staff promised: that who types some words sees an article among the first results."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from faq.models import Revision, SearchPromise
from faq.search.find import find
from faq.search.index.index import NotReadyError, open_index
from faq.search.index.store import State
from faq.search.index.view import IndexView
from faq.search.query.synonyms import Synonyms
from faq.search.trial import published
from faq.text import search_groups, words


@dataclass(frozen=True)
class Checked:
    """A promise, and the place at which patients see its article now; None where it is not among the first ten.

    Where nothing comes close, the nearest that patients are shown is no answer, so it keeps no promise.
    """

    promise: SearchPromise
    rank: int | None

    @property
    def is_kept(self) -> bool:
        return self.rank is not None and self.rank <= self.promise.first


# As many as the first page of results shows
_LOOKED_AT = 10


def check_all() -> list[Checked]:
    """Search for every promise as a patient would, but for those of drafts, which nobody can find yet."""
    return check(SearchPromise.objects.filter(article__published_at__isnull=False).select_related("article"))


def of_groups() -> dict[str, list[Checked]]:
    """Return all promises, checked, by the group of searches that they speak of (`text/search_groups.py`)."""
    found: dict[str, list[Checked]] = {}
    for checked in check(SearchPromise.objects.select_related("article__live")):
        found.setdefault(group_of(checked.promise), []).append(checked)
    return found


def group_of(promise: SearchPromise) -> str:
    """Return the group of searches that `promise` speaks of."""
    return search_groups.group_of(words.normalise(promise.text))


def check(
    promises: Iterable[SearchPromise], *, synonyms: Synonyms | None = None, trial: IndexView | None = None
) -> list[Checked]:
    """Search for each promise as a patient would, with `synonyms` and `trial` as `find` takes them."""
    asked = list(promises)
    state = _state() if asked and synonyms is None and trial is None else None

    def rank(text: str, article_id: int) -> int | None:
        return _rank_now(text, article_id, state) if state else _rank(text, article_id, synonyms, trial)

    return [Checked(promise, rank(promise.text, promise.article_id)) for promise in asked]


def kept_now(promises: Iterable[SearchPromise]) -> list[SearchPromise]:
    """Return those that search keeps."""
    return [checked.promise for checked in check(promises) if checked.is_kept]


def broken_by_synonyms(synonyms: Synonyms) -> list[SearchPromise]:
    """Return the promises that are kept now, and would not be with `synonyms` in place of those that are in use."""
    checked = check(kept_now(SearchPromise.objects.select_related("article")), synonyms=synonyms)
    return [each.promise for each in checked if not each.is_kept]


def broken_by_publishing(revision: Revision) -> list[SearchPromise]:
    """Return the promises that are kept now, and would not be with `revision` published. Ask outside a transaction.

    While the index is built nobody can tell: then none is returned, so that staff can go on.
    """
    kept = kept_now(SearchPromise.objects.select_related("article"))
    if not kept:
        return []
    try:
        with published(revision) as changed:
            return [each.promise for each in check(kept, trial=changed) if not each.is_kept]
    except NotReadyError:
        return []


def said(broken: list[SearchPromise]) -> str:
    """Return in a sentence which promises are broken; "" for none."""
    if not broken:
        return ""
    named = "; ".join(f"“{each.text}” does not show “{each.article.title}” {each.place}" for each in broken)
    what = (
        "a search that was promised to work does not"
        if len(broken) == 1
        else "searches that were promised to work do not"
    )
    return f"After this change, {what}: {named}."


def _state() -> State | None:
    """Return what names all that search knows now, so that the same is searched for once; None while it is built."""
    try:
        return open_index().current().state
    except NotReadyError:
        return None


@lru_cache(maxsize=512)
def _rank_now(text: str, article_id: int, state: State) -> int | None:
    return _rank(text, article_id)


def _rank(text: str, article_id: int, synonyms: Synonyms | None = None, trial: IndexView | None = None) -> int | None:
    found = find(text, per_page=_LOOKED_AT, without_far=True, synonyms=synonyms, trial=trial)
    ids = [hit.id for hit in found.hits]
    return ids.index(article_id) + 1 if found.is_close and article_id in ids else None
