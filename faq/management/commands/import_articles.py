"""Brings articles in from files: `manage.py import_articles PATH [--publish | --dry-run]`."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from faq.errors import RefusedError
from faq.publishing import imports
from faq.publishing.exchange import Imported
from faq.publishing.importing import dry_run as dry_runs
from faq.publishing.importing import reader
from faq.publishing.importing.parsed import ParsedFile
from faq.publishing.site_files import loading
from faq.publishing.site_files.sources import is_export
from faq.search.index.index import open_index


class Command(BaseCommand):
    help = (
        "Adds the articles of a file, a folder or a .zip as drafts (or published): .docx, .html, .md, .txt, .csv,"
        " .xlsx and .json. Ends with 1 when something was left out; each is named by its file. See docs/import.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="PATH")
        either = parser.add_mutually_exclusive_group()
        either.add_argument("--publish", action="store_true", help="show them to patients at once")
        either.add_argument("--dry-run", action="store_true", help="only say what the files hold; write nothing")
        either.add_argument("--check", action="store_true", help="the same as --dry-run")

    def handle(self, *, file: Path, publish: bool, dry_run: bool, check: bool, **options: object) -> None:
        if is_export(file):
            self._bring_back(file)
            return
        try:
            parsed = reader.read_path(file, progress=lambda done: self._say_read(done))
        except RefusedError as refusal:
            raise CommandError(str(refusal)) from None
        for note in parsed.notes:
            self.stdout.write(str(note))
        if dry_run or check:
            self._say_what_it_holds(parsed)
            return
        imported = self._load(parsed, file, publish)
        for sentence in [*imported.refusals, *imported.remarks]:
            self.stderr.write(sentence)
        if publish:
            self._learn()
        self.stdout.write(f"{len(imported.articles)} articles added, {len(imported.refusals)} problems.")
        self._end(len(imported.refusals))

    def _load(self, parsed: ParsedFile, file: Path, publish: bool) -> Imported:
        try:
            return imports.load(parsed, by=None, name=file.name, publish=publish, progress=self._say)
        # Also when somebody presses Ctrl+C
        except BaseException:
            self.stderr.write(
                "This import did not come to its end. What it added stands under “Import articles” in the staff area,"
                " where it can be undone."
            )
            raise

    def _bring_back(self, export: Path) -> None:
        try:
            count = loading.load(export, progress=self._say)
        except RefusedError as refusal:
            raise CommandError(str(refusal)) from None
        self._learn()
        self.stdout.write(f"{count} articles, with their history and everything else, are back.")

    def _say_what_it_holds(self, parsed: ParsedFile) -> None:
        found = dry_runs.check(parsed)
        for sentence in [*found.refusals, *found.remarks]:
            self.stderr.write(sentence)
        self.stdout.write(
            f"{found.articles} articles would be added, {len(found.refusals)} problems, {len(found.remarks)} remarks."
            " Nothing was written."
        )
        self._end(len(found.refusals))

    def _end(self, problems: int) -> None:
        if problems:
            raise CommandError(f"{problems} things were left out; each is named above.")

    def _learn(self) -> None:
        """Words are found at once; what articles mean takes longer, and readers should not wait for it."""
        self.stdout.write("Learning what the new articles mean; search by words works already.")
        open_index().embed_all(lambda done, left: self._say(done, done + left))

    def _say(self, done: int, total: int) -> None:
        if done % 100 == 0 or done == total:
            self.stdout.write(f"{done} of {total}")

    def _say_read(self, done: int) -> None:
        if done % 500 == 0:
            self.stdout.write(f"{done} files read")
