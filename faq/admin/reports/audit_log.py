"""Who did what: the whole log, by person, kind and day, on a page and as a file for a spreadsheet."""

from collections.abc import Iterator

from django import forms
from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from faq.admin.fields import speak_plainly
from faq.admin.reports.range_form import Choice
from faq.admin.reports.views import report_page
from faq.models import AuditEntry, Clinic
from faq.models.audit import AuditQuerySet
from faq.values import spreadsheet

_PAGE_SIZE = 50
_SYSTEM = "The system"
_ODD_YEAR = "Please choose a day from 2000 to 2100."
_ORDER = "The first day is after the last day. Please change one of them."


class LogForm(forms.Form):
    """Which entries to show; what is left empty does not matter."""

    who = forms.ChoiceField(label="Who", required=False)
    what = forms.ChoiceField(
        label="What", required=False, choices=[("", "Everything"), *sorted(AuditEntry.Action.choices, key=str)]
    )
    first = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)
        names = AuditEntry.objects.order_by("who_name").values_list("who_name", flat=True).distinct()
        # An empty value is that of everybody
        self.fields["who"].choices = [("", "Everybody"), *((name or _SYSTEM, name or _SYSTEM) for name in names)]
        speak_plainly(self.fields)

    def clean(self) -> None:
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        for name, day in (("first", first), ("last", last)):
            if day and not 2000 <= day.year <= 2100:
                self.add_error(name, _ODD_YEAR)
        if first and last and first > last:
            self.add_error("last", _ORDER)

    def entries(self, clinic: Clinic) -> AuditQuerySet:
        """Return what is asked for, the newest first; where the form is wrong, nothing."""
        if not self.is_valid():
            return AuditEntry.objects.none()
        asked = self.cleaned_data
        names = {"": None, _SYSTEM: ""}
        return AuditEntry.objects.matching(
            who_name=names.get(asked["who"], asked["who"]),
            action=asked["what"],
            first=asked["first"],
            last=asked["last"],
            zone=clinic.zone,
        )


@report_page
def page(request: HttpRequest, clinic: Clinic, choice: Choice) -> HttpResponse:
    form = LogForm(request.GET)
    entries = Paginator(form.entries(clinic).select_related("article"), _PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"title": "Who did what", "form": form, "page_obj": entries, "is_asked": any(request.GET.values())}
    return render(request, "admin/reports/audit_log.html", {**admin.site.each_context(request), **context})


@report_page
def file(request: HttpRequest, clinic: Clinic, choice: Choice) -> StreamingHttpResponse:
    lines = spreadsheet.csv_lines(_rows(LogForm(request.GET).entries(clinic), clinic))
    headers = {"Content-Disposition": f'attachment; filename="who-did-what-{clinic.now().date()}.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _rows(entries: AuditQuerySet, clinic: Clinic) -> Iterator[tuple]:
    yield "When", "Who", "What", "About", "More"
    for entry in entries.iterator():
        at = timezone.localtime(entry.at, clinic.zone)
        what = entry.get_action_display()
        yield f"{at:%Y-%m-%d %H:%M:%S}", entry.who_name or _SYSTEM, what, entry.subject, entry.detail
