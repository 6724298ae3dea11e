"""Where readers of articles came from, and in which other articles somebody's steps were read."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet, Sum

from faq.models import Article, Revision, ViewCount
from faq.stats.ranges import Range

_SOURCE = ViewCount.Source
_IN_WORDS = {
    _SOURCE.SEARCH: "The search of this site",
    _SOURCE.ARTICLE: "Another article",
    _SOURCE.SITE: "Another page of this site",
    _SOURCE.OUTSIDE: "Another website",
    _SOURCE.DIRECT: "No page: a bookmark, a message, an address on paper",
    _SOURCE.UNKNOWN: "Not known, as it was not counted yet",
}
# A name beyond these is one of "others": a page of reports stays short
_MOST_NAMES = 10


@dataclass(frozen=True)
class Origin:
    """What led to `views`; `parts` are the ranks of results or the names of websites among them: [(words, views)]."""

    words: str
    views: int
    parts: list[tuple[str, int]]


@dataclass(frozen=True)
class Inside:
    """An article that shows the steps of another one, and how often it was opened while it did."""

    pk: int
    title: str
    views: int


def origins(over: Range, article: Article | None = None) -> list[Origin]:
    """Return what led readers to `article`, or to all articles, in `over`; most views first. One query.

    The views of all lines add up to those of the article: each view has one origin.
    """
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for source, place, times in _sums(_in(over, article)):
        found[source][place] = int(times)
    lines = [_origin(_SOURCE(source), places) for source, places in found.items()]
    return sorted((line for line in lines if line.views), key=lambda line: (-line.views, line.words))


def _sums(counts: QuerySet[ViewCount]) -> list[tuple[str, str, int]]:
    """Return (source, place, views) of `counts`.

    Each day is added up first, in the order of an index: sorting all counts of three years takes three times as long.
    """
    by_day = counts.order_by().values_list("day", "source", "place").annotate(times=Sum("views"))
    inner, values = by_day.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT source, place, SUM(times) FROM ({inner}) AS days GROUP BY source, place", values)
        return cursor.fetchall()


def views_of_versions(article: Article, over: Range) -> dict[int, int]:
    """Return how often each version of `article` was opened in `over`; 0 is what was counted before versions were."""
    rows = _in(over, article).order_by().values("revision_number").annotate(times=Sum("views"))
    return {row["revision_number"]: row["times"] for row in rows if row["times"]}


def read_inside(article: Article, over: Range) -> list[Inside]:
    """Return the articles on the site that show the steps of `article`, most read first, by their views in `over`.

    Of each only the views of versions that show these steps count. Three queries.
    """
    showing = Article.objects.published().filter(live__includes=article).select_related("live")
    titles = {other.pk: other.live.title for other in showing}
    counts = _in(over, None).filter(article__in=titles).order_by().values_list("article", "revision_number")
    views = {(pk, number): times for pk, number, times in counts.annotate(times=Sum("views"))}
    versions = Revision.objects.filter(article__in=titles, number__in={number for _, number in views})
    found = dict.fromkeys(titles, 0)
    for version in versions.only("article", "number", "html"):
        if article.pk in version.included_ids:
            found[version.article_id] += views.get((version.article_id, version.number), 0)
    lines = [Inside(pk, titles[pk], times) for pk, times in found.items()]
    return sorted(lines, key=lambda line: (-line.views, line.title.casefold()))


def _origin(source: ViewCount.Source, places: dict[str, int]) -> Origin:
    total = sum(places.values())
    if source == _SOURCE.SEARCH:
        ranks = sorted((int(place), views) for place, views in places.items() if place.isdecimal())
        parts = [(f"as result {rank}", views) for rank, views in ranks]
    else:
        names = sorted((-views, place) for place, views in places.items() if place)
        parts = [(place, -views) for views, place in names]
    named = parts[:_MOST_NAMES]
    rest = total - sum(views for _, views in named)
    return Origin(_IN_WORDS[source], total, [*named, ("others", rest)] if named and rest else named)


def _in(over: Range, article: Article | None) -> QuerySet[ViewCount]:
    counts = ViewCount.objects.filter(day__range=(over.first, over.last))
    return counts.filter(article=article) if article else counts
