"""What makes the content grow old or hard to find, each line with the form that mends it: as a page and as CSV."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from faq.models import Clinic
from faq.publishing import content_health
from faq.publishing.content_health import Check, Line
from faq.stats import reports
from faq.values import spreadsheet
from faq.views.public_page import clinic_of

FEW = 10
# The list of the staff area in which all things of a check stand
_LISTS = {"overdue": "overdue", "drafts": "drafts", "untagged": "untagged"}
_UNREAD_DAYS = 90


def may_see(request: HttpRequest) -> bool:
    """Who mends articles, and who reads reports."""
    return request.user.has_perm("faq.change_article") or request.user.has_perm("faq.view_reports")


def _for_staff(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def allowed(request: HttpRequest) -> HttpResponse:
        if not may_see(request):
            raise PermissionDenied
        return view(request, clinic_of(request))

    @require_safe
    def answer(request: HttpRequest) -> HttpResponse:
        return admin.site.admin_view(allowed)(request)

    return answer


@_for_staff
def content(request: HttpRequest, clinic: Clinic) -> HttpResponse:
    sections = [_section(request, check) for check in _checks(clinic)]
    context = {
        "title": "Content health",
        "faults": [section for section in sections if section["count"]],
        "well": [section["heading"] for section in sections if not section["count"]],
    }
    return render(request, "admin/reports/content.html", {**admin.site.each_context(request), **context})


@_for_staff
def content_file(request: HttpRequest, clinic: Clinic) -> StreamingHttpResponse:
    today = clinic.now().date()
    disposition = {"Content-Disposition": f'attachment; filename="content-health-{today}.csv"'}
    rows = spreadsheet.csv_lines(_rows(clinic, may_edit=request.user.has_perm("faq.change_article")))
    return StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8", headers=disposition)


def _checks(clinic: Clinic) -> list[Check]:
    today = clinic.now().date()
    unread = content_health.of_articles(
        "unread",
        f"Not read in {_UNREAD_DAYS} days",
        "On the site for longer than that. Perhaps nobody needs them, or nobody finds them under their own words.",
        reports.unread(since=today - timedelta(days=_UNREAD_DAYS), zone=clinic.zone),
    )
    return [*content_health.checks(today, clinic.zone), unread]


def _section(request: HttpRequest, check: Check) -> dict[str, object]:
    count = check.count()
    may_edit = request.user.has_perm("faq.change_article")
    url = f"{reverse('admin:faq_article_changelist')}?need={_LISTS[check.key]}" if check.key in _LISTS else ""
    return {
        "key": check.key,
        "heading": check.heading,
        "why": check.why,
        "count": count,
        "lines": [(line, _form_of(line) if may_edit else "") for line in check.lines(FEW)] if count else [],
        "more": max(0, count - FEW),
        "list_url": url if may_edit else "",
    }


def _form_of(line: Line) -> str:
    return reverse(f"admin:faq_{line.kind}_change", args=[line.pk])


def _rows(clinic: Clinic, *, may_edit: bool) -> Iterator[tuple[str, str, str, str]]:
    yield "What is wrong", "Where", "Detail", "Form that mends it"
    for check in _checks(clinic):
        for line in check.lines(None):
            yield check.heading, line.title, line.detail, _form_of(line) if may_edit else ""
