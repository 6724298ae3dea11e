"""What a reader says of an article: "Did this help?", "Stuck here", and why, each a form that needs no script."""

from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from faq.models import Article, Fact, FeedbackCount, Revision
from faq.search.find import find
from faq.text import words
from faq.text.redact import redact
from faq.views import compression, feedback_counting, headers, moved, reader_choice, same_site
from faq.views.feedback_counting import Said
from faq.views.limits import at_most
from faq.views.public_page import clinic_of, is_staff, readable_article
from faq.views.reader_choice import Choice

_ANSWER = FeedbackCount.Answer
# Letters of an address that say what the reader picked
_LONGEST_PICKED = 100


class FeedbackForm(forms.Form):
    """What the buttons of an article and of the page after them send."""

    helpful = forms.ChoiceField(required=False, choices=[("yes", "Yes"), ("no", "No")])
    stuck = forms.IntegerField(required=False, min_value=1, max_value=1000)
    revision = forms.IntegerField(required=False, min_value=1, max_value=2_000_000_000)

    def said(self) -> tuple[FeedbackCount.Answer, int] | None:
        """Return the answer and the number of its step, 0 for the whole article; None for none."""
        self.full_clean()
        known = self.cleaned_data
        if known.get("helpful"):
            return _ANSWER(known["helpful"]), 0
        return (_ANSWER.STUCK, known["stuck"]) if known.get("stuck") else None


# Readers have no cookie to compare with: the browser's word on where the click was made decides
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@at_most(20)
def feedback(request: HttpRequest, slug: str) -> HttpResponse:
    """Count what was pressed on an article's page, then say thank you and ask why."""
    article = readable_article(request, slug) or _moved(slug)
    if request.method == "POST" and not same_site.came_from_here(request):
        raise PermissionDenied
    if article is None:
        return moved.lead_to_article(request, slug)
    if request.method != "POST":
        return _thanks(request, article)
    return _reason(request, article) if "reason" in request.POST else _answer(request, article)


def _moved(slug: str) -> Article | None:
    """Return the article that was at this address when somebody opened its page."""
    return Article.objects.published().filter(redirects__slug=slug).first() if slug.isprintable() else None


def _answer(request: HttpRequest, article: Article) -> HttpResponse:
    form = FeedbackForm(request.POST)
    pressed = form.said()
    revision = _revision(article, form.cleaned_data.get("revision"))
    if pressed is None or pressed[1] > len(revision.filled_steps(Fact.by_name())):
        return HttpResponseRedirect(article.get_absolute_url())
    answer, step = pressed
    said = Said(clinic_of(request).now().date(), article.pk, revision.number, step, answer)
    is_counted = not is_staff(request) and feedback_counting.count(request, said, request.POST.get("token", ""))
    return _to_thanks(request, article, token=feedback_counting.token_for(said, is_counted=is_counted))


def _reason(request: HttpRequest, article: Article) -> HttpResponse:
    """Keep why, redacted; of what sounds like an emergency nothing is kept, and the notice is shown."""
    token = request.POST.get("token", "")
    typed = " ".join(request.POST["reason"].replace("\x00", " ").split())
    # All of it: an emergency may stand at its end
    found = find(typed, per_page=1)
    if found.is_urgent:
        return _thanks(request, article, token=token, is_told=True, is_urgent=True)
    text = redact(typed[: words.LONGEST_TEXT], lambda each: found.writable.get(each, ""))
    if not is_staff(request):
        feedback_counting.keep_reason(request, token, text, today=clinic_of(request).now().date())
    return _to_thanks(request, article, token=token, told=1)


def _revision(article: Article, number: int | None) -> Revision:
    """Return the version that was read: a page may have been open since before the last change."""
    public = article.revisions.filter(published_at__isnull=False, audience=Article.Audience.PUBLIC)
    read = public.filter(number=number).first() if number else None
    return read or Revision.live_of(article)


def _to_thanks(request: HttpRequest, article: Article, **values: object) -> HttpResponse:
    """Lead to a page of its own, so that loading it again sends nothing a second time; what was picked goes along."""
    if picked := reader_choice.typed(request)[:_LONGEST_PICKED]:
        values[reader_choice.PARAMETER] = picked
    address = reverse("faq:article-feedback", args=[Revision.live_of(article).slug])
    return headers.never_stored(HttpResponseRedirect(f"{address}?{urlencode(values)}"))


def _thanks(
    request: HttpRequest, article: Article, *, token: str = "", is_told: bool = False, is_urgent: bool = False
) -> HttpResponse:
    token = token or request.GET.get("token", "")
    known = feedback_counting.read(token, today=clinic_of(request).now().date())
    if known is None or known.said.article_id != article.pk:
        return HttpResponseRedirect(article.get_absolute_url())
    page = Revision.live_of(article).filled(Fact.by_name())
    choice = Choice.of(page, reader_choice.typed(request))
    context = {
        "article": article,
        "said": known.said,
        # As its reader counts
        "step": choice.number_of(known.said.step, page),
        "choice_query": choice.query,
        "token": token,
        "is_told": is_told or "told" in request.GET,
        "is_urgent": is_urgent,
        "longest": words.LONGEST_TEXT,
    }
    response = headers.never_stored(render(request, "faq/feedback.html", context))
    return response if is_staff(request) else compression.compressed(request, response)
