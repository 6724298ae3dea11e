"""Clears away pictures that no article shows; meant to run every night."""

from django.core.management.base import BaseCommand

from faq.publishing import pictures, smaller_pictures


class Command(BaseCommand):
    help = "Deletes stored pictures, older than a week, that no version of any article shows."

    def handle(self, **options: object) -> None:
        count = pictures.remove_unused()
        smaller_pictures.remove_without_picture()
        self.stdout.write(f"{count} unused pictures removed.")
