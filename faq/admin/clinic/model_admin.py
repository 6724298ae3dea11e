"""The clinic's details in the staff area: one row, so its address opens the form itself."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from faq.admin import character_notices
from faq.admin.clinic.fact_rows import uses_of_details
from faq.admin.clinic.forms import ClinicForms
from faq.errors import RefusedError
from faq.models import Clinic
from faq.publishing.row_versions import RowConflictError
from faq.publishing.site_files import writing
from faq.values import opening_hours


@admin.register(Clinic)
class ClinicAdmin(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        guard = self.admin_site.admin_view
        return [
            path("", guard(self.details), name="faq_clinic_changelist"),
            path("export/", guard(self.export), name="faq_clinic_export"),
        ]

    def details(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        forms = ClinicForms(request)
        is_sent = request.method == "POST" and "_same_as_monday" not in request.POST
        if is_sent and forms.is_valid() and _is_saved(request, forms):
            return redirect("admin:faq_clinic_changelist")
        context = {
            "title": "The clinic",
            "saved": Clinic.load(),
            "details": uses_of_details(Clinic.load()),
            **forms.context(),
        }
        return render(request, "admin/faq/clinic/form.html", {**self.admin_site.each_context(request), **context})

    def export(self, request: HttpRequest) -> HttpResponseBase:
        """Send everything the site keeps, as the zip file that docs/export-format.md describes."""
        if not (self.has_change_permission(request) and request.user.has_perm("auth.view_user")):
            raise PermissionDenied
        return require_POST(_export)(request)


def _export(request: HttpRequest) -> HttpResponseBase:
    day = Clinic.load().now().date()
    try:
        file = writing.to_zip(by=request.user)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:faq_clinic_changelist")
    return FileResponse(file, as_attachment=True, filename=f"knowledge-base-{day}.zip")


def _is_saved(request: HttpRequest, forms: ClinicForms) -> bool:
    """Save what was typed; False where somebody else saved something else in the meantime: both texts are shown."""
    before = opening_hours.week_in_words(forms.clinic.hours)
    try:
        clinic = forms.save(by=request.user)
    except RowConflictError as error:
        if not forms.settle(error, by=request.user):
            return False
        clinic = Clinic.load()
    except RefusedError as refusal:
        forms.form.add_error(None, refusal.sentences)
        return False
    messages.success(request, "Saved. Patients see the new details on the next page they open.")
    character_notices.say(request, forms.form)
    # Swapped by mistake, 17:00 and 08:00 are a night
    nights = [
        line for line in opening_hours.week_in_words(clinic.hours) if "next day" in line[1] and line not in before
    ]
    if nights:
        messages.info(request, f"Past midnight: {'; '.join(' '.join(line) for line in nights)}.")
    return True
