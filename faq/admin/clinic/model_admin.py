"""The clinic's details in the staff area: one row, so its address opens the form itself."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path

from faq.admin import character_notices
from faq.admin.clinic.form import ClinicForm
from faq.admin.clinic.hours_form import HolidayForm, Holidays, hours_of, week_forms, week_is_valid
from faq.models import Clinic
from faq.publishing import facts
from faq.values import opening_hours


@admin.register(Clinic)
class ClinicAdmin(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        return [path("", self.admin_site.admin_view(self.details), name="faq_clinic_changelist")]

    def details(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        clinic = Clinic.load()
        data = request.POST.copy() if request.method == "POST" else None
        if data and data.get("_use_accent"):
            data["accent"] = data["_use_accent"]
        form = ClinicForm(data, request.FILES if data else None, instance=clinic)
        week = week_forms(data, clinic.hours)
        rows = [{**day, **HolidayForm.filled_from(day.get("hours", []))} for day in clinic.holidays]
        holidays = Holidays(data, prefix="holidays", initial=None if data else rows)
        if data is not None and all([form.is_valid(), week_is_valid(week), holidays.is_valid()]):
            _save(request, form, week, holidays)
            return redirect("admin:faq_clinic_changelist")
        wrong = [(day, day) for day, row in week if row.errors]
        wrong += [(str(number), "Special day") for number, row in enumerate(holidays, start=1) if row.errors]
        context = {"form": form, "week": week, "holidays": holidays, "saved": Clinic.load(), "times_wrong": wrong}
        return render(
            request,
            "admin/faq/clinic/form.html",
            {**self.admin_site.each_context(request), "title": "The clinic", **context},
        )


def _save(request: HttpRequest, form: ClinicForm, week: list, holidays: Holidays) -> None:
    clinic = form.save(commit=False)
    before = opening_hours.week_in_words(clinic.hours)
    clinic.hours = hours_of(week)
    clinic.holidays = holidays.holidays()
    facts.save_clinic(clinic, by=request.user)
    messages.success(request, "Saved. Patients see the new details on the next page they open.")
    character_notices.say(request, form)
    # Swapped by mistake, 17:00 and 08:00 are a night
    nights = [
        line for line in opening_hours.week_in_words(clinic.hours) if "next day" in line[1] and line not in before
    ]
    if nights:
        messages.info(request, f"Past midnight: {'; '.join(' '.join(line) for line in nights)}.")
