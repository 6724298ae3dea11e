"""Writes everything out as plain files: `manage.py export_articles FOLDER|FILE.zip`; docs/export-format.md says how."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from faq.errors import RefusedError
from faq.publishing.site_files import writing


class Command(BaseCommand):
    help = "Writes all articles, their history and everything else into a new folder, or a new file that ends in .zip."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", type=Path)

    def handle(self, *, target: Path, **options: object) -> None:
        try:
            missing = writing.to_path(target, progress=self._say)
        except RefusedError as refusal:
            raise CommandError(str(refusal)) from None
        for sentence in missing:
            self.stderr.write(sentence)
        self.stdout.write(f"Everything is in {target}.")

    def _say(self, done: int, total: int) -> None:
        if done % 100 == 0 or done == total:
            self.stdout.write(f"{done} of {total}")
