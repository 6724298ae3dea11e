"""Fixes a search that found nothing: what it finds now, what it would find, and a promise that proves it."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.auth.models import User

from faq.errors import RefusedError
from faq.models import Article, Revision, SearchPromise, Synonym
from faq.publishing import actions, promises, snapshot, synonyms
from faq.publishing.locking import serialized
from faq.search import comparing
from faq.search import promises as promise_search
from faq.search.comparing import Changed
from faq.search.find import find
from faq.search.index.view import IndexView
from faq.search.query.synonyms import Synonyms, compile
from faq.search.results import Results
from faq.search.trial import published

ASKED_LIKE, SYNONYM, FOUND = "asked_like", "synonym", "found"
# Results that are shown
SHOWN = 5


@dataclass(frozen=True)
class Fix:
    """One way to make the search for `text` find `article`; `phrases` are those of a synonym."""

    text: str
    article: Article
    how: str
    phrases: str = ""

    @property
    def group(self) -> Synonym:
        return Synonym(phrases=self.phrases)

    def newest(self) -> Revision:
        """Return the newest version of the article with this way of asking added, not saved."""
        revision = copy.copy(self.article.revisions.get(number=self.article.version))
        revision.article = self.article
        asked_like = with_line(revision.snapshot.get("asked_like", ""), self.text)
        revision.snapshot = {**revision.snapshot, "asked_like": asked_like}
        return revision


@dataclass(frozen=True)
class Tried:
    """What a fix would change: what the search then finds, whether that is the article, and what else changes."""

    results: Results
    is_found: bool
    broken: list[SearchPromise]
    changed: list[Changed]


def check(fix: Fix) -> None:
    """Raise `RefusedError` where the fix would be refused."""
    if fix.how == SYNONYM:
        synonyms.check(fix.group)


def tried(fix: Fix, *, others: list[str]) -> Tried:
    """Return what `fix` would change of its own search, of promises and of the searches `others`; nothing is kept."""
    kept = promise_search.kept_now(SearchPromise.objects.select_related("article"))
    with _trial(fix) as (words, view):
        results = find(fix.text, per_page=SHOWN, without_far=True, synonyms=words, trial=view)
        checked = promise_search.check(kept, synonyms=words, trial=view)
        return Tried(
            results=results,
            is_found=results.is_close and fix.article.pk in [hit.id for hit in results.hits[: _promise(fix).first]],
            broken=[each.promise for each in checked if not each.is_kept],
            changed=comparing.changed(others, synonyms=words, trial=view),
        )


@contextmanager
def _trial(fix: Fix) -> Iterator[tuple[Synonyms | None, IndexView | None]]:
    if fix.how == SYNONYM:
        yield compile([*Synonym.objects.all(), fix.group]), None
    elif fix.how == ASKED_LIKE:
        with published(fix.newest()) as view:
            yield None, view
    else:
        yield None, None


@serialized
def do(fix: Fix, *, by: User, broken: list[SearchPromise]) -> str:
    """Do it, and promise that the search finds the article from now on; return in a sentence what is still to do.

    `broken` are the promises that this was said to break. Raises `RefusedError` and `ConflictError`, then
    nothing is done.
    """
    to_do = ""
    if fix.how == SYNONYM:
        synonyms.save(fix.group, by=by)
    elif fix.how == ASKED_LIKE:
        to_do = _add_way_of_asking(fix, by)
    _keep_promise(fix, by)
    promises.note_broken(broken, by=by, article=fix.article)
    return to_do


def _add_way_of_asking(fix: Fix, by: User) -> str:
    article = fix.article
    was_changed = article.has_unpublished_changes
    content = snapshot.take(article)
    content["asked_like"] = with_line(content["asked_like"], fix.text)
    revision = actions.save(article, content, by=by, version=article.version)
    if was_changed:
        return "The article has other changes that patients do not see yet: please publish it, then they find it."
    if not by.has_perm("faq.publish_article"):
        return "The words are saved: somebody who may publish has to publish the article, then patients find it."
    try:
        actions.publish(revision.article, by=by, version=revision.number)
    except RefusedError as refusal:
        # As where a second person must approve it
        return f"The words are saved, but patients do not find it yet. {refusal}"
    return ""


@serialized
def draft(text: str, *, by: User) -> Article:
    """Begin an article with the question `text`, and promise that the search finds it once it is published."""
    title = text[:1].upper() + text[1:]
    content = {**snapshot.BLANK, "title": title, "owner": by.get_username()}
    article = actions.save(None, content, by=by).article
    _keep_promise(Fix(text, article, FOUND), by)
    return article


def _keep_promise(fix: Fix, by: User) -> None:
    promise = _promise(fix)
    if not SearchPromise.objects.filter(text=promise.text, article=fix.article).exists():
        promises.save(promise, by=by)


def _promise(fix: Fix) -> SearchPromise:
    return SearchPromise(text=fix.text, article=fix.article)


def with_line(lines: str, line: str) -> str:
    """Return `lines` with `line` at their end, unless it is one of them."""
    known = [each.strip().casefold() for each in lines.splitlines()]
    return lines if line.casefold() in known else "\n".join(filter(None, [lines.rstrip(), line]))
