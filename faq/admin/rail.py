"""The five words at the left of the staff area, each shown only to those who may go there."""

from dataclasses import dataclass

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

# Each place has pages: the name of a model in the staff area, and what its page is called there.
_PLACES = (
    ("Articles", (("article", "Articles"),)),
    ("Tags", (("tag", "Tags"),)),
    ("Search", (("synonym", "Synonyms"), ("urgentphrase", "Urgent phrases"))),
    ("Reports", ()),
    ("Clinic", (("clinic", "Details"), ("fact", "Facts"), ("user", "People"))),
)


@dataclass(frozen=True)
class Page:
    name: str
    url: str
    is_here: bool


@dataclass(frozen=True)
class Place:
    """A word of the rail; `pages` are its neighbours on the same subject, two or more, or none."""

    name: str
    pages: list[Page]

    @property
    def url(self) -> str:
        return self.pages[0].url

    @property
    def is_here(self) -> bool:
        return any(page.is_here for page in self.pages)


def places(site: AdminSite, request: HttpRequest) -> list[Place]:
    """Return the places that the person asking may go to."""
    found = [
        Place(name, _reports(request) if name == "Reports" else _pages(site, request, models))
        for name, models in _PLACES
    ]
    return [place for place in found if place.pages]


def _pages(site: AdminSite, request: HttpRequest, models: tuple) -> list[Page]:
    registered = {model._meta.model_name: model_admin for model, model_admin in site._registry.items()}
    return [
        _page(request, name, reverse(f"admin:{registered[key].opts.app_label}_{key}_changelist"))
        for key, name in models
        if key in registered and registered[key].has_view_permission(request)
    ]


def _reports(request: HttpRequest) -> list[Page]:
    if not request.user.has_perm("faq.view_reports"):
        return []
    try:
        return [_page(request, "Reports", reverse("faq:reports"))]
    except NoReverseMatch:
        return []


def _page(request: HttpRequest, name: str, url: str) -> Page:
    return Page(name, url, request.path.startswith(url))
