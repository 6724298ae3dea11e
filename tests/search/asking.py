"""A process of its own that publishes and searches as it is told: one JSON line in, one JSON line out.

Run by the tests as `python -m tests.search.asking`; the environment says which database and data folder.
"""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
django.setup()

from django.core.management import call_command  # noqa: E402  (Django first)

from faq.models import Article, Synonym, Tag  # noqa: E402
from faq.publishing import actions, synonyms, tags  # noqa: E402
from faq.search.find import find  # noqa: E402
from faq.search.index.index import open_index  # noqa: E402
from tests.factories import edit, make_article  # noqa: E402


def migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def publish(articles: list[dict]) -> list[int]:
    return [make_article(**article).pk for article in articles]


def change(slug: str, **content: object) -> None:
    edit(Article.objects.get(slug=slug), **content)


def unpublish(slug: str) -> None:
    actions.unpublish(Article.objects.get(slug=slug), by=None)


def rename_tag(name: str, to: str) -> None:
    tag = Tag.objects.get(name=name)
    tag.name = to
    tags.save(tag, by=None)


def synonym(phrases: str) -> None:
    synonyms.save(Synonym(phrases=phrases), by=None)


def ask(questions: list[str]) -> list[list]:
    open_index().embed_all()
    answers = (find(question) for question in questions)
    return [[[hit.title for hit in found.hits], found.total, found.corrected_text, found.is_close] for found in answers]


VERBS = {verb.__name__: verb for verb in (migrate, publish, change, unpublish, rename_tag, synonym, ask)}

if __name__ == "__main__":
    for line in sys.stdin:
        verb, values = json.loads(line)
        print(json.dumps(VERBS[verb](**values)), flush=True)
