"""The article editor with many articles: how large its form is, how long it takes to find shared steps and copies."""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from statistics import median

from _load import ROOT

# The most that the form may have, in bytes, whatever the number of articles
LARGEST = 150_000
ROUNDS = 5
ACTIONS = "Open Press Choose Type Read Print Send Call Bring Check Close Sign".split()
THINGS = """
    portal page button form letter card doctor desk phone code password bill visit medicine report photo family email
    insurance address calendar message lift ward entrance ticket window list question folder record screen key
""".split()


def main() -> None:
    """Print the form's bytes, uncompressed, and milliseconds for each question; fails where the form is too large."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=10_000, help="how many articles the site has (10,000)")
    articles = options.parse_args().articles
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as folder:
        os.environ.update(KB_DATA_DIR=folder, DJANGO_SETTINGS_MODULE="kb.settings", KB_DEBUG="1")
        client, article = fill(articles)
        size = _measure(client, article, articles)
    if size > LARGEST:
        raise SystemExit(f"The form has {size:,} bytes, more than {LARGEST:,}.")


def fill(articles: int) -> tuple:
    """Make the site in the folder that the environment names; return somebody who is signed in, and an article."""
    sys.path.insert(0, str(ROOT))
    # Only now, when the folder is named
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.test import Client

    from faq.models import Article

    call_command("prepare", stdout=open(os.devnull, "w"))  # noqa: SIM115  (closed with the process)
    _write(articles - Article.objects.count())
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(get_user_model().objects.create_superuser("bench"))
    return client, Article.objects.get(slug="written-0")


def _write(count: int) -> None:
    """Write published articles of six steps, as the verbs would, but many at once."""
    from faq.models import Article, Revision, Step, StepFingerprint
    from faq.publishing import snapshot
    from faq.text import fingerprints

    words = random.Random(1)
    contents = [_content(words, number) for number in range(count)]
    rows = [Article(title=content["title"], slug=content["slug"], version=1) for content in contents]
    Article.objects.bulk_create(rows, batch_size=500)
    revisions, steps, numbers = [], [], []
    for row, content in zip(rows, contents, strict=True):
        known = {"title": row.title, "slug": row.slug, "audience": row.audience}
        revisions.append(Revision(article=row, number=1, snapshot=content, html=snapshot.render(content), **known))
        steps += [Step(article=row, position=n, **step) for n, step in enumerate(content["steps"], start=1)]
        values = fingerprints.of_all(step["text"] for step in content["steps"])
        numbers += [StepFingerprint(article=row, value=value) for value in values]
    for model, made in ((Revision, revisions), (Step, steps), (StepFingerprint, numbers)):
        model.objects.bulk_create(made, batch_size=500)
    for row, revision in zip(rows, revisions, strict=True):
        row.live = revision
    Article.objects.bulk_update(rows, ["live"], batch_size=500)


def _content(words: random.Random, number: int) -> dict:
    from faq.publishing import snapshot

    steps = [{"text": _sentence(words), "picture": "", "picture_alt": ""} for _ in range(6)]
    title = f"How do I get the {words.choice(THINGS)} for the {words.choice(THINGS)} number {number}?"
    return {**snapshot.BLANK, "title": title, "slug": f"written-{number}", "steps": steps}


def _sentence(words: random.Random) -> str:
    first, second, third = (words.choice(THINGS) for _ in range(3))
    return f"{words.choice(ACTIONS)} the {first} of the {second}, then the {third}."


def _measure(client: object, article: object, articles: int) -> int:
    steps = [[f"steps-{n}", step.text.replace(" of ", " at ")] for n, step in enumerate(article.steps.all())]
    form = f"/admin/faq/article/{article.pk}/change/"
    find = "/admin/faq/article/included-steps/"
    ways = {
        "open the form": lambda: client.get(form, secure=True),
        "find a question by a part of it": lambda: client.get(find, {"article": "the lif"}, secure=True),
        "find one by three words of its steps": lambda: client.get(find, {"article": "bring ticket key"}, secure=True),
        "find nothing": lambda: client.get(find, {"article": "xylophone"}, secure=True),
        "look for copies of six steps": lambda: client.post(
            "/admin/faq/article/copies/",
            {"steps": json.dumps(steps), "article": "new", "audience": "public"},
            secure=True,
        ),
    }
    size = len(client.get(form, secure=True).content)
    print(f"\r{articles:,} articles; the form has {size:,} bytes, at most {LARGEST:,} are wanted")
    for name, ask in ways.items():
        print(f"{name:40}{_milliseconds(ask):9.1f} ms")
    return size


def _milliseconds(ask: Callable) -> float:
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        answer = ask()
        taken.append((time.perf_counter() - start) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"An answer has status {answer.status_code}.")
    return median(taken)


if __name__ == "__main__":
    main()
