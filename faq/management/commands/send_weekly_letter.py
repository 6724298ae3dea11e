"""Tells managers once a week what to fix first: `manage.py send_weekly_letter [--dry-run]`, meant to run every day."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from faq.accounts import people
from faq.management import mailing
from faq.management.letter import fixed, things, writing
from faq.management.letter.writing import Letter
from faq.models import Clinic, WeeklyLetter
from faq.search import promises
from faq.search.index.index import NotReadyError

_NO_ADDRESS = "SITE_URL is not set: the letter is made of links, so please name the address of this site there."
_NOT_READY = "The search is being prepared just now. Please run this again in a minute."


class Command(BaseCommand):
    help = (
        "Sends everybody who may read the reports the five things to fix first, and what was fixed since their last "
        "letter. One letter a week (from Monday on), none where there is nothing to say. Ends with an error when one "
        "was not sent: the next run tries again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="only say who would read what; send and note nothing"
        )

    def handle(self, **options: bool) -> None:
        if not settings.SITE_URL:
            raise CommandError(_NO_ADDRESS)
        clinic, by = Clinic.load(), mailing.connection()
        failed = sent = silent = 0
        try:
            letters = _Letters(clinic)
        except NotReadyError as error:
            raise CommandError(_NOT_READY) from error
        for row in self._due(clinic):
            letter = letters.letter_for(row)
            if not letter:
                silent += 1
            elif options["dry_run"]:
                self.stdout.write(f"To {row.person.email}:\n\n{letters.mail(letter, by).body}")
                sent += 1
            elif row.claim(clinic.now().date()):
                is_sent = self._send(row, letters, letter, by)
                sent, failed = sent + is_sent, failed + (not is_sent)
        said = "to be sent. Nothing was sent" if options["dry_run"] else "sent"
        self.stdout.write(f"{sent} {said}, {silent} with nothing to say.")
        if failed:
            raise CommandError(f"{failed} not sent: the next run tries again.")

    def _due(self, clinic: Clinic) -> list[WeeklyLetter]:
        """Everybody who reads reports, has an e-mail address, wants a letter and was sent none this week."""
        rows = [WeeklyLetter.of(person) for person in people.readers_of_reports().exclude(email="")]
        due = [row for row in rows if row.is_wanted and row.is_due(clinic.now().date())]
        self.stdout.write(f"{len(rows)} may be told, {len(rows) - len(due)} were this week or want no letter.")
        return due

    def _send(self, row: WeeklyLetter, letters: "_Letters", letter: Letter, by: BaseEmailBackend) -> bool:
        try:
            letters.mail(letter, by).send()
        except Exception as error:
            # Each way of sending has faults of its own; the others are to be told all the same
            why = f"{type(error).__name__}: {error}"
            row.note_failed(letters.clinic.now().date(), why)
            self.stderr.write(f"{row.person.email} could not be told ({why}).")
            return False
        row.note_sent(letters.not_kept)
        return True


class _Letters:
    """What all letters of one run are written from, looked up once."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic
        self._checked = [each for group in promises.of_groups().values() for each in group]
        self.not_kept = [each.promise.pk for each in self._checked if not each.is_kept]
        self._week = things.last_week(clinic)
        self._things = things.to_fix(clinic, self._checked)
        self._public = writing.titles_for_patients()

    def letter_for(self, row: WeeklyLetter) -> Letter:
        since = row.sent_on or self._week.first
        found = fixed.since(since, self.clinic, self._checked, broken=row.broken)
        return writing.letter(row.person, self._things, found, public=self._public, week=self._week)

    def mail(self, letter: Letter, by: BaseEmailBackend) -> EmailMultiAlternatives:
        context = {
            "name": mailing.name_of(letter.person),
            "clinic": self.clinic,
            "week": self._week,
            "letter": letter,
            "reports_url": mailing.absolute(reverse("admin:reports")),
            "own_url": mailing.absolute(reverse("admin:weekly-letter")),
        }
        context["subject"] = subject = f"{_what(letter)}, {self.clinic.name}"
        return mailing.message("weekly_letter", context, subject=subject, to=letter.person.email, by=by)


def _what(letter: Letter) -> str:
    number = len(letter.to_fix)
    if not number:
        return "What was fixed, and whether it helped"
    return "1 thing to fix this week" if number == 1 else f"{number} things to fix this week"
