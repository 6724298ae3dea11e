"""Says that the site is alive, and whether it can serve, for whatever watches over it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from faq.doctor import arrival, needs
from faq.views.limits import at_most

# Each may write a file: whoever watches asks every few seconds, and a client from elsewhere no oftener than this
_A_MINUTE = 60


# So that a wrong method is told so
@csrf_exempt
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process lives; `manage.py doctor` is told how it arrived."""
    return HttpResponse(f"{arrival.answer(request) or 'ok'}\n", content_type="text/plain")


@csrf_exempt
@require_safe
@never_cache
@at_most(_A_MINUTE)
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200, or 503 while readers cannot be served in full: one line for each thing that is needed.

    A line says what is wrong in a few words, never where it is or who may open it: anybody can ask.
    """
    found = {name: check() for name, check in needs.ALL.items()}
    lines = "".join(f"{name}: {problem or 'ok'}\n" for name, problem in found.items())
    return HttpResponse(lines, status=503 if any(found.values()) else 200, content_type="text/plain; charset=utf-8")
