"""`manage.py prepare`: makes everything ready for another server than the built-in one, or before an upgrade."""

from typing import Any

from django.core.management.base import BaseCommand

from faq.management import preparing


class Command(BaseCommand):
    help = "Prepares the data folder and the database; what is there already stays as it is."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        preparing.prepare(self._say)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        # At once, also when the output is a file or a log
        self.stdout.flush()
