"""`manage.py move_database URL`: brings all that the site holds into another database, and compares the two."""

import os
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from faq.errors import RefusedError
from faq.management import moving, preflight


class Command(BaseCommand):
    help = (
        "Copies the site into an empty database (SQLite or PostgreSQL), compares row by row and page by page, and says"
        " when both are equal. May be repeated after it was cut short. Without URL, NEW_DATABASE_URL names the"
        " database, which keeps its password out of the list of programs."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url", nargs="?", metavar="URL", help="such as postgres://user:password@host:5432/name")

    def handle(self, *, url: str | None, **options: object) -> None:
        address = url or os.environ.get("NEW_DATABASE_URL", "").strip()
        if not address:
            raise CommandError("Please name the new database, such as postgres://user:password@host:5432/name.")
        preflight.make_folder()
        try:
            with preflight.one_at_a_time():
                where = moving.described(address)
                self.stdout.write(f"Moving into {where}.")
                rows, pages = moving.move(address, self.stdout.write)
        except RefusedError as refusal:
            raise CommandError(f"{refusal} Nothing here was changed.") from None
        self.stdout.write(
            f"Moved: {rows:,} rows and {pages:,} pages are the same in both databases.\n"
            "Now stop the site, run this once more if anybody has worked in it meanwhile, write the new address into"
            " DATABASE_URL and start the site. Pictures and PDFs stay where they are."
        )
