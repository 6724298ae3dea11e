"""Asks once before publishing what patients would read otherwise than typed, what other articles show, what breaks."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from faq.admin import wording
from faq.admin.articles import as_typed, editor, shared_changes
from faq.admin.base import row_number
from faq.errors import RefusedError
from faq.models import Article, Revision
from faq.publishing import actions, snapshot
from faq.publishing.errors import ConflictError
from faq.search import promises

_AS_READ, _SPELLING_ONLY = "_as_read", "spelling_only"


def page(request: HttpRequest, article: Article, site: AdminSite) -> HttpResponse:
    """Show the places, with a button for each way to go on; do what was pressed."""
    notice, newest = as_typed.notice(article), article.revisions.get(number=article.version)
    if request.method == "POST" and {_AS_READ, as_typed.KEEP, as_typed.TAKE_OFF} & request.POST.keys():
        return _answered(request, article)
    impact = shared_changes.impact_of(article, newest)
    broken = promises.broken_by_publishing(newest)
    if not notice.places and not impact and not broken:
        return redirect("admin:faq_article_change", article.pk)
    context = {"title": f"Publish “{article.title}”?", "article": article, "notice": notice, "impact": impact}
    context["broken"] = broken
    context["patients_see"] = wording.what_patients_see(article)
    return render(request, "admin/faq/article/publish.html", {**site.each_context(request), **context})


def _answered(request: HttpRequest, article: Article) -> HttpResponse:
    try:
        revision = _saved(request, article)
    except ConflictError as conflict:
        who = conflict.theirs.author_name or "Somebody else"
        messages.warning(request, f"{who} saved this article in the meantime. Please read it again before you publish.")
    except RefusedError as refusal:
        messages.warning(request, str(refusal))
    else:
        if as_typed.TAKE_OFF in request.POST and as_typed.must_ask(article, revision):
            return redirect("admin:faq_article_publish", article.pk)
        editor.publish(request, article, revision, is_spelling_only=_SPELLING_ONLY in request.POST)
    return redirect("admin:faq_article_change", article.pk)


def _saved(request: HttpRequest, article: Article) -> Revision:
    """The version that the writer saw, or a new one with the words as the button that was pressed wants them."""
    sent = row_number(request.POST.get("version", ""))
    version = article.version if sent is None else sent
    content = as_typed.rewritten(snapshot.take(article), request.POST)
    return actions.save(article, content, by=request.user, version=version)
