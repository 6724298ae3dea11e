"""Brings articles in from a text file: `manage.py import_articles FILE [--publish]`."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from faq.publishing import exchange, textfile
from faq.search.index.index import open_index


class Command(BaseCommand):
    help = "Adds the articles of a text file as drafts (or published). How to write one: faq/publishing/textfile.py"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--publish", action="store_true", help="show them to patients at once")

    def handle(self, *, file: Path, publish: bool, **options: object) -> None:
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read: {_why(error)}.") from None
        imported = exchange.load(textfile.read(text), by=None, publish=publish, progress=self._say)
        for refusal in imported.refusals:
            self.stderr.write(refusal)
        if publish:
            self._learn()
        self.stdout.write(f"{len(imported.articles)} articles added, {len(imported.refusals)} problems.")

    def _learn(self) -> None:
        """Words are found at once; what articles mean takes longer, and readers should not wait for it."""
        self.stdout.write("Learning what the new articles mean; search by words works already.")
        open_index().embed_all(lambda done, left: self._say(done, done + left))

    def _say(self, done: int, total: int) -> None:
        if done % 100 == 0 or done == total:
            self.stdout.write(f"{done} of {total}")


def _why(error: OSError | UnicodeDecodeError) -> str:
    return getattr(error, "strerror", None) or "it is not plain text"
