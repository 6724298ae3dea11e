"""What managers read: how often articles were opened, and search did not help, over any range of days."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import groupby

from django.db.models import BigIntegerField, CharField, Count, DateField, F, Min, Q, QuerySet, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from faq.models import Article, Revision, SearchCount, ViewCount
from faq.stats import months
from faq.stats.long_ranges import counted_in
from faq.stats.months import Months
from faq.stats.ranges import Range

# How many articles a drawing shows
SHORT_LIST = 10
# Days on the site before an article may be called hardly read: until then few can have found it
SETTLED_DAYS = 30


@dataclass(frozen=True)
class DayViews:
    """The views of one day or, where a month is kept as one, of all days until `ends`."""

    day: date
    views: int
    ends: date | None = None

    @property
    def last(self) -> date:
        return self.ends or self.day


# Not frozen, as is the one below: of ten thousand articles that would take a tenth of the report's time
@dataclass
class Comparison:
    """A number of views beside that of the range before, which is as long."""

    views: int
    before: int

    @property
    def change(self) -> int:
        return self.views - self.before

    @property
    def percent(self) -> int | None:
        """The change as a percentage of the number before; None where that is too small to take a percentage of."""
        return round(100 * self.change / self.before) if self.before >= SMALLEST_FOR_PERCENT else None


# One view more or less is 5 %: below this, percentages tell of chance
SMALLEST_FOR_PERCENT = 20


@dataclass
class ArticleViews(Comparison):
    """One line of the report; `published_on` is the first time, `is_published` whether patients can read it now.

    `is_new` says that it was not on the site on all days of the range before, so that its change means little.
    """

    pk: int
    title: str
    published_on: date | None
    is_published: bool
    is_new: bool


@dataclass(frozen=True)
class Report:
    """All articles over a range: `articles` from most to least read, `days` without gaps."""

    range: Range
    articles: list[ArticleViews]
    days: list[DayViews]
    counting_since: date | None
    months: Months = Months()

    @property
    def is_cut(self) -> bool:
        """Whether the range, or the one before, cuts a month that is kept as one: then the two cannot be compared."""
        return self.months.cuts(self.range) or self.months.cuts(self.range.before)

    @property
    def total(self) -> Comparison:
        return Comparison(sum(line.views for line in self.articles), sum(line.before for line in self.articles))

    @property
    def most(self) -> int:
        """The views of the article that is read most."""
        return self.articles[0].views if self.articles else 0

    @property
    def most_read(self) -> list[ArticleViews]:
        return [line for line in self.articles if line.views][:SHORT_LIST]

    @property
    def hardly_read(self) -> list[ArticleViews]:
        """The published articles without a view, at least the quarter with the fewest; never the only one of all.

        Not those that came less than `SETTLED_DAYS` before the end of the range: of one published on 10 November, a
        report until the 30th says nothing.
        """
        published = [line for line in reversed(self.articles) if line.is_published and self._is_settled(line)]
        unread = sum(not line.views for line in published)
        quarter = math.ceil(len(published) / 4) if len(published) > 1 else 0
        return published[: min(SHORT_LIST, max(unread, quarter))]

    def _is_settled(self, line: ArticleViews) -> bool:
        return line.published_on is not None and (self.range.last - line.published_on).days >= SETTLED_DAYS

    @property
    def can_compare(self) -> bool:
        """Whether views were counted on all days of the range before; else a change only tells when we began."""
        return _reaches_back(self.counting_since, self.range.before) and not self.is_cut


def report(over: Range, *, zone: tzinfo) -> Report:
    """Return the views of every article that patients can read, or did read in `over` and before. Four queries."""
    kept = months.current()
    since, before = _counting_since(kept), over.before
    by_article, by_day = _sums(over, ViewCount.objects.all(), since=since)
    rows = _fields(Article.objects.all()).iterator(chunk_size=2_000)
    lines = [
        _line(row, before, by_article, zone) for row in rows if _is_readable(row) or any(by_article.get(row["pk"], ()))
    ]
    lines.sort(key=lambda line: (-line.views, line.title.casefold(), line.pk))
    return Report(over, lines, _every_day(over, by_day, kept), since, kept)


@dataclass(frozen=True)
class ArticleReport:
    """One article over a range, day by day."""

    range: Range
    line: ArticleViews
    days: list[DayViews]
    counting_since: date | None
    months: Months = Months()

    @property
    def is_cut(self) -> bool:
        """Whether the range, or the one before, cuts a month that is kept as one: then the two cannot be compared."""
        return self.months.cuts(self.range) or self.months.cuts(self.range.before)

    @property
    def can_compare(self) -> bool:
        """Whether the article was on the site, and views were counted, on all days of the range before."""
        is_known = not self.line.is_new and _reaches_back(self.counting_since, self.range.before)
        return is_known and not self.is_cut


def _reaches_back(since: date | None, before: Range) -> bool:
    return since is not None and since <= before.first


def article_report(article: Article, over: Range, *, zone: tzinfo) -> ArticleReport:
    """Return the views of `article` alone. Four queries."""
    kept = months.current()
    since = _counting_since(kept)
    by_article, by_day = _sums(over, ViewCount.objects.filter(article=article), since=since)
    row = _fields(Article.objects.filter(pk=article.pk)).get()
    line = _line(row, over.before, by_article, zone)
    return ArticleReport(over, line, _every_day(over, by_day, kept), since, kept)


def views_per_day(over: Range) -> Iterator[tuple[str, date | str, int]]:
    """Yield (title, day or month, views) for each article and day with views, article by article. Two queries."""
    name = months.current().name
    counts = ViewCount.objects.filter(day__range=(over.first, over.last)).annotate(title=_TITLE_OF_COUNT)
    days = counts.order_by("title", "article_id", "day").values("title", "article_id", "day")
    rows = days.annotate(times=Sum("views")).values_list("title", "day", "times").iterator()
    return ((title, name(day), times) for title, day, times in rows)


def unread(*, since: date, zone: tzinfo) -> QuerySet[Article]:
    """Return the articles for patients that were on the site before `since` and that nobody has opened since then."""
    begins, since = datetime.combine(since, time.min, zone), months.current().begins(since)
    read = ViewCount.objects.filter(day__gte=since).values("article")
    return Article.objects.for_patients().filter(published_at__lt=begins).exclude(pk__in=read)


def total_views(over: Range) -> int:
    """Return the views of all articles in `over`, those off the site included. One query."""
    counts = ViewCount.objects.filter(day__range=(over.first, over.last))
    return counts.aggregate(total=Sum("views"))["total"] or 0


def times_not_found(over: Range) -> int:
    """Return how often "I could not find it" was counted in `over`. One query."""
    counts = SearchCount.objects.filter(day__range=(over.first, over.last))
    return counts.aggregate(times=Sum("not_found"))["times"] or 0


def articles_changed(over: Range, *, zone: tzinfo) -> int:
    """Return how many articles somebody wrote or changed on the days of `over` in `zone`, each once. One query."""
    begins, ends = (datetime.combine(day, time.min, zone) for day in (over.first, over.last + timedelta(days=1)))
    saved = Revision.objects.filter(created_at__gte=begins, created_at__lt=ends, article__is_template=False)
    return saved.aggregate(articles=Count("article", distinct=True))["articles"]


_TITLE = Coalesce("live__title", "title")
_TITLE_OF_COUNT = Coalesce("article__live__title", "article__title")


def _sums(over: Range, counts: QuerySet, *, since: date | None) -> tuple[dict[int, tuple[int, int]], dict[date, int]]:
    """Return {article: (views, before)} and {day: views} of `over`, where the first view of all was counted on `since`.

    One statement, so that articles and days add up to the same total even while patients are reading.
    """
    article, day = F("article_id"), F("day")
    no_article, no_day = Value(None, BigIntegerField()), Value(None, DateField())
    # Days come first: PostgreSQL takes the type of a column that is empty in two of them from the other
    by_day = _sum(counts.filter(day__range=(over.first, over.last)), "day", no_article, day)
    parts = [_sum(counted_in(counts, over), "now", article, no_day)]
    # Else there is nothing to add up, for which all counts would be read
    if since is not None and since <= over.before.last:
        parts.append(_sum(counted_in(counts, over.before), "before", article, no_day))
    rows = by_day.union(*parts, all=True)
    found: dict[str, dict] = {"now": {}, "before": {}, "day": {}}
    for which, pk, on, views in rows:
        found[which][on if pk is None else pk] = views
    articles = {*found["now"], *found["before"]}
    by_article = {pk: (found["now"].get(pk, 0), found["before"].get(pk, 0)) for pk in articles}
    return by_article, found["day"]


def _sum(counts: QuerySet, which: str, what: Combinable, on: Combinable) -> QuerySet:
    """The sums of one range, each column a part of an index: a condition in the sum takes twice as long."""
    named = counts.order_by().values(which=Value(which, CharField()), what=what, on=on)
    return named.annotate(total=Sum("views")).values_list("which", "what", "on", "total")


def _fields(articles: QuerySet) -> QuerySet:
    # When it went to the bin is not asked: making a time of it takes longer than the rest of the row
    in_bin = Q(deleted_at__isnull=False)
    return articles.order_by().values("pk", "published_at", "live__audience", "is_hidden", in_bin=in_bin, name=_TITLE)


def _is_readable(row: dict) -> bool:
    """Whether patients can read it now, as `Article.objects.published` says."""
    return _is_for_patients(row) and not row["is_hidden"]


def _is_for_patients(row: dict) -> bool:
    return row["live__audience"] == Article.Audience.PUBLIC and not row["in_bin"]


def _line(row: dict, before: Range, by_article: dict[int, tuple[int, int]], zone: tzinfo) -> ArticleViews:
    views, views_before = by_article.get(row["pk"], (0, 0))
    published_on = row["published_at"].astimezone(zone).date() if row["published_at"] else None
    return ArticleViews(
        views=views,
        before=views_before,
        pk=row["pk"],
        title=row["name"],
        published_on=published_on,
        is_published=_is_for_patients(row),
        is_new=not _reaches_back(published_on, before),
    )


def _every_day(over: Range, by_day: dict[date, int], kept: Months) -> list[DayViews]:
    """Every day of `over`, those without views too. A month that is kept as one is one; left out if it began before."""
    days, found = [over.first + timedelta(days=number) for number in range(over.length)], []
    for month, group in groupby(days, lambda day: day.replace(day=1) if kept.holds(day) else day):
        if kept.holds(month):
            views = sum(by_day.get(day, 0) for day in group)
            found += [DayViews(month, views, months.last_of(month))] if month >= over.first or views else []
        else:
            found.append(DayViews(month, by_day.get(month, 0)))
    return found


def _counting_since(kept: Months) -> date | None:
    first = ViewCount.objects.aggregate(first=Min("day"))["first"]
    # The first of a month stands for all of its days
    return kept.counting_since if first and kept.holds(first) else first
