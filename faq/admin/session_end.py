"""Says before somebody begins to write that they will be signed out soon."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone

from faq.models import StaffSession

SOON = timedelta(minutes=30)


def ends_soon(request: HttpRequest) -> datetime | None:
    """Return when the session of `request` ends, None where that is more than half an hour away."""
    ends_at = StaffSession.objects.filter(session_key=request.session.session_key).values_list("expire_date", flat=True)
    return ends_at.filter(expire_date__lt=timezone.now() + SOON).first()
