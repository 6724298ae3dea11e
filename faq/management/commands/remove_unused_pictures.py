"""Clears away pictures and files that no article has; meant to run every night."""

from django.core.management.base import BaseCommand

from faq.publishing import files, pictures


class Command(BaseCommand):
    help = "Deletes stored pictures and files, older than a week, that no version of any article has."

    def handle(self, **options: object) -> None:
        self.stdout.write(f"{pictures.remove_unused()} unused pictures removed.")
        self.stdout.write(f"{files.remove_unused()} unused files removed.")
