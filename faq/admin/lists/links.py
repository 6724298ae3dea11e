"""Links in the staff area: those that lead nowhere or could not be checked, with where each stands."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from faq.admin import wording
from faq.admin.base import StaffList, StaffModelAdmin
from faq.models import CheckedLink, Clinic
from faq.publishing import links

_STATES = CheckedLink.State


class LinkList(StaffList):
    def get_results(self, request: HttpRequest) -> None:
        """Look up once, for the whole page, where its links stand."""
        super().get_results(request)
        places = links.places(self.result_list)
        for link in self.result_list:
            link.places = places[link.url]


class StateFilter(admin.SimpleListFilter):
    title = "what came of it"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(_STATES.UNKNOWN, "Could not check")]

    def queryset(self, request: HttpRequest, found: QuerySet) -> QuerySet:
        return found.filter(state=_STATES.UNKNOWN if self.value() == _STATES.UNKNOWN else _STATES.DEAD)

    def choices(self, changelist: ChangeList) -> list[dict[str, object]]:
        """Dead ones first: these are what staff can mend."""
        return [
            {
                "selected": (self.value() == _STATES.UNKNOWN) == (state == _STATES.UNKNOWN),
                "query_string": changelist.get_query_string(new, [self.parameter_name, "p"]),
                "display": name,
                "count": CheckedLink.objects.filter(state=state).count(),
            }
            for state, name, new in (
                (_STATES.DEAD, "Dead links", {}),
                (_STATES.UNKNOWN, "Could not check", {self.parameter_name: _STATES.UNKNOWN}),
            )
        ]


@admin.register(CheckedLink)
class CheckedLinkAdmin(StaffModelAdmin):
    list_display = ("address", "stands_in", "why", "looked_at")
    list_display_links = None
    list_filter = (StateFilter,)
    search_fields = ("url",)
    list_per_page = 50
    actions = None

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:
        return LinkList

    def get_urls(self) -> list[URLPattern]:
        return [url for url in super().get_urls() if (url.name or "").endswith("_changelist")]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        asked = CheckedLink.objects.order_by("-checked_at").values_list("checked_at", flat=True).first()
        context = {"last_looked": wording.moment(asked) if asked else "", "is_on": Clinic.load().checks_links}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    @admin.display(description="Link", ordering="url")
    def address(self, link: CheckedLink) -> SafeString:
        shown = link.url if len(link.url) <= 120 else f"{link.url[:120]}…"
        return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', link.url, shown)

    @admin.display(description="Stands in")
    def stands_in(self, link: CheckedLink) -> SafeString:
        rows = ((_form_of(place), _name_of(place), _detail_of(place)) for place in link.places)
        return format_html_join("", '<div><a href="{}">{}</a> <span class="quiet">{}</span></div>', rows)

    @admin.display(description="Looked at", ordering="checked_at")
    def looked_at(self, link: CheckedLink) -> str:
        return wording.moment(link.checked_at)


def _form_of(place: links.Place) -> str:
    kind, row = ("fact", place.fact) if place.fact else ("article", place.article)
    return reverse(f"admin:faq_{kind}_change", args=[row.pk if row else 0])


def _name_of(place: links.Place) -> str:
    return str(place.fact or place.article)


def _detail_of(place: links.Place) -> str:
    if place.fact:
        return "a fact"
    return place.part if place.is_read_by_patients else f"{place.part}, patients do not see it"
