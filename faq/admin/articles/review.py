"""Says when an article was checked last and when that is due again, and takes "still correct" with one press."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import formats
from django.views.decorators.http import require_POST

from faq.admin.articles.changelist import said_of
from faq.admin.base import row_number
from faq.errors import RefusedError
from faq.models import Article, Clinic, WhenOverdue
from faq.publishing import overdue, review
from faq.publishing.errors import ConflictError


@require_POST
def confirm(request: HttpRequest, article: Article) -> HttpResponse:
    """Note that whoever pressed the button found the version they saw still correct."""
    version = row_number(request.POST.get("version", ""))
    try:
        article = review.confirm(article, version=version or 0, by=request.user)
        messages.success(request, f"Thank you. {words(article)}")
    except ConflictError as conflict:
        messages.warning(request, f"{said_of(conflict, version)} Please read it once more.")
    except RefusedError as refusal:
        messages.warning(request, str(refusal))
    return redirect("admin:faq_article_change", article.pk)


def words(article: Article | None) -> str:
    """Return who found `article` still correct and when the next check is due; "" where nobody asked for checks."""
    if article is None or article.live is None or not (article.checked_on or article.review_every):
        return ""
    last = "Nobody has checked it yet."
    if article.checked_on:
        last = f"Found still correct on {_day(article.checked_on)} by {article.checked_by or 'the system'}."
    clinic = Clinic.load()
    due = overdue.due_on(article, clinic)
    if due is None:
        return last
    is_late = due <= clinic.now().date()
    said = f"{last} The next check {'was' if is_late else 'is'} due before {_day(due)}."
    return f"{said} {_WHILE_LATE[clinic.when_overdue]}".strip() if is_late else said


_WHILE_LATE: dict[str, str] = {
    WhenOverdue.KEEP: "",
    WhenOverdue.BANNER: "Until somebody presses “Still correct”, patients read above it that it may be out of date.",
    WhenOverdue.HIDE: "Patients do not see it until somebody presses “Still correct”.",
}


def _day(day: object) -> str:
    return formats.date_format(day, "j F Y")
