"""Offers to show the steps of another article where an article has nearly the same; nothing is replaced by itself."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from faq.admin.articles.steps import MOST_STEPS
from faq.admin.base import row_number
from faq.errors import RefusedError
from faq.models import Article
from faq.publishing import copies, includable, snapshot
from faq.publishing.copies import Offer
from faq.publishing.includes import first_numbers, place_label
from faq.publishing.kinds import Content, StepContent

# The names of the buttons, and of what a script leaves in the form of an article that is not saved yet
USE, REFUSE, _REFUSED = "_use_copy", "_refuse_copy", "_refused_copy"
_CHANGED = "These steps have changed meanwhile, so nothing is replaced. Please look at what is offered now."


@dataclass(frozen=True)
class Shown:
    """An offer as the form shows it: what patients call the steps, what names the other article, and the rows."""

    offer: Offer
    where: str
    label: str
    rows: str


def noticed(article: Article) -> list[Shown]:
    """Return what is offered for the working copy of `article`."""
    content = snapshot.take(article)
    found = _offers(article, content, refused=copies.NONE_REFUSED)
    return _shown(found, content["steps"], [f"steps-{number}" for number in range(len(content["steps"]))])


def used(article: Article | None, content: Content, sent: QueryDict) -> Content:
    """Return `content` with the shared steps in place of the copies, where that button was pressed.

    Raises `RefusedError` when the steps are not these copies any more.
    """
    if USE not in sent:
        return content
    wanted = (offer for offer in _offers(article, content, refused=copies.NONE_REFUSED) if offer.key == sent[USE])
    offer = next(wanted, None)
    if offer is None:
        raise RefusedError(_CHANGED)
    return {**content, "steps": copies.taken(content["steps"], offer)}


def remember(article: Article, sent: QueryDict) -> None:
    """Keep what was refused in the form that was just saved."""
    if refused := _refused_in(sent):
        copies.refuse(article, refused)


@require_POST
@never_cache
def fragment(request: HttpRequest) -> HttpResponse:
    """Answer what is offered for the steps in "steps", as the page holds them: [[name of the row, text or null]].

    "article" is the number of the saved article, "audience" who may read it. What is refused in "_refuse_copy" is
    remembered at once where the article is saved already.
    """
    article = Article.objects.not_in_bin().filter(pk=row_number(request.POST.get("article", ""))).first()
    if article and REFUSE in request.POST:
        copies.refuse(article, _refused_in(request.POST))
    rows = _rows(request.POST.get("steps", ""))
    steps = [{"text": text} if text is not None else {"include": ""} for _, text in rows]
    content = {"steps": steps, "audience": request.POST.get("audience")}
    found = _offers(article, content, refused=_refused_in(request.POST))
    shown = _shown(found, steps, [name for name, _ in rows])
    return render(request, "admin/faq/article/copies.html", {"copies": shown})


def _offers(article: Article | None, content: Content, *, refused: copies.Refused) -> list[Offer]:
    for_patients = content.get("audience") != Article.Audience.STAFF
    return copies.offers(article, content["steps"], for_patients=for_patients, refused=refused)


def _shown(offers: list[Offer], steps: Sequence[StepContent], rows: list[str]) -> list[Shown]:
    firsts = first_numbers(steps) if offers else []
    labels = includable.labels([offer.other for offer in offers])
    return [
        Shown(
            offer,
            place_label(firsts[offer.first], offer.count),
            labels[offer.other.slug],
            " ".join(rows[offer.first : offer.first + offer.count]),
        )
        for offer in offers
    ]


def _refused_in(sent: QueryDict) -> copies.Refused:
    return copies.refused_by([*sent.getlist(REFUSE), *sent.getlist(_REFUSED)])


def _rows(sent: str) -> list[tuple[str, str | None]]:
    """The rows of the form, [] for what is no list of them."""
    try:
        rows = [(str(name), text if text is None else str(text)) for name, text in json.loads(sent)]
    except (ValueError, TypeError, RecursionError):
        return []
    return rows if len(rows) <= MOST_STEPS else []
