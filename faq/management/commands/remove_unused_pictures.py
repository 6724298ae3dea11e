"""Clears away pictures and files that no article has; meant to run every night."""

from django.core.management.base import BaseCommand, CommandError

from faq.media.stored import StorageAwayError
from faq.publishing import files, pictures, smaller_pictures


class Command(BaseCommand):
    help = "Deletes stored pictures and files, older than a week, that no version of any article has."

    def handle(self, **options: object) -> None:
        try:
            self._remove()
        except StorageAwayError as away:
            raise CommandError(f"{away} {away.mend}") from None

    def _remove(self) -> None:
        count = pictures.remove_unused()
        smaller_pictures.remove_without_picture()
        self.stdout.write(f"{count} unused pictures removed.")
        self.stdout.write(f"{files.remove_unused()} unused files removed.")
