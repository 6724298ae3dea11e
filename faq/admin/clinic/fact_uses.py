"""Where each fact is used, and how often the articles that use it were read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from faq.models import Article
from faq.publishing import facts

DAYS = 30
# Articles that are named; more are counted
_MOST_NAMED = 5


@dataclass(frozen=True)
class Use:
    """The articles that use one fact, and how often they were read in the last 30 days."""

    articles: list[Article]
    views: int

    def __str__(self) -> str:
        """One sentence: "In 2 articles, read 14 times in the last 30 days: “A”, “B”."."""
        count = len(self.articles)
        if not count:
            return "In no article yet."
        titles = ", ".join(f"“{article.title}”" for article in self.articles[:_MOST_NAMED])
        more = f" and {count - _MOST_NAMED} more" if count > _MOST_NAMED else ""
        articles, times = (
            f"{n:,} {word}{'' if n == 1 else 's'}" for n, word in ((count, "article"), (self.views, "time"))
        )
        return f"In {articles}, read {times} in the last {DAYS} days: {titles}{more}."


def uses_of(names: Iterable[str]) -> dict[str, Use]:
    """Return the use of each fact of these names. Four queries, however many there are."""
    # Templates are for writers; nobody reads them
    users = {
        name: [article for article in articles if not article.is_template] for name, articles in facts.users().items()
    }
    since = timezone.localdate() - timedelta(days=DAYS)
    pks = {article.pk for articles in users.values() for article in articles}
    read = Article.objects.filter(pk__in=pks).most_viewed(since=since)
    views = {article.pk: article.views for article in read}
    return {
        name: Use(users.get(name, []), sum(views.get(article.pk, 0) for article in users.get(name, [])))
        for name in names
    }
