"""`manage.py check_promises`: whether search still finds what staff promised that patients find."""

from django.core.management.base import BaseCommand, CommandError

from faq.search import promises


class Command(BaseCommand):
    help = "Searches for every search promise as a patient would, and fails when one is broken."

    def handle(self, **options: object) -> None:
        checked = promises.check_all()
        broken = [each for each in checked if not each.is_kept]
        for each in broken:
            place = f"at place {each.rank}" if each.rank else "not among the first ten"
            self.stdout.write(
                f"Broken: “{each.promise.text}” finds “{each.promise.article.title}” {place}, "
                f"promised among the first {each.promise.first}."
            )
        if broken:
            raise CommandError(f"{len(broken)} of {len(checked)} search promises broken.")
        self.stdout.write(f"All {len(checked)} search promises are kept.")
