"""Whether search keeps what staff promised: that who types some words sees an article among the first results."""

from collections.abc import Iterable
from dataclasses import dataclass

from faq.models import SearchPromise
from faq.search.find import find
from faq.search.query.synonyms import Synonyms


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
    """Search for every promise as a patient would."""
    return check(SearchPromise.objects.select_related("article"))


def check(promises: Iterable[SearchPromise], *, synonyms: Synonyms | None = None) -> list[Checked]:
    """Search for each promise as a patient would, with `synonyms` in place of those that are in use."""
    return [Checked(promise, _rank(promise, synonyms)) for promise in promises]


def kept_now(promises: Iterable[SearchPromise]) -> list[SearchPromise]:
    """Return those that search keeps."""
    return [checked.promise for checked in check(promises) if checked.is_kept]


def broken_by_synonyms(synonyms: Synonyms) -> list[SearchPromise]:
    """Return the promises that are kept now, and would not be with `synonyms` in place of those that are in use."""
    checked = check(kept_now(SearchPromise.objects.select_related("article")), synonyms=synonyms)
    return [each.promise for each in checked if not each.is_kept]


def said(broken: list[SearchPromise]) -> str:
    """Return in a sentence which promises are broken; "" for none."""
    if not broken:
        return ""
    named = "; ".join(f"“{promise.text}” finds “{promise.article.title}”" for promise in broken)
    return f"Search promises that are broken by this: {named}."


def _rank(promise: SearchPromise, synonyms: Synonyms | None) -> int | None:
    found = find(promise.text, per_page=_LOOKED_AT, without_far=True, synonyms=synonyms)
    ids = [hit.id for hit in found.hits]
    return ids.index(promise.article_id) + 1 if found.is_close and promise.article_id in ids else None
