"""Pages that stand at another address now: whoever kept the old one is led there."""

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe


@require_safe
def reports(request: HttpRequest, rest: str = "") -> HttpResponsePermanentRedirect:
    """Lead from /reports/..., where they were at first, to the reports in the staff area; the query stays."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{reverse('admin:reports')}{rest}" + (f"?{query}" if query else ""))
