"""Urgent phrases in the staff area: the list, with the notice that patients read and a try, and one form."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from faq.admin.base import CheckedForm, VerbModelAdmin
from faq.models import Clinic, UrgentPhrase
from faq.publishing import urgent
from faq.search.find import why_urgent

# Letters of a try: search looks no further for emergencies
_LONGEST_TRY = 2_000


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
    deletion = "Searches then show the emergency notice, or not, as if this phrase had never been here."
    fields = ("phrase", "is_harmless")
    list_display = ("phrase", "effect")
    search_fields = ("phrase",)

    @admin.display(description="The notice", ordering="is_harmless")
    def effect(self, kept: UrgentPhrase) -> SafeString:
        kind, said = ("draft", "Never for this") if kept.is_harmless else ("live", "Shown")
        return format_html('<span class="state state-{}">{}</span>', kind, said)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The list. A try is sent as a form, so that its words stand in no address; nothing is saved."""
        context = {"clinic": Clinic.load(), **(extra_context or {})}
        if "_try" not in request.POST:
            return super().changelist_view(request, context)
        typed = request.POST.get("try", "")[:_LONGEST_TRY].replace("\x00", " ").strip()
        context |= {"was_tried": True, "typed": typed, "verdict": why_urgent(typed) if typed else None}
        return super().changelist_view(request, context)
