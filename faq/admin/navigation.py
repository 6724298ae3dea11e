"""The five words at the left of the staff area, each shown only to those who may go there."""

from dataclasses import dataclass

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse

from faq.admin import health
from faq.admin.reports import content

# Each section has pages: the name of a model in the staff area, and what its page is called there.
_SECTIONS = (
    ("Articles", (("article", "Articles"), ("checkedlink", "Links"), ("simplerword", "Plain words"))),
    ("Tags", (("tag", "Tags"),)),
    ("Search", (("synonym", "Synonyms"), ("searchpromise", "Promises"), ("urgentphrase", "Urgent phrases"))),
    ("Reports", ()),
    ("Clinic", (("clinic", "Details"), ("fact", "Facts"), ("user", "People"))),
)


@dataclass(frozen=True)
class Link:
    name: str
    url: str
    is_here: bool


@dataclass(frozen=True)
class Section:
    """One word of the navigation; `pages` are the pages on its subject."""

    name: str
    pages: list[Link]

    @property
    def url(self) -> str:
        return self.pages[0].url

    @property
    def is_here(self) -> bool:
        return any(page.is_here for page in self.pages)


def sections(site: AdminSite, request: HttpRequest) -> list[Section]:
    """Return the sections that the person asking may go to."""
    found = [Section(name, [*_pages(site, request, models), *_others(request, name)]) for name, models in _SECTIONS]
    return [section for section in found if section.pages]


def _pages(site: AdminSite, request: HttpRequest, models: tuple) -> list[Link]:
    registered = {model._meta.model_name: model_admin for model, model_admin in site._registry.items()}
    return [
        _link(request, name, reverse(f"admin:{registered[key].opts.app_label}_{key}_changelist"))
        for key, name in models
        if key in registered and registered[key].has_view_permission(request)
    ]


def _others(request: HttpRequest, section: str) -> list[Link]:
    """Pages of a section that show no model."""
    if section == "Reports" and request.user.has_perm("faq.view_reports"):
        return _reports(request)
    if section == "Articles" and content.may_see(request) and not request.user.has_perm("faq.view_reports"):
        return [_link(request, "Content health", reverse("admin:reports-content"))]
    if section == "Clinic" and health.may_see(request):
        return [_link(request, "Health", reverse("admin:health"))]
    return []


def _reports(request: HttpRequest) -> list[Link]:
    reports, searches = reverse("admin:reports"), _link(request, "Searches", reverse("admin:reports-searches"))
    content_health = _link(request, "Content health", reverse("admin:reports-content"))
    is_here = request.path.startswith(reports) and not searches.is_here and not content_health.is_here
    return [
        Link("Reports", reports, is_here),
        searches,
        content_health,
        _link(request, "Who did what", reverse("admin:audit-log")),
    ]


def _link(request: HttpRequest, name: str, url: str) -> Link:
    return Link(name, url, request.path.startswith(url))
