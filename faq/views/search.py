"""The search page, suggestions while typing, and "I could not find it"."""

import re
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from faq.models import Clinic, Fact, WhenOverdue
from faq.search.find import find, suggest
from faq.search.results import Results, Suggestions
from faq.stats import counting
from faq.text import facts, words
from faq.text.spanish import is_spanish
from faq.views import article_page, compression, feedback_counting, headers, same_site, search_counting, site_address
from faq.views.limits import at_most
from faq.views.public_page import clinic_of, is_staff, readable_article
from faq.views.replica import may_use_replica

RESULTS_PER_PAGE = 10
# Searches one client may make
_A_MINUTE = 300
# Letters that the box takes (templates/faq/partials/search_box*.html). In an address a letter is up to nine bytes, and
# the server answers addresses of more than 65,534 bytes by itself, without a page.
LONGEST_QUESTION = 7_000
# No page may hold them
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")


class SearchForm(forms.Form):
    """Whatever is typed into the address: odd values become the nearest sensible ones, nothing is refused."""

    tag = forms.CharField(required=False, max_length=100)
    page = forms.IntegerField(required=False, min_value=1, max_value=1000)
    exact = forms.BooleanField(required=False)
    # The clinic was told that this search did not help
    told = forms.BooleanField(required=False)

    def cleaned(self) -> dict[str, object]:
        self.full_clean()
        typed = _CONTROLS.sub(" ", self.data.get("q", "")[:LONGEST_QUESTION])
        known = self.cleaned_data
        return {
            # `find` reads its beginning and its last question; an emergency may stand between
            "text": " ".join(typed.split()),
            "tag": known.get("tag") or "",
            "page": known.get("page") or 1,
            "exact": known.get("exact") or False,
            "told": known.get("told") or False,
        }


# So that a wrong method is told so
@may_use_replica
@csrf_exempt
@require_safe
@at_most(_A_MINUTE)
def results(request: HttpRequest) -> HttpResponse:
    search = SearchForm(request.GET).cleaned()
    is_told = bool(search.pop("told"))
    is_cut = len(str(search["text"])) > words.LONGEST_TEXT
    if search["text"]:
        found = find(**search, per_page=RESULTS_PER_PAGE, include_staff=is_staff(request), without_far=True)
        is_first = search["page"] == 1 and not (search["tag"] or search["exact"] or is_told)
        if not is_staff(request):
            today = clinic_of(request).now().date()
            found = search_counting.counted(request, found, today=today, is_first=is_first)
    else:
        found = Results("")
    is_answered = bool(found.hits and found.is_close)
    context = {
        "query": found.text,
        # All of it: what is asked again, or told to the clinic, must not lose an emergency at its end
        "typed": search["text"],
        "found": found,
        "is_answered": is_answered,
        "is_told": is_told,
        "heading": _heading(found),
        "searched_length": words.LONGEST_TEXT if is_cut else 0,
        "links": _links(found, exact=bool(search["exact"])),
        "canonical_url": site_address.absolute(request, reverse("faq:search")),
        "answer_overdue_since": _overdue_since(request, found),
        "spanish_html": "" if is_answered else _spanish_html(str(search["text"])),
    }
    return _page(request, "faq/search.html", context)


@may_use_replica
@csrf_exempt
@require_safe
@at_most(2 * _A_MINUTE)
def suggestions(request: HttpRequest) -> JsonResponse:
    typed = _CONTROLS.sub(" ", request.GET.get("q", "")[: words.LONGEST_TEXT]).lstrip()
    found = suggest(typed, include_staff=is_staff(request)) if typed else Suggestions()
    answer = {"suggestions": [vars(suggestion) for suggestion in found.items]}
    if found.is_urgent:
        answer["urgent"] = _emergency()
    return headers.never_stored(JsonResponse(answer))


# Readers have no cookie to compare with: the browser's word on where the click was made decides
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@at_most(20)
def not_found(request: HttpRequest) -> HttpResponse:
    """Count a patient's "I could not find it", then say thank you, with what was typed still on the page."""
    if request.method != "POST":
        return _page(request, "faq/search_not_found.html", {})
    if not same_site.came_from_here(request):
        raise PermissionDenied
    if not is_staff(request) and feedback_counting.is_person(request):
        counting.count_not_found(on=Clinic.load().now().date())
    typed = SearchForm(request.POST).cleaned()["text"]
    if not typed:
        return HttpResponseRedirect(reverse("faq:search-not-found"))
    return HttpResponseRedirect(f"{reverse('faq:search')}?{urlencode({'q': typed, 'told': 1})}")


def _page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """Render a page that nobody keeps. What a reader typed stands on it, but no secret, so it may be compressed."""
    response = headers.never_stored(render(request, template, context))
    return response if is_staff(request) else compression.compressed(request, response)


def _overdue_since(request: HttpRequest, found: Results) -> date | None:
    """Since when the article of the answer should have been checked, where the clinic tells patients so."""
    clinic = clinic_of(request)
    if found.answer is None or clinic.when_overdue != WhenOverdue.BANNER:
        return None
    article = readable_article(request, found.answer.slug)
    return article_page.checks(article, clinic)["overdue_since"] if article else None


def _heading(found: Results) -> str:
    if not found.text or not found.is_ready:
        return "Search"
    if found.is_urgent and not found.total:
        return "Is this an emergency?"
    if not found.total:
        return "No results"
    if not found.is_close:
        return "No close match"
    about, more = found.count_words
    return f"{about} this" if about else more


def _links(found: Results, *, exact: bool) -> dict[str, object]:
    """Return the addresses of the same search without corrections, under all topics, and under each topic."""

    def link(**changes: object) -> str:
        values = {"q": found.text, "tag": found.tag, "exact": "1" if exact else "", **changes}
        return "?" + urlencode({name: value for name, value in values.items() if value})

    return {
        "exact": link(exact="1"),
        "all": link(tag=""),
        # A list that is seen whole needs no narrowing
        "tags": [(name, count, link(tag=slug), slug == found.tag) for slug, name, count in found.tags]
        if found.tag or found.page.has_other_pages()
        else [],
    }


def _spanish_html(typed: str) -> str:
    """Return what the clinic says to somebody who asks in Spanish, "" for any other question."""
    if not is_spanish(typed):
        return ""
    clinic = Clinic.load()
    return facts.paragraph(clinic.spanish_text, Fact.of_clinic(clinic))


def _emergency() -> dict[str, str]:
    """Return what stands in place of suggestions: the sentence, and where to call or else the page that says more."""
    clinic = Clinic.load()
    call = f" Call {clinic.emergency_phone} now." if clinic.emergency_phone else ""
    spanish = " ¿Es una emergencia?" if clinic.emergency_text_spanish else ""
    return {"title": f"Is this an emergency?{spanish}{call}", "url": clinic.emergency_href if call else ""}
