"""Tags in the staff area: the list with counts, one form, and joining two that mean the same."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString

from faq.admin.base import CheckedForm, VerbModelAdmin, row_number
from faq.admin.fields import field_of
from faq.admin.lists import topic_order
from faq.models import Article, Tag
from faq.publishing import tags
from faq.publishing.row_versions import RowConflictError, run_unless_changed, version_of

_MOST_NAMED = 20
_ORDER = "Please write a whole number from 0 to 9999."


class TagForm(CheckedForm):
    check = tags.check
    position = field_of(
        Tag.position.field,
        min_value=0,
        max_value=9999,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _ORDER),
    )

    class Meta:
        error_messages = {"name": {"required": "Please write the tag, in a word that patients know."}}


@admin.register(Tag)
class TagAdmin(VerbModelAdmin):
    form = TagForm
    save_verb, delete_verb = tags.save, tags.delete
    deletion = "It is taken off every article that has it. The articles themselves stay."
    fields = ("name", "description", "is_topic", "position")
    list_display = ("called", "on_home_page", "articles", "position", "description")
    search_fields = ("name", "description")
    actions = ("join",)
    list_per_page = 100

    def get_urls(self) -> list[URLPattern]:
        return [path("order/", self.admin_site.admin_view(self.order_view), name="faq_tag_order"), *super().get_urls()]

    def order_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return topic_order.page(request, self.admin_site)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        tag = self.get_object(request, object_id)
        users = Article.objects.not_in_bin().filter(tags=tag).order_by("title") if tag else []
        context = {"users": users, "most_named": _MOST_NAMED, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        return super().get_queryset(request).with_counts()

    @admin.display(description="Tag", ordering="key")
    def called(self, tag: Tag) -> str:
        return tag.name

    @admin.display(description="Published articles", ordering="article_count")
    def articles(self, tag: Tag) -> int:
        return tag.article_count

    @admin.display(description="Home page", ordering="is_topic")
    def on_home_page(self, tag: Tag) -> SafeString:
        kind, said = ("live", "On the home page") if tag.is_topic else ("draft", "Not on the home page")
        return format_html('<span class="state state-{}">{}</span>', kind, said)

    @admin.action(description="Join into one tag", permissions=["delete"])
    def join(self, request: HttpRequest, chosen: QuerySet[Tag]) -> HttpResponse | None:
        """Ask which of the ticked tags stays, then give it the articles of the others."""
        if chosen.count() < 2:
            messages.warning(
                request, "Please tick two or more tags that mean the same, then choose “Join into one tag”."
            )
            return None
        staying = chosen.filter(pk=row_number(request.POST.get("stays", ""))).first()
        if staying and self._are_joined(request, chosen, staying):
            return None
        named = [(tag, version_of(tag)) for tag in chosen.all()]
        context = {**self.admin_site.each_context(request), "title": "Which tag stays?", "tags": named}
        return render(request, "admin/faq/tag/join.html", context)

    def _are_joined(self, request: HttpRequest, chosen: QuerySet[Tag], staying: Tag) -> bool:
        """Join `chosen` as they were shown; False, and asked again, where somebody changed one of them since."""
        seen = [(tag, request.POST.get(f"version-{tag.pk}", "")) for tag in chosen]
        gone = [tag.name for tag, _ in seen if tag.pk != staying.pk]
        try:
            verb = partial(tags.merge, [tag for tag, _ in seen], staying, by=request.user)
            run_unless_changed(verb, seen=seen)
        except RowConflictError as error:
            messages.warning(request, f"{error} Please look once more.")
            return False
        messages.success(request, f"{', '.join(f'“{name}”' for name in gone)} joined into “{staying.name}”.")
        return True
