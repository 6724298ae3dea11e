"""`manage.py backup FILE`, or `backup --keep 14 FOLDER` for a timer: everything the clinic has, in one file."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from faq.backup import making, nightly
from faq.errors import RefusedError
from faq.management import passwords
from faq.media.stored import StorageAwayError


class Command(BaseCommand):
    help = "Writes articles, history, counts, sign-ins, pictures and PDFs into one file, while the site goes on."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path", type=Path, metavar="FILE", help="a file that is not there yet; with --keep a folder"
        )
        parser.add_argument(
            "--keep", type=_at_least_one, metavar="N", help="write into a folder, keep the newest N there"
        )
        passwords.add_arguments(parser)

    def handle(self, *, path: Path, keep: int | None, **options: object) -> None:
        if keep and not path.is_dir():
            raise CommandError(f"{path} is not a folder. Please make it first.")
        file = nightly.next_in(path) if keep else path
        try:
            manifest = making.make(file, passwords.new(options), self.stdout.write)
        except RefusedError as refusal:
            raise CommandError(str(refusal)) from None
        except StorageAwayError as away:
            raise CommandError(f"{away} {away.mend} No backup was written.") from None
        except OSError as error:
            raise CommandError(f"{file} cannot be written ({error.strerror}). Nothing was left there.") from None
        size = file.stat().st_size / 1_000_000
        self.stdout.write(f"{file}: {sum(manifest.rows.values()):,} rows, {size:.1f} MB, read again whole.")
        for old in nightly.remove_old(path, keep=keep) if keep else []:
            self.stdout.write(f"{old} was removed.")


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise ArgumentTypeError("write a whole number from 1.")
    return int(text)
