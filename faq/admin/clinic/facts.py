"""Facts in the staff area: values kept once and used in many articles."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from faq.admin.base import CheckedForm, StaffList, VerbModelAdmin
from faq.admin.clinic.fact_uses import uses_of
from faq.models import Fact
from faq.publishing import facts


class FactList(StaffList):
    def get_results(self, request: HttpRequest) -> None:
        """Look up once, for the whole page, which articles use which fact."""
        super().get_results(request)
        uses = uses_of([fact.name for fact in self.result_list])
        for fact in self.result_list:
            fact.use = uses[fact.name]


class FactForm(CheckedForm):
    check = facts.check


@admin.register(Fact)
class FactAdmin(VerbModelAdmin):
    form = FactForm
    save_verb, delete_verb, delete_check = facts.save, facts.delete, facts.check_delete
    deletion = "A fact that articles still use cannot be deleted."
    fields = ("label", "value", "kind", "name")
    list_display = ("label", "shown_value", "used_in")
    search_fields = ("label", "name", "value")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        fact = self.get_object(request, object_id)
        use = uses_of([fact.name])[fact.name] if fact else None
        context = {"users": use.articles if use else [], "views": use.views if use else 0}
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    @admin.display(description="What patients see", ordering="value")
    def shown_value(self, fact: Fact) -> SafeString | str:
        return fact.value or format_html('<span class="state state-changed">{}</span>', "No value yet")

    @admin.display(description="Used in")
    def used_in(self, fact: Fact) -> str:
        return str(fact.use)

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:
        return FactList
