"""Tells by e-mail which articles wait to be checked: `manage.py send_digests [--dry-run]`, meant to run every day."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from faq.accounts import people
from faq.management import mailing
from faq.management.mailing import absolute
from faq.models import Clinic, ReviewDigest
from faq.publishing import digests
from faq.publishing.digests import Digest, Line


class Command(BaseCommand):
    help = (
        "Sends each person the list of the articles they look after that are overdue for a check or will be within 14 "
        "days. Whoever has none gets no mail, and nobody gets two on one day. Ends with an error when one was not sent."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say who would be told of what; send nothing")

    def handle(self, **options: bool) -> None:
        clinic = Clinic.load()
        found, unheard = digests.waiting(clinic.now(), stand_ins=people.owners())
        if unheard:
            self.stderr.write(f"Nobody can be told of {_articles(len(unheard))}: no owner has an e-mail address.")
        if options["dry_run"]:
            self._say(found)
            return
        if not settings.SITE_URL:
            self.stdout.write("SITE_URL is not set, so the mails have no links.")
        failed = self._send(found, clinic)
        if failed or unheard:
            raise CommandError(f"{failed} not sent." if failed else "Not everybody was told.")

    def _say(self, found: list[Digest]) -> None:
        for digest in found:
            self.stdout.write(f"{digest.person.email}: {_articles(digest.count)}")
            for line in [*digest.overdue, *digest.soon, *digest.of_others]:
                self.stdout.write(f"  {line.due_on}  {line.article.title}")
        self.stdout.write(f"{len(found)} to be sent. Nothing was sent.")

    def _send(self, found: list[Digest], clinic: Clinic) -> int:
        """Send to everybody who was not told today; return how many could not be told."""
        today, connection, failed, sent = clinic.now().date(), mailing.connection(), 0, 0
        for digest in found:
            if not ReviewDigest.claim(digest.person, today):
                continue
            try:
                _message(digest, clinic, connection).send()
                sent += 1
            except Exception as error:
                # Each way of sending has faults of its own; the others are to be told all the same
                ReviewDigest.release(digest.person)
                self.stderr.write(f"{digest.person.email} could not be told ({type(error).__name__}: {error}).")
                failed += 1
        self.stdout.write(f"{sent} sent, {len(found) - sent - failed} had been told today.")
        return failed


def _message(digest: Digest, clinic: Clinic, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    parts = (
        ("Overdue", digest.overdue),
        ("Due within 14 days", digest.soon),
        ("Nobody else can be told of these", digest.of_others),
    )
    context = {
        "name": mailing.name_of(digest.person),
        "clinic": clinic,
        "parts": [(heading, [(line, _url(line)) for line in lines]) for heading, lines in parts if lines],
        "list_url": absolute(f"{reverse('admin:faq_article_changelist')}?need=overdue"),
    }
    said = "1 article waits" if digest.count == 1 else f"{digest.count} articles wait"
    subject = f"{said} for a check, {clinic.name}"
    return mailing.message("digest", context, subject=subject, to=digest.person.email, by=connection)


def _url(line: Line) -> str:
    return absolute(reverse("admin:faq_article_change", args=[line.article.pk]))


def _articles(count: int) -> str:
    return f"{count} article{'' if count == 1 else 's'}"
