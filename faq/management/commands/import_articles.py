"""Brings articles in from a text file: `manage.py import_articles FILE [--publish | --check]`."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from faq.errors import RefusedError
from faq.publishing import exchange, textfile
from faq.publishing.site_files import loading
from faq.publishing.site_files.sources import is_export
from faq.search.index.index import open_index


class Command(BaseCommand):
    help = "Adds the articles of a text file as drafts (or published). How to write one: faq/publishing/textfile.py"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        either = parser.add_mutually_exclusive_group()
        either.add_argument("--publish", action="store_true", help="show them to patients at once")
        either.add_argument("--check", action="store_true", help="only say what the file holds; write nothing")

    def handle(self, *, file: Path, publish: bool, check: bool, **options: object) -> None:
        if is_export(file):
            self._bring_back(file)
            return
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read: {_why(error)}.") from None
        parsed = textfile.read(text)
        for note in parsed.notes:
            self.stdout.write(f"Line {note.line}: {note.message}")
        if check:
            self._say_what_it_holds(parsed)
            return
        imported = exchange.load(parsed, by=None, publish=publish, progress=self._say)
        for sentence in [*imported.refusals, *imported.remarks]:
            self.stderr.write(sentence)
        if publish:
            self._learn()
        self.stdout.write(f"{len(imported.articles)} articles added, {len(imported.refusals)} problems.")

    def _bring_back(self, export: Path) -> None:
        try:
            count = loading.load(export, progress=self._say)
        except RefusedError as refusal:
            raise CommandError(str(refusal)) from None
        self._learn()
        self.stdout.write(f"{count} articles, with their history and everything else, are back.")

    def _say_what_it_holds(self, parsed: textfile.ParsedFile) -> None:
        sentences = exchange.check(parsed)
        for sentence in sentences:
            self.stderr.write(sentence)
        self.stdout.write(f"{len(parsed.articles)} articles, {len(sentences)} remarks. Nothing was written.")

    def _learn(self) -> None:
        """Words are found at once; what articles mean takes longer, and readers should not wait for it."""
        self.stdout.write("Learning what the new articles mean; search by words works already.")
        open_index().embed_all(lambda done, left: self._say(done, done + left))

    def _say(self, done: int, total: int) -> None:
        if done % 100 == 0 or done == total:
            self.stdout.write(f"{done} of {total}")


def _why(error: OSError | UnicodeDecodeError) -> str:
    return getattr(error, "strerror", None) or "it is not plain text"
