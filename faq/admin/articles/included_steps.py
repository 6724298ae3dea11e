"""Shows the steps of another article in place, in the form that includes them, and finds such articles."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from faq.admin import wording
from faq.admin.base import row_number
from faq.models import Article, Fact, Revision
from faq.publishing import includable, rules
from faq.publishing.compare import Change
from faq.publishing.includes import revisions_shown
from faq.search.find import find
from faq.text import markdown, rewording
from faq.views import article_page
from faq.views.article_page import StepOnPage

# Articles offered at once, and steps shown of each before it is chosen
_MOST, _FIRST_STEPS = 8, 4
_ROW = re.compile(r"steps-\d{1,4}", re.ASCII)


@dataclass(frozen=True)
class IncludedStep:
    """One step as patients read it here; `own` holds its own words, `was` the original's when these were written.

    `at` is its place in its own article, from 1. `change` leads from `was` to the original of today, where they differ.
    """

    page: StepOnPage
    at: int
    original: str
    own: str = ""
    was: str = ""

    @property
    def change(self) -> Change | None:
        return Change("", self.was, self.original) if self.own and self.was != self.original else None


@dataclass(frozen=True)
class Included:
    """The steps that stand in place of one row: those patients read, or those of a draft, which is said.

    `gone` holds own words for steps that are not there any more: (the step as it was, the words). `waiting` those that
    nobody reads yet, as they wait for a fact: (place of the step, words, the step as it was).
    """

    revision: Revision
    facts: dict[str, Fact]
    steps: list[IncludedStep]
    gone: list[tuple[str, str]]
    waiting: list[tuple[int, str, str]]

    @property
    def article(self) -> Article:
        return self.revision.article

    @property
    def originals(self) -> str:
        """The Markdown of all its steps, for the form to send along."""
        return json.dumps(self.revision.step_texts())

    def in_own_words(self, reworded: dict[str, Any]) -> "Included":
        """Return the same steps with the own words in `reworded`, as `kinds.Reworded` keeps them."""
        return _included(self.revision, self.facts, reworded) if reworded else self


@dataclass(frozen=True)
class Choice:
    """One article whose steps could stand here: what names it in the field, its state, and its steps as words."""

    article: Article
    label: str
    state: tuple[str, str]
    steps: list[str]

    @property
    def first_steps(self) -> list[str]:
        return self.steps[:_FIRST_STEPS]

    @property
    def more(self) -> int:
        return max(0, len(self.steps) - _FIRST_STEPS)


def included_by(slugs: Iterable[str]) -> dict[str, Included]:
    """Return what stands where these addresses are included; those that lead to no article are left out."""
    shown = revisions_shown(slugs)
    facts = Fact.by_name() if shown else {}
    return {slug: _included(revision, facts) for slug, revision in shown.items()}


@require_GET
@never_cache
def fragment(request: HttpRequest) -> HttpResponse:
    """Answer the steps of the article that "article" names by its question or address; else those to choose from.

    "in" is the number of the article whose form asks, "row" the row of that form, for the fields of its own words.
    """
    asked = includable.typed(request.GET.get("article", ""))
    host = Article.objects.filter(pk=row_number(request.GET.get("in", ""))).first()
    found = includable.named(asked, host)
    if len(found) == 1:
        included = included_by([found[0].slug]).get(found[0].slug)
        row = _ROW.fullmatch(request.GET.get("row", ""))
        context = {"included": included, "first": 1, "prefix": row[0] if row else ""}
        return render(request, "admin/faq/article/included.html", context)
    choices = _choices(found or _found(asked, host))
    why = rules.why_not_includable(asked, host) if asked and not choices else ""
    return render(request, "admin/faq/article/choices.html", {"choices": choices, "why": why})


def _included(revision: Revision, facts: dict[str, Fact], reworded: dict[str, Any] | None = None) -> Included:
    """The own steps of `revision`, each with its own words where `reworded` has some for it."""
    of, own = (reworded or {}).get("of", []), (reworded or {}).get("own", {})
    originals = revision.step_texts()
    now = rewording.places(of, originals)
    rendered = {number: markdown.render(words, top_heading=3) for number, words in own.items()}
    asked = revision.html.get("reader_questions", [])
    shown = Revision(html={"reader_questions": asked, "steps": revision.own_steps({"of": of, "own": rendered})})
    words = {now[int(number)]: (text, of[int(number) - 1]) for number, text in own.items() if int(number) in now}
    filled = shown.filled_steps(facts)
    pages = {step["at"]: page for step, page in zip(filled, article_page.steps_of(shown, facts), strict=True)}
    steps = [IncludedStep(page, at, originals[at - 1], *words.pop(at, ())) for at, page in pages.items()]
    gone = [(of[int(number) - 1], text) for number, text in own.items() if int(number) not in now]
    return Included(revision, facts, steps, gone, [(at, *rest) for at, rest in words.items()])


def _found(asked: str, host: Article | None) -> list[Article]:
    """Those that hold the words; where none does, what search makes of them: slips of the finger, synonyms."""
    found = includable.matching(asked, host, most=_MOST)
    if found or not asked:
        return found
    ids = [hit.id for hit in find(asked, include_staff=True, per_page=_MOST).hits]
    known = {article.pk: article for article in includable.includable_in(host).filter(pk__in=ids)}
    return [known[pk] for pk in ids if pk in known]


def _choices(articles: list[Article]) -> list[Choice]:
    labels, shown = includable.labels(articles), included_by(article.slug for article in articles)
    return [
        Choice(
            article,
            labels[article.slug],
            wording.state(article),
            [_in_words(step.page) for step in shown[article.slug].steps],
        )
        for article in articles
        if article.slug in shown
    ]


def _in_words(step: StepOnPage) -> str:
    return markdown.to_text(step.html) or (step.picture.alt if step.picture else "")
