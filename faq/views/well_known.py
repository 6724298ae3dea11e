"""Small files that programs look for at every site: whom to tell about a security problem, what to crawl, the icon."""

from datetime import UTC, datetime, time, timedelta

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from faq.views import site_address
from faq.views.public_page import clinic_of

# RFC 9116 asks for less than a year; what is read today names a contact that is still right then
_VALID_DAYS = 180
_HOUR, _DAY = 60 * 60, 24 * 60 * 60
# What is no page to read: the staff area, somebody's words, articles that are not published
_NOT_TO_CRAWL = ("admin/", "search/", "preview/")


# Nothing can be sent here: a wrong method is to hear so, not to be asked for a token
@csrf_exempt
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Answer whom to tell about a security problem, as RFC 9116 has it; where nobody is named, this site itself."""
    clinic = clinic_of(request)
    home = site_address.absolute(request, reverse("faq:home"))
    fields = [
        ("Contact", clinic.security_contact_uri or home),
        ("Expires", _end_of_validity().strftime("%Y-%m-%dT%H:%M:%SZ")),
        ("Preferred-Languages", ", ".join(dict.fromkeys(["en", clinic.language]))),
    ]
    here = site_address.absolute(request, reverse("faq:security-txt"))
    if here.startswith("https://"):
        # The standard allows no other
        fields.append(("Canonical", here))
    return _text("".join(f"{name}: {value}\n" for name, value in fields))


@csrf_exempt
@require_safe
def security_txt_at_root(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the address of the standard from the one that was usual before it."""
    return HttpResponseRedirect(reverse("faq:security-txt"))


@csrf_exempt
@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Answer what search engines may read: everything that patients read."""
    home = reverse("faq:home")
    return _text("User-agent: *\n" + "".join(f"Disallow: {home}{path}\n" for path in _NOT_TO_CRAWL))


@csrf_exempt
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Answer the icon at the address that programs guess; pages carry it in themselves."""
    with staticfiles_storage.open("faq/favicon.ico") as file:
        response = HttpResponse(file.read(), content_type="image/x-icon")
    response["Cache-Control"] = f"public, max-age={_DAY}"
    return response


def _end_of_validity() -> datetime:
    """The same all day long, so that the file may be kept."""
    return datetime.combine(timezone.now().astimezone(UTC).date(), time.min, UTC) + timedelta(days=_VALID_DAYS)


def _text(words: str) -> HttpResponse:
    response = HttpResponse(words, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={_HOUR}"
    return response
