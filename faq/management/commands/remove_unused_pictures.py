"""Clears away pictures that no article shows; meant to run every night."""

from django.core.management.base import BaseCommand

from faq.publishing import pictures


class Command(BaseCommand):
    help = "Deletes stored pictures, older than a week, that no version of any article shows."

    def handle(self, **options: object) -> None:
        self.stdout.write(f"{pictures.remove_unused()} unused pictures removed.")
