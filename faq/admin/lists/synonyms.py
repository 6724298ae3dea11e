"""Synonyms in the staff area: the list, and one form with a try before saving."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from faq.admin.base import CheckedForm, VerbModelAdmin
from faq.admin.lists import built_in_synonyms
from faq.models import SearchPromise, Synonym
from faq.publishing import promises, synonyms
from faq.search import promises as promise_search
from faq.search.find import find
from faq.search.query.synonyms import Synonyms, compile
from faq.search.results import Results
from faq.text import words

# Results on either side of a try
_SHOWN = 5


class SynonymForm(CheckedForm):
    check = synonyms.check

    class Meta:
        error_messages = {
            "phrases": {
                "required": "Please write at least two words or phrases, separated by a comma.",
                "max_length": "This group has %(show_value)d letters. Please keep it to %(limit_value)d.",
            }
        }


@admin.register(Synonym)
class SynonymAdmin(VerbModelAdmin):
    form = SynonymForm
    save_verb, delete_verb = synonyms.save, synonyms.delete
    deletion = "A search for one of these words then finds only articles that hold that very word."
    fields = ("phrases", "is_one_way")
    list_display = ("phrases", "direction", "changed_at")
    search_fields = ("phrases",)

    def get_urls(self) -> list[URLPattern]:
        built_in = path("built-in/", self.admin_site.admin_view(self.built_in_view), name="faq_synonym_built_in")
        return [built_in, *super().get_urls()]

    def built_in_view(self, request: HttpRequest) -> HttpResponse:
        """The synonyms that come with the site."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return built_in_synonyms.page(request, self.admin_site, may_change=self.has_change_permission(request))

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {**built_in_synonyms.counts(), **(extra_context or {})})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        if "_try" in request.POST and self.has_view_permission(request):
            return self._tried(request, object_id)
        group = self.get_object(request, object_id) if object_id else None
        broken = self._broken_by_form(request, group) if request.method == "POST" else []
        if broken and "_anyway" not in request.POST:
            return self._ask_about_promises(request, group, broken)
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if response.status_code == 302:
            promises.note_broken(broken, by=request.user)
        return response

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        group = self.get_object(request, object_id)
        may = group is not None and self.has_delete_permission(request, group)
        broken = promise_search.broken_by_synonyms(_used_with(group, [])) if group and may else []
        deletion = f"{self.deletion} {promise_search.said(broken)}".strip()
        response = super().delete_view(request, object_id, {"deletion": deletion, **(extra_context or {})})
        if request.method == "POST" and broken and not Synonym.objects.filter(pk=group.pk).exists():
            promises.note_broken(broken, by=request.user)
        return response

    def _broken_by_form(self, request: HttpRequest, group: Synonym | None) -> list[SearchPromise]:
        """Return the promises that the sent words would break. Asked before the transaction of the save begins."""
        may = self.has_change_permission(request, group) if group else self.has_add_permission(request)
        form = self.get_form(request, group)(request.POST, instance=group)
        if not (may and SearchPromise.objects.exists() and form.is_valid()):
            return []
        sent = Synonym(pk=group.pk if group else None, **form.cleaned_data)
        return promise_search.broken_by_synonyms(_used_with(sent, [sent]))

    def _ask_about_promises(
        self, request: HttpRequest, group: Synonym | None, broken: list[SearchPromise]
    ) -> HttpResponse:
        form = self.get_form(request, group)(request.POST, instance=group)
        form.is_valid()
        form.add_error(None, f"{promise_search.said(broken)} Nothing is saved yet.")
        return self.form_page(request, form, str(group.pk) if group else None, {"broken_promises": broken})

    @admin.display(description="Leads", ordering="is_one_way")
    def direction(self, group: Synonym) -> str:
        return "From the first word to the others" if group.is_one_way else "Both ways"

    def _tried(self, request: HttpRequest, object_id: str | None) -> HttpResponse:
        """Show what a search finds now and what it would find with this group; nothing is saved."""
        group = self.get_object(request, object_id) if object_id else None
        form = self.get_form(request, group)(request.POST, instance=group)
        typed = request.POST.get("try", "")[: words.LONGEST_TEXT].replace("\x00", " ").strip()
        context = {
            "title": "Try it",
            "typed": typed,
            "was_tried": form.is_valid(),
            "tried": _both_sides(form, typed) if form.is_valid() and typed else None,
        }
        return self.form_page(request, form, object_id, context)


def _used_with(replaced: Synonym, by: list[Synonym]) -> Synonyms:
    """Return the synonyms of searches with the group `replaced` taken out and `by` put in."""
    return compile([*Synonym.objects.exclude(pk=replaced.pk), *by])


def _both_sides(form: forms.ModelForm, typed: str) -> list[tuple[str, Results, list]]:
    group = Synonym(pk=form.instance.pk, **form.cleaned_data)
    others = list(Synonym.objects.exclude(pk=group.pk))
    before, after = (find(typed, synonyms=compile(groups)) for groups in (others, [*others, group]))
    return [
        ("Without these synonyms", before, before.hits[:_SHOWN]),
        ("With these synonyms", after, after.hits[:_SHOWN]),
    ]
