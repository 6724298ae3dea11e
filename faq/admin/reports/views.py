"""The reports that managers read in the staff area: on the page, and as files for a spreadsheet."""

from collections.abc import Callable, Iterable
from functools import wraps
from itertools import chain

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from faq.admin.reports import charts, search_rows
from faq.admin.reports.range_form import Choice, choose
from faq.models import Article, Clinic
from faq.search.comparing import leads_to
from faq.stats import counting, feedback, files, months, origins, reports, searches
from faq.values import spreadsheet
from faq.views.public_page import clinic_of

View = Callable[..., HttpResponse]
PAGE_SIZE = 50
# Of one article: searches that are looked at, the most frequent
SEARCHES = 20


def report_page(view: View) -> View:
    """Mark `view` as a page for staff who may read reports; others are asked to sign in, or refused."""

    @wraps(view)
    def allowed(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.has_perm("faq.view_reports"):
            raise PermissionDenied
        clinic = clinic_of(request)
        return view(request, clinic, choose(request.GET, today=clinic.now().date()), *args, **kwargs)

    @require_safe
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return admin.site.admin_view(allowed)(request, *args, **kwargs)

    return answer


@report_page
def overview(request: HttpRequest, clinic: Clinic, choice: Choice) -> HttpResponse:
    report = reports.report(choice.range, zone=clinic.zone)
    context = {
        "title": "Reports",
        "report": report,
        "settled_days": reports.SETTLED_DAYS,
        "series": charts.series(report.days),
        "success": searches.success(choice.range, beside_before=report.can_compare),
        "smallest": feedback.SMALLEST_FOR_PERCENT,
        "helped": feedback.total(choice.range),
        "helped_before": feedback.total(choice.range.before),
        "origins": origins.origins(choice.range),
        "times_not_found": reports.times_not_found(choice.range),
        "rule": counting.RULE,
    }
    return _render(request, "overview", clinic, choice, context, kept=report.months)


@report_page
def all_articles(request: HttpRequest, clinic: Clinic, choice: Choice) -> HttpResponse:
    report = reports.report(choice.range, zone=clinic.zone)
    page = Paginator(report.articles, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"title": "All articles", "report": report, "page_obj": page}
    return _render(request, "all_articles", clinic, choice, context, kept=report.months)


@report_page
def all_searches(request: HttpRequest, clinic: Clinic, choice: Choice) -> HttpResponse:
    report = searches.report(choice.range)
    page = Paginator(search_rows.rows(report.lines), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"title": "What patients searched for", "report": report, "page_obj": page}
    return _render(request, "all_searches", clinic, choice, context)


@report_page
def searches_file(request: HttpRequest, clinic: Clinic, choice: Choice) -> StreamingHttpResponse:
    kept = months.current()
    head = (
        "Searched for",
        "Searches",
        "Found nothing",
        "Only far matches",
        "Found, nothing opened",
        "Opened",
        "Opened at place (mean)",
        "Last on",
    )
    rows = (
        (
            line.text,
            line.searched,
            line.nothing,
            line.far,
            line.not_opened,
            line.opened,
            "" if line.rank is None else round(line.rank, 1),
            kept.name(line.last_on),
        )
        for line in searches.report(choice.range).lines
    )
    return _file("searches", choice, head, rows)


@report_page
def all_feedback(request: HttpRequest, clinic: Clinic, choice: Choice) -> HttpResponse:
    lines = feedback.by_article(choice.range)
    page = Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"title": "Did articles help?", "helped": feedback.total(choice.range), "page_obj": page}
    return _render(request, "all_feedback", clinic, choice, {**context, "smallest": feedback.SMALLEST_FOR_PERCENT})


@report_page
def feedback_file(request: HttpRequest, clinic: Clinic, choice: Choice) -> StreamingHttpResponse:
    head = ("Article", "Day", "Version", "Step (0: the whole article)", "What readers said", "Times")
    return _file("feedback", choice, head, feedback.per_day(choice.range))


@report_page
def one_article(request: HttpRequest, clinic: Clinic, choice: Choice, pk: int) -> HttpResponse:
    # A draft is not for managers
    article = get_object_or_404(Article, pk=pk, published_at__isnull=False)
    report = reports.article_report(article, choice.range, zone=clinic.zone)
    context = {"title": report.line.title, "report": report, "article": article, "series": charts.series(report.days)}
    context |= {
        "files": files.by_file(article, choice.range),
        "versions": feedback.by_version(article, choice.range),
        "origins": origins.origins(choice.range, article),
        "searches": [line for line in searches.most_found(choice.range, limit=SEARCHES) if leads_to(pk, line.question)],
        "tried": SEARCHES,
        "inside": origins.read_inside(article, choice.range),
        "reasons": feedback.reasons(article, choice.range),
        "smallest": feedback.SMALLEST_FOR_PERCENT,
    }
    return _render(request, "one_article", clinic, choice, context, kept=report.months)


@report_page
def articles_file(request: HttpRequest, clinic: Clinic, choice: Choice) -> StreamingHttpResponse:
    head = ("Article", "Views", "Views in the range before", "First published", "On the site now")
    rows = (
        (line.title, line.views, line.before, line.published_on or "", "yes" if line.is_published else "no")
        for line in reports.report(choice.range, zone=clinic.zone).articles
    )
    return _file("views-by-article", choice, head, rows)


@report_page
def days_file(request: HttpRequest, clinic: Clinic, choice: Choice) -> StreamingHttpResponse:
    return _file("views-by-day", choice, ("Article", "Day", "Views"), reports.views_per_day(choice.range))


def _file(name: str, choice: Choice, head: tuple, rows: Iterable[tuple]) -> StreamingHttpResponse:
    lines = spreadsheet.csv_lines(chain([head], rows))
    days = f"{choice.range.first}-to-{choice.range.last}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}-{days}.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=disposition)


def _render(
    request: HttpRequest,
    page: str,
    clinic: Clinic,
    choice: Choice,
    context: dict[str, object],
    *,
    kept: months.Months | None = None,
) -> HttpResponse:
    frame = admin.site.each_context(request)
    kept = kept or months.current()
    shared = {"choice": choice, "today": clinic.now().date(), "kept_as_months": kept.notice(choice.range)}
    return render(request, f"admin/reports/{page}.html", {**frame, **shared, **context})
