"""What every mail of this site needs: a way of sending it, whole addresses, its words and its HTML in one."""

from django.conf import settings
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management.base import CommandError
from django.template.loader import render_to_string


def connection() -> BaseEmailBackend:
    """Return the way of sending that EMAIL_BACKEND names. Raises `CommandError` where there is none of that name."""
    try:
        return mail.get_connection()
    except (ImportError, AttributeError) as error:
        raise CommandError(f"EMAIL_BACKEND cannot be used: {error}") from error


def absolute(path: str) -> str:
    """Return the whole address of `path`, "" where this site has none."""
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else ""


def name_of(person: User) -> str:
    """Return how a mail calls `person`."""
    return person.first_name or person.get_username()


def message(
    template: str, context: dict[str, object], *, subject: str, to: str, by: BaseEmailBackend
) -> mail.EmailMultiAlternatives:
    """Return the mail whose words are `faq/mail/TEMPLATE.txt` and whose HTML is `faq/mail/TEMPLATE.html`."""
    text = render_to_string(f"faq/mail/{template}.txt", context)
    # A line break would end the head of the mail
    made = mail.EmailMultiAlternatives(" ".join(subject.split()), text, to=[to], connection=by)
    made.attach_alternative(render_to_string(f"faq/mail/{template}.html", context), "text/html")
    return made
