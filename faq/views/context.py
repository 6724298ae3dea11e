"""What every template may ask for: the clinic, its colour, the ways on, and for signed-in staff their bar."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from faq.views import accent, ways_on
from faq.views.public_page import clinic_of, is_staff


def site(request: HttpRequest) -> dict[str, object]:
    """Return what pages have in common; what costs a query is looked up only where a template uses it."""
    clinic = SimpleLazyObject(lambda: clinic_of(request))
    return {
        "clinic": clinic,
        "accent_css_url": SimpleLazyObject(lambda: accent.url_for(clinic.accent)),
        "ways_on": SimpleLazyObject(lambda: ways_on.ways_on(request)),
        "address_words": SimpleLazyObject(lambda: ways_on.words_of_address(request.path)),
        "staff": {"admin_url": reverse("admin:index")} if is_staff(request) else None,
    }
