"""What staff keep for search: words that mean the same, with a try before saving, and urgent phrases."""

from collections.abc import Callable

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import AdminForm
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from faq.admin.article_form import never_cut
from faq.admin.door import ThroughTheDoor
from faq.models import Clinic, Synonym, UrgentPhrase
from faq.search.find import Results, find
from faq.search.query import synonyms, urgent
from faq.text import words

_SHOWN = 5  # results on either side of a try


class _Checked(forms.ModelForm):
    """A form whose verb says beforehand whether it would refuse, so that the reason stands in the form."""

    check: Callable[[Model], None]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        never_cut(self)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if not self.errors:
            row = self._meta.model(pk=self.instance.pk, **cleaned)
            type(self).check(row)
        return cleaned


class SynonymForm(_Checked):
    check = synonyms.check

    class Meta:
        error_messages = {
            "phrases": {
                "required": "Please write at least two words or phrases, parted by a comma.",
                "max_length": "This group has %(show_value)d letters. Please keep it to %(limit_value)d.",
            }
        }


class UrgentPhraseForm(_Checked):
    check = urgent.check

    class Meta:
        error_messages = {
            "phrase": {
                "required": "Please write a phrase, as a patient would type it.",
                "max_length": "This phrase has %(show_value)d letters. Please keep it to %(limit_value)d.",
            }
        }


@admin.register(Synonym)
class SynonymAdmin(ThroughTheDoor):
    form = SynonymForm
    save_verb, delete_verb = synonyms.save, synonyms.delete
    deletion = "A search for one of these words then finds only articles that hold that very word."
    fields = ("phrases", "is_one_way")
    list_display = ("phrases", "direction", "changed_at")
    search_fields = ("phrases",)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        if "_try" in request.POST and self.has_view_permission(request):
            return self._tried(request, self.get_object(request, object_id) if object_id else None)
        return super().changeform_view(request, object_id, form_url, extra_context)

    @admin.display(description="Leads", ordering="is_one_way")
    def direction(self, group: Synonym) -> str:
        return "From the first word to the others" if group.is_one_way else "Both ways"

    def _tried(self, request: HttpRequest, group: Synonym | None) -> HttpResponse:
        """Show what a search finds now and what it would find with this group; nothing is saved."""
        form = self.get_form(request, group)(request.POST, instance=group)
        typed = request.POST.get("try", "")[: words.LONGEST_TEXT].replace("\x00", " ").strip()
        context = {
            **self.admin_site.each_context(request),
            "title": "Try it",
            "adminform": AdminForm(form, list(self.get_fieldsets(request, group)), {}, (), model_admin=self),
            "original": group,
            "errors": form.errors,
            "media": self.media + form.media,
            "typed": typed,
            "was_tried": form.is_valid(),
            "tried": _both_sides(form, typed) if form.is_valid() and typed else None,
            "inline_admin_formsets": [],
        }
        return self.render_change_form(request, context, add=group is None, change=group is not None, obj=group)


@admin.register(UrgentPhrase)
class UrgentPhraseAdmin(ThroughTheDoor):
    form = UrgentPhraseForm
    save_verb, delete_verb = urgent.save, urgent.delete
    deletion = "A search that holds these words no longer shows the emergency notice."
    fields = ("phrase",)
    list_display = ("phrase",)
    search_fields = ("phrase",)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        notice = {"emergency_text": Clinic.load().emergency_text}
        return super().changelist_view(request, {**notice, **(extra_context or {})})


def _both_sides(form: forms.ModelForm, typed: str) -> list[tuple[str, Results, list]]:
    group = Synonym(pk=form.instance.pk, **form.cleaned_data)
    others = list(Synonym.objects.exclude(pk=group.pk))
    before, after = (find(typed, trying=synonyms.of(groups)) for groups in (others, [*others, group]))
    return [("Without these words", before, before.hits[:_SHOWN]), ("With these words", after, after.hits[:_SHOWN])]
