"""`manage.py restore FILE`: brings the site back from a backup, or only tries whether that would work."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, OperationalError

from faq.backup import sealed_file
from faq.backup.archive import Manifest
from faq.doctor import safety
from faq.errors import RefusedError
from faq.management import passwords, preflight, restoring
from faq.media.stored import StorageAwayError

_TOLD = {
    "faq.article": "articles",
    "faq.revision": "versions of them",
    "faq.viewcount": "counts of views",
    "auth.user": "sign-ins",
}
_ONLY_KEY_MISSING = (
    "Articles, pictures, files and everything else are restored; only the secret key of the backup may be missing. "
    "Please mend that and restore once more, then start the site anew."
)


class Command(BaseCommand):
    help = "Replaces what the site holds by a backup, after trying it whole; this may be done while the site runs."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        either = parser.add_mutually_exclusive_group()
        either.add_argument("--dry-run", action="store_true", help="only try whether the backup could be restored")
        either.add_argument(
            "--pictures", action="store_true", help="bring back missing or damaged pictures and PDFs, and nothing else"
        )
        either.add_argument("--yes", action="store_true", help="replace what is there without asking")
        passwords.add_arguments(parser)

    # What a fault leaves behind
    _outcome = "Nothing was changed."

    def handle(self, *, file: Path, **options: Any) -> None:
        preflight.make_folder()
        try:
            with preflight.one_at_a_time():
                self._restore(file, options)
        except RefusedError as refusal:
            raise CommandError(f"{refusal} Nothing was changed.") from None
        except StorageAwayError as away:
            raise CommandError(f"{away} {away.mend} Nothing but pictures was changed.") from None
        except OSError as error:
            raise CommandError(f"{error.filename or file}: {error.strerror}. {self._outcome}") from None
        except OperationalError:
            # Said in a line by manage.py
            raise
        except DatabaseError as error:
            raise CommandError(_what_to_do(error)) from None

    def _restore(self, file: Path, options: dict[str, Any]) -> None:
        with restoring.tried(file, self._password(file, options), self.stdout.write) as trial:
            self.stdout.write(_described(trial.manifest))
            if options["dry_run"]:
                self.stdout.write("This backup can be restored. Nothing was changed.")
                return
            if options["pictures"]:
                self.stdout.write(f"{trial.put_pictures_in_place()} pictures and PDFs were brought back.")
                return
            if not options["yes"] and restoring.replaces_something() and not self._is_agreed():
                self.stdout.write("Nothing was changed.")
                return
            self.stdout.write("Putting it in place.")
            trial.put_in_place()
            self._outcome = _ONLY_KEY_MISSING
            trial.put_secret_key_in_place()
        found = safety.second_steps()
        if not found.is_well:
            self.stdout.write(f"{found.problem} {found.mend}")
        self.stdout.write(
            "Restored. If the site is running, please start it anew, so that it signs with the right key."
        )

    def _password(self, file: Path, options: dict[str, Any]) -> str:
        is_wanted = sealed_file.needs_password(file) and not options["password_file"]
        return passwords.known({**options, "password": is_wanted and sys.stdin.isatty()})

    def _is_agreed(self) -> bool:
        if not sys.stdin.isatty():
            raise RefusedError("This site holds something that would be replaced. To do that, say so with --yes.")
        return input("Type yes to replace everything that this site holds now: ").strip().lower() == "yes"


def _described(manifest: Manifest) -> str:
    found = [f"{manifest.rows.get(model, 0):,} {words}" for model, words in _TOLD.items()]
    return f"A backup made on {manifest.made_on}: {', '.join(found)}."


def _what_to_do(error: DatabaseError) -> str:
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        return (
            f"The database {database['NAME']} takes nothing ({error}); nothing was changed. If it is damaged, stop the"
            " site, move it away with its -wal and -shm, then restore again: a new one is made."
        )
    return f"The database took nothing ({error}); nothing was changed."
