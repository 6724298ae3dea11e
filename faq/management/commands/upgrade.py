"""`manage.py upgrade`: brings the site to this version, or with --rehearse only a copy of it."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from faq.errors import RefusedError
from faq.management import preflight, upgrading

_MOST_NAMED = 50


class Command(BaseCommand):
    help = (
        "Makes a backup, brings the database to this version while the older one may go on serving, and compares what"
        " readers get before and after. It never edits an article."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rehearse", action="store_true", help="do it with a copy, and touch nothing of the site")
        parser.add_argument("--site", default="", metavar="URL", help="where the older version is served now")
        parser.add_argument("--backup", type=Path, metavar="FOLDER", help="where the backup goes (the data folder)")

    def handle(self, *, rehearse: bool, site: str, backup: Path | None, **options: object) -> None:
        try:
            if rehearse:
                self._rehearse(site)
            else:
                self._upgrade(site, backup)
        except RefusedError as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as error:
            raise CommandError(f"{error.filename or 'A file'}: {error.strerror}.") from None

    def _rehearse(self, site: str) -> None:
        lost = upgrading.rehearse(site, self._say)
        if lost:
            self._name(lost)
            raise CommandError("Readers would lose what is named above. Nothing of the site was touched.")
        self._say("Rehearsed: readers find all that they found before. Nothing of the site was touched.")

    def _upgrade(self, site: str, backup: Path | None) -> None:
        preflight.make_folder()
        folder = backup or Path(settings.KB_DATA_DIR) / "backups"
        if not backup:
            folder.mkdir(mode=0o700, exist_ok=True)
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder. Please make it first.")
        lost = upgrading.upgrade(folder, site, self._say)
        if lost:
            self._name(lost)
            raise CommandError(f"Readers lost what is named above. {upgrading.WAY_BACK}")
        self._say(
            "The database is of this version; no article was edited, and readers find all that they found before.\n"
            "Now let this version serve. With the built-in server: make run ARGS=--take-over, which ends the older one"
            " once this one answers. With another server: start it anew."
        )

    def _name(self, lost: list[str]) -> None:
        for sentence in lost[:_MOST_NAMED]:
            self.stderr.write(sentence)
        if len(lost) > _MOST_NAMED:
            self.stderr.write(f"And {len(lost) - _MOST_NAMED:,} more.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        # At once, also when the output is a file or a log
        self.stdout.flush()
