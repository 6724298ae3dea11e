"""What is wrong with the site, for its owner: what `manage.py doctor` says, but for what it asks from outside."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from faq.doctor import looks


def may_see(request: HttpRequest) -> bool:
    """Return whether the person asking is responsible for the site: they may change the clinic's details."""
    return request.user.has_perm("faq.change_clinic")


def page(request: HttpRequest, frame: dict[str, object]) -> HttpResponse:
    """Answer with each part of the site, faults first, in the `frame` of the staff area."""
    if not may_see(request):
        raise PermissionDenied
    findings = sorted(looks.findings(asks_the_site=False), key=lambda finding: finding.is_well)
    faults = [finding for finding in findings if not finding.is_well]
    context = {**frame, "title": "Health", "faults": faults, "well": findings[len(faults) :]}
    return render(request, "admin/health.html", context)
