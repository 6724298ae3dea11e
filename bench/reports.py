"""How long each report takes with many articles and three years of days, beside the same page without any count."""

import argparse
import os
import random
import tempfile
import time
from datetime import timedelta
from statistics import median

import editor_form

# Milliseconds that a report may take, whatever its range
GOAL = 300
ROUNDS = 5
# Days, articles that are read every day, and others that are read on one
DAYS, POPULAR, OTHERS = 3 * 365, 60, 400


def main() -> None:
    """Print milliseconds of CPU for each report: before anything was counted, over 30 days and over three years."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=10_000, help="how many articles the site has (10,000)")
    articles = options.parse_args().articles
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as folder:
        os.environ.update(KB_DATA_DIR=folder, DJANGO_SETTINGS_MODULE="kb.settings", KB_DEBUG="1")
        client, article = editor_form.fill(articles)
        pages = _pages(article)
        empty = {name: _milliseconds(client, url) for name, (url, _) in pages.items()}
        print(f"{articles:,} articles, {_count():,} counts; goal: {GOAL} ms")
        print(f"{'report':26}{'no counts':>12}{'30 days':>12}{'3 years':>12}")
        for name, urls in pages.items():
            print(f"{name:26}{empty[name]:12.0f}" + "".join(f"{_milliseconds(client, url):12.0f}" for url in urls))


def _pages(article: object) -> dict[str, tuple[str, str]]:
    from faq.models import Article, Clinic

    Article.objects.update(published_at=Clinic.load().now() - timedelta(days=DAYS + 60))
    today = Clinic.load().now().date()
    long = f"?range=own&first={today - timedelta(days=DAYS - 1)}&last={today}"
    addresses = {
        "overview": "reports/",
        "all articles": "reports/articles/",
        "one article": f"reports/articles/{article.pk}/",
        "views by article (CSV)": "reports/by-article.csv",
        "searches": "reports/searches/",
        "did articles help": "reports/feedback/",
        "content health": "reports/content/",
    }
    return {name: (f"/admin/{path}?range=30", f"/admin/{path}{long}") for name, path in addresses.items()}


def _count() -> int:
    """Write three years of counts of views, searches and answers; return how many rows these are."""
    from faq.models import Article, Clinic, FeedbackCount, SearchOutcome, ViewCount

    today, chance = Clinic.load().now().date(), random.Random(1)
    articles = list(Article.objects.filter(live__isnull=False).values_list("pk", flat=True))
    for ago in range(DAYS):
        day = today - timedelta(days=ago)
        read = {*articles[:POPULAR], *chance.sample(articles, min(OTHERS, len(articles)))}
        ViewCount.objects.bulk_create(
            ViewCount(article_id=pk, day=day, revision_number=1, views=chance.randint(1, 9), **_origin(chance))
            for pk in read
        )
        said = {"day": day, "revision_number": 1, "answer": "yes", "times": 3}
        FeedbackCount.objects.bulk_create(FeedbackCount(article_id=pk, **said) for pk in articles[:POPULAR])
        SearchOutcome.objects.bulk_create(
            SearchOutcome(day=day, group=f"{number:x}", kind=kind, text=text, rank=rank, times=2)
            for number in chance.sample(range(3_000), 100)
            for kind, text, rank in _outcomes(number, chance)
        )
    return sum(model.objects.count() for model in (ViewCount, FeedbackCount, SearchOutcome))


def _origin(chance: random.Random) -> dict[str, str]:
    """What led to a view: the search and one of its ranks, one of 25 websites, or a page without a name."""
    source = chance.choice(["search", "site", "outside", "article", "direct"])
    places = {"search": str(chance.randint(1, 8)), "outside": f"site{chance.randint(1, 25)}.example"}
    return {"source": source, "place": places.get(source, "")}


def _outcomes(number: int, chance: random.Random) -> list[tuple[str, str, int]]:
    """What a search came to on a day: (kind, text, rank of what was opened)."""
    came_to = (chance.choice(["nothing", "far", "found", "found", "found"]), f"search {number}", 0)
    return [came_to, ("opened", "", chance.randint(1, 3))] if chance.random() < 0.5 else [came_to]


def _milliseconds(client: object, url: str) -> float:
    taken = []
    for _ in range(ROUNDS):
        # Of the thread that answers: others learn meanwhile what the articles mean, since a page has searched in them
        began = time.thread_time()
        answer = client.get(url, secure=True)
        _ = answer.getvalue()
        taken.append((time.thread_time() - began) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{url} has status {answer.status_code}.")
    return median(taken)


if __name__ == "__main__":
    main()
