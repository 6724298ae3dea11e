"""`manage.py check_promises`: whether search still finds what staff promised that patients find."""

from django.core.management.base import BaseCommand, CommandError

from faq.search import promises


class Command(BaseCommand):
    help = "Searches for every search promise as a patient would, and fails when one is broken."

    def handle(self, **options: object) -> None:
        checked = promises.check_all()
        broken = [each for each in checked if not each.is_kept]
        for each in broken:
            now = f"at place {each.rank}" if each.rank else "no close match among the first ten"
            promised = f"“{each.promise.text}” is to show “{each.promise.article.title}” {each.promise.place}"
            self.stdout.write(f"Broken: {promised}; now {now}.")
        if broken:
            raise CommandError(f"Search promises broken: {len(broken)} of {len(checked)}.")
        self.stdout.write(f"Search promises kept: {len(checked)} of {len(checked)}.")
