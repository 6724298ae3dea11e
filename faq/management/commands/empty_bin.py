"""Removes for good what has been in the bin for 30 days; meant to run every night."""

from django.core.management.base import BaseCommand

from faq.publishing import article_bin


class Command(BaseCommand):
    help = "Removes articles that have been in the bin for 30 days, for good."

    def handle(self, **options: object) -> None:
        for title in article_bin.empty():
            self.stdout.write(f"Removed for good: {title}")
