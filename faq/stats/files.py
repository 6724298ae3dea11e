"""How often readers opened the files of an article: what managers read beside its views."""

from dataclasses import dataclass

from django.db.models import Sum

from faq.models import Article, FileCount
from faq.stats.ranges import Range


@dataclass(frozen=True)
class FileOpened:
    """One file over a range of days; `title` is "" for one that the article no longer offers."""

    key: str
    title: str
    times: int


def by_file(article: Article, over: Range) -> list[FileOpened]:
    """Return the files that readers of `article` can open, and those they did open in `over`, most opened first."""
    counts = FileCount.objects.filter(article=article, day__range=(over.first, over.last))
    times = dict(counts.values_list("key").annotate(times=Sum("times")))
    titles = {file["key"]: file["title"] for file in article.live.files()} if article.live else {}
    found = [FileOpened(key, titles.get(key, ""), times.get(key, 0)) for key in {*times, *titles}]
    return sorted(found, key=lambda file: (-file.times, file.key))
