"""The page for somebody whose form cannot be believed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was older than the sign-in, on a page of the site; `reason` is for developers."""
    return render(request, "403_csrf.html", status=403)
