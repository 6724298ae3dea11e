"""Whether somebody who reads the reports wants the weekly letter (`manage.py send_weekly_letter`): their own choice."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from faq.admin.not_saved import KeptForm
from faq.models import WeeklyLetter


class LetterForm(KeptForm, forms.Form):
    is_wanted = forms.BooleanField(
        label="Send me the weekly letter",
        required=False,
        help_text="The five things to fix first, and whether what was fixed helped. At most one letter a week.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show the choice of whoever asks, and keep a new one."""
    return admin.site.admin_view(_page)(request)


def _page(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("faq.view_reports"):
        raise PermissionDenied
    row = WeeklyLetter.of(request.user)
    form = LetterForm(request.POST if request.method == "POST" else None, initial={"is_wanted": row.is_wanted})
    if request.method == "POST" and form.is_valid():
        is_wanted = form.cleaned_data["is_wanted"]
        WeeklyLetter.want(request.user, is_wanted)
        messages.success(request, "You will get the weekly letter." if is_wanted else "You will get no weekly letter.")
        return redirect("admin:weekly-letter")
    context = {**admin.site.each_context(request), "title": "The weekly letter", "form": form, "row": row}
    return render(request, "admin/reports/letter.html", context)
