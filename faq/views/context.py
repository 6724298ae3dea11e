"""What every template may ask for: the clinic, its colour, and for signed-in staff their bar."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from faq.views import accent
from faq.views.public_page import clinic_of, is_staff


def site(request: HttpRequest) -> dict[str, object]:
    """Return `clinic`, `accent_css_url` and `staff`; each is looked up only where a template uses it."""
    clinic = SimpleLazyObject(lambda: clinic_of(request))
    return {
        "clinic": clinic,
        "accent_css_url": SimpleLazyObject(lambda: accent.url_for(clinic.accent)),
        "staff": {"admin_url": reverse("admin:index")} if is_staff(request) else None,
    }
