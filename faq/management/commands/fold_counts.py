"""Keeps old counts as months: `manage.py fold_counts [--keep-days 400] [--dry-run]`, meant to run every month."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date

from django.core.management.base import BaseCommand

from faq.models import Clinic
from faq.stats import folding

# Ten years
_MOST = 3_660


def _days(text: str) -> int:
    """Return the number of days that was asked for; refuses one that reports of the last weeks would suffer from."""
    if not text.isdecimal() or not folding.FEWEST <= int(text) <= _MOST:
        raise ArgumentTypeError(f"please give a number of days from {folding.FEWEST} to {_MOST:,}")
    return int(text)


class Command(BaseCommand):
    help = (
        "Adds up the counts of each month of which every day is older than so many days: views, openings of files, "
        "searches and what readers said. No total of whole months changes. What readers wrote beside their answers is "
        "forgotten then, and the words of searches that were made fewer than "
        f"{folding.SEARCHES_TO_REMEMBER} times in the month."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--keep-days",
            type=_days,
            default=folding.USUAL,
            help=f"days that stay as they are, {folding.FEWEST} at least (default: {folding.USUAL})",
        )
        parser.add_argument("--dry-run", action="store_true", help="only say which months there are; change nothing")

    def handle(self, **options: int) -> None:
        months = folding.waiting(Clinic.load().now().date(), keep_days=options["keep_days"])
        if options["dry_run"]:
            for month in months:
                self.stdout.write(f"{month:%B %Y}: {folding.rows_of(month):,} rows of counts")
            self.stdout.write(f"{_months(months)} to be added up. Nothing was changed.")
            return
        for number, month in enumerate(months, start=1):
            done = folding.fold(month)
            forgotten = f", {done.reasons:,} reasons forgotten" if done.reasons else ""
            said = f"{month:%B %Y}: {done.before:,} rows of counts, now {done.after:,}{forgotten}"
            self.stdout.write(f"{said} ({number} of {len(months)})")
        if months:
            folding.note_done(months)
        self.stdout.write(f"{_months(months)} added up.")


def _months(months: list[date]) -> str:
    return f"{len(months)} month{'' if len(months) == 1 else 's'}"
