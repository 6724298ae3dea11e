"""Looks whether the mails of the site can go out, and whether they did."""

import smtplib
import ssl

from django.conf import settings
from django.core import mail

from faq.doctor.finding import START, Finding, manage, steps
from faq.models import WeeklyLetter

_SECONDS = 5
_SMTP = "django.core.mail.backends.smtp.EmailBackend"


def server() -> Finding:
    """Sign in at the mail server as for a mail, and send none."""
    if not settings.KB_SENDS_MAIL or settings.EMAIL_BACKEND != _SMTP:
        return Finding("Mail")
    where = f"{settings.EMAIL_HOST}, port {settings.EMAIL_PORT}"
    try:
        with mail.get_connection(timeout=_SECONDS):
            pass
    except smtplib.SMTPAuthenticationError:
        problem = f"The mail server at {where} does not accept the user name and password."
        mend = "Set EMAIL_HOST_USER and EMAIL_HOST_PASSWORD to what the mail server asks for."
        return Finding("Mail", problem, steps(mend, START))
    except (smtplib.SMTPNotSupportedError, ssl.SSLError) as error:
        problem = f"The mail server at {where} and the site do not agree on encryption ({error})."
        mend = "Set EMAIL_PORT=587 and EMAIL_USE_TLS=1, or EMAIL_PORT=465 and EMAIL_USE_SSL=1, as the server wants it."
        return Finding("Mail", problem, steps(mend, START))
    except (smtplib.SMTPException, OSError) as error:
        problem = f"The mail server at {where} does not answer ({type(error).__name__})."
        return Finding("Mail", problem, "Start the mail server, or set EMAIL_HOST and EMAIL_PORT to where it is.")
    return Finding("Mail")


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
    # Which says itself where the mail server is at fault
    mend = steps("Mend what is said of Mail, where that is anything.", manage("send_weekly_letter"))
    return Finding("Weekly letter", problem, mend)
