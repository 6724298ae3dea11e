"""Urgent phrases in the staff area: the list, with the notice that patients read, and one form."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from faq.admin.base import CheckedForm, VerbModelAdmin
from faq.models import Clinic, UrgentPhrase
from faq.publishing import urgent


class UrgentPhraseForm(CheckedForm):
    check = urgent.check

    class Meta:
        error_messages = {
            "phrase": {
                "required": "Please write a phrase, as a patient would type it.",
                "max_length": "This phrase has %(show_value)d letters. Please keep it to %(limit_value)d.",
            }
        }


@admin.register(UrgentPhrase)
class UrgentPhraseAdmin(VerbModelAdmin):
    form = UrgentPhraseForm
    save_verb, delete_verb = urgent.save, urgent.delete
    deletion = "A search that holds these words no longer shows the emergency notice."
    fields = ("phrase",)
    list_display = ("phrase",)
    search_fields = ("phrase",)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        clinic = Clinic.load()
        notice = {"emergency_text": clinic.emergency_text, "emergency_phone": clinic.emergency_phone}
        return super().changelist_view(request, {**notice, **(extra_context or {})})
