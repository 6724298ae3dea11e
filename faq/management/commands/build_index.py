"""`manage.py build_index`: builds the search index of this machine anew, whatever is wrong with it."""

from django.core.management.base import BaseCommand

from faq.search.index.index import open_index


class Command(BaseCommand):
    help = "Builds the search index anew from the database; readers can search meanwhile."
    requires_system_checks = ()

    def handle(self, **options: object) -> None:
        index = open_index()
        index.rebuild()
        index.embed_all(self._say)
        articles, learned = index.store.vector_counts()
        self.stdout.write(f"{articles} articles can be found, {learned} of them by meaning.")

    def _say(self, done: int, left: int) -> None:
        if done % 100 == 0:
            self.stdout.write(f"{done} of {done + left}")
