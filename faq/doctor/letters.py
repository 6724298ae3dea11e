"""Looks whether the mails of the site went out."""

from faq.doctor.finding import Finding
from faq.models import WeeklyLetter


def weekly() -> Finding:
    """Say to whom the weekly letter could not be sent when that was tried last."""
    tried = WeeklyLetter.objects.filter(failed_on__isnull=False, is_wanted=True, person__is_active=True)
    failed = list(tried.exclude(person__email="").select_related("person").order_by("-failed_on", "person__username"))
    if not failed:
        return Finding("Weekly letter")
    names = ", ".join(row.person.get_username() for row in failed[:5])
    more = f" and {len(failed) - 5} more" if len(failed) > 5 else ""
    last = failed[0]
    problem = f"It could not be sent to {names}{more} on {last.failed_on:%-d %B %Y} ({last.failure})."
    mend = "Look at EMAIL_HOST and what belongs to it (docs/deploy.md), then run: manage.py send_weekly_letter"
    return Finding("Weekly letter", problem, mend)
