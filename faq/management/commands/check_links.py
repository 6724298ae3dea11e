"""Looks whether the links of articles and facts still lead somewhere; meant to run every night."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from faq.publishing import link_checks


class Command(BaseCommand):
    help = (
        "Looks whether links still work, slowly and under our own name, and keeps what it found for the staff's list "
        "of links. Other sites are asked only when the owner has switched that on, or with --outside. A run that was "
        "cut off goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--outside", action="store_true", help="ask other sites although it is not switched on")
        parser.add_argument("--all", action="store_true", help="also those that were looked at in the last 20 hours")

    def handle(self, *, outside: bool, **options: bool) -> None:
        is_on = outside or link_checks.is_switched_on()
        if not is_on:
            self.stdout.write("Links to other sites are not looked at: the owner has not switched that on.")
        found = link_checks.check(is_outside_asked=is_on, is_all=options["all"], progress=self._say)
        self.stdout.write(
            f"Links looked at: {found.looked_at}. Lead nowhere: {found.dead}. Could not be checked: {found.unknown}."
        )

    def _say(self, done: int, total: int) -> None:
        if done % 10 == 0 or done == total:
            self.stdout.write(f"{done} of {total}")
