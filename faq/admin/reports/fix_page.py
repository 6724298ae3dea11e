"""The page of one search that had no answer: what it finds now, and its fix, tried before it is done."""

from datetime import timedelta

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from faq.admin.articles.replacement import PublishedArticleField
from faq.admin.fields import speak_plainly
from faq.admin.not_saved import KeptForm
from faq.admin.reports import fixes
from faq.admin.reports.fixes import Fix, Tried
from faq.admin.reports.range_form import Choice, choose
from faq.admin.reports.views import report_page
from faq.errors import RefusedError
from faq.models import Article, Clinic, Synonym
from faq.search import promises
from faq.search.find import find
from faq.search.index.index import NotReadyError
from faq.stats import searches
from faq.stats.ranges import Range
from faq.views.public_page import clinic_of

_WORDS = {
    fixes.ASKED_LIKE: "Add these words to the article, as one more way of asking",
    fixes.SYNONYM: "Treat other words as the same (a synonym, for all articles)",
    fixes.FOUND: "Change nothing: the search finds it already. Tell me when it no longer does",
}
_NEEDS = {
    fixes.ASKED_LIKE: "faq.change_article",
    fixes.SYNONYM: "faq.add_synonym",
    fixes.FOUND: "faq.add_searchpromise",
}
# Other searches that a try looks at: those made most often, in so many days
_OTHERS, _DAYS = 20, 90


class FixForm(KeptForm, forms.Form):
    """Which article answers a search, and how the search is to find it."""

    article = PublishedArticleField(
        label="Which article answers it?",
        queryset=None,
        empty_label="Choose an article",
        error_messages={"required": "Please choose the article that answers it."},
    )
    how = forms.ChoiceField(
        label="How shall the search find it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Please choose how the search is to find it."},
    )
    phrases = forms.CharField(
        label="Words that mean the same",
        required=False,
        max_length=Synonym.phrases.field.max_length,
        help_text="Only for a synonym: the words that patients type and those of the article, separated by commas.",
    )

    def __init__(self, text: str, request: HttpRequest) -> None:
        ways = [(how, words) for how, words in _WORDS.items() if request.user.has_perm(_NEEDS[how])]
        initial = {"how": fixes.ASKED_LIKE, "phrases": f"{text}, "}
        super().__init__(request.POST if request.method == "POST" else None, initial=initial)
        self._text = text
        self.fields["article"].queryset = Article.objects.published().by_title()
        self.fields["how"].choices = ways
        speak_plainly(self.fields)

    def clean(self) -> None:
        if not self.errors:
            try:
                fixes.check(self.fix())
            except RefusedError as refusal:
                self.add_error("phrases", refusal.sentences)

    def fix(self) -> Fix:
        sent = self.cleaned_data
        return Fix(self._text, sent["article"], sent["how"], sent["phrases"])


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, group: str) -> HttpResponse:
    """Show one group of searches and do what is pressed, for staff who may read reports."""
    return admin.site.admin_view(_page)(request, group)


@report_page
def at_place(request: HttpRequest, clinic: Clinic, choice: Choice, place: int) -> HttpResponse:
    """Lead to the search at `place` among those without an answer on the chosen days: an address without its words."""
    found = searches.unanswered(choice.range)
    if not 1 <= place <= len(found):
        return redirect(f"{reverse('admin:reports-searches')}?{choice.query}")
    return redirect("admin:reports-search", found[place - 1].group)


def _page(request: HttpRequest, group: str) -> HttpResponse:
    if not request.user.has_perm("faq.view_reports"):
        raise PermissionDenied
    text = searches.question_of(searches.words_of(group)) if group.isalnum() else ""
    if not text:
        raise Http404
    if "_draft" in request.POST:
        return _draft(request, group, text)
    form = FixForm(text, request) if _may_fix(request.user) else None
    if request.method != "POST":
        return _shown(request, group, text, form)
    if form is None:
        raise PermissionDenied
    if not form.is_valid():
        return _shown(request, group, text, form)
    try:
        tried = fixes.tried(form.fix(), others=_others(request, group))
    except NotReadyError:
        form.add_error(None, "The search is being prepared just now. Please try again in a minute.")
        return _shown(request, group, text, form)
    if "_do" not in request.POST or (tried.broken and "_anyway" not in request.POST):
        return _shown(request, group, text, form, tried)
    return _done(request, group, text, form, tried)


def _done(request: HttpRequest, group: str, text: str, form: FixForm, tried: Tried) -> HttpResponse:
    try:
        to_do = fixes.do(form.fix(), by=request.user, broken=tried.broken)
    except RefusedError as refusal:
        form.add_error(None, refusal.sentences)
        return _shown(request, group, text, form, tried)
    closed = f"Done. Whoever searches for “{text}” finds it now."
    checked = promises.of_groups().get(group, [])
    is_found = bool(checked) and not to_do and all(each.is_kept for each in checked)
    still = to_do or "Done, but the search does not find it among the first three yet. Please try another way."
    (messages.success if is_found else messages.warning)(request, closed if is_found else still)
    return _again(request, group)


def _again(request: HttpRequest, group: str) -> HttpResponse:
    """Lead to this page, from which the way back leads to the same days of the report."""
    return redirect(f"{reverse('admin:reports-search', args=[group])}?{_days(request)}")


def _days(request: HttpRequest) -> str:
    return choose(request.GET, today=clinic_of(request).now().date()).query


def _draft(request: HttpRequest, group: str, text: str) -> HttpResponse:
    if not request.user.has_perm("faq.add_article"):
        raise PermissionDenied
    try:
        article = fixes.draft(text, by=request.user)
    except RefusedError as refusal:
        messages.warning(request, str(refusal))
        return _again(request, group)
    messages.success(request, "A draft is begun. The search counts as fixed as soon as patients find it published.")
    return redirect("admin:faq_article_change", article.pk)


def _may_fix(user: User) -> bool:
    """A way to fix it, and the promise that proves it."""
    return user.has_perm("faq.add_searchpromise") and any(map(user.has_perm, _NEEDS.values()))


def _others(request: HttpRequest, group: str) -> list[str]:
    today = clinic_of(request).now().date()
    lines = searches.report(Range(today - timedelta(days=_DAYS), today)).lines
    often = sorted(lines, key=lambda line: -line.searched)
    return [line.question for line in often if line.question and line.group != group][:_OTHERS]


def _shown(
    request: HttpRequest, group: str, text: str, form: FixForm | None, tried: Tried | None = None
) -> HttpResponse:
    now = find(text, per_page=fixes.SHOWN, without_far=True)
    context = {
        **admin.site.each_context(request),
        "title": f"“{text}”",
        "text": text,
        "days": _days(request),
        "now": now,
        "checked": promises.of_groups().get(group, []),
        "form": form,
        "tried": tried,
        "broken": promises.said(tried.broken) if tried else "",
        "others": _OTHERS,
    }
    return render(request, "admin/reports/fix.html", context)
