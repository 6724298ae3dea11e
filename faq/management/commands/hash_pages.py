"""`manage.py hash_pages`: prints what tells whether a site gives the same pages before and after a change."""

import json

from django.core.management.base import BaseCommand, CommandError

from faq.errors import RefusedError
from faq.management import public_pages


class Command(BaseCommand):
    help = "Prints each public address with a hash of what readers get there, as JSON; nothing is counted."
    requires_system_checks = ()

    def handle(self, **options: object) -> None:
        try:
            self.stdout.write(json.dumps(public_pages.hashes(), indent=1))
        except RefusedError as refusal:
            raise CommandError(str(refusal)) from None
