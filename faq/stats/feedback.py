"""What readers said of articles over any range of days: whether they helped, and at which step somebody got stuck."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Greatest

from faq.models import Article, FeedbackCount, FeedbackReason
from faq.stats import months, origins
from faq.stats.ranges import Range

_ANSWER = FeedbackCount.Answer
# One answer more or less is 5 %: below this, percentages tell of chance
SMALLEST_FOR_PERCENT = 20
_MOST_REASONS = 50
# A file of counts that waits to be added may hold an answer that another file takes back
_COUNT = Greatest(F("times") - F("taken_back"), 0)


@dataclass(frozen=True)
class Helped:
    """How many said that something helped, and that it did not."""

    yes: int
    no: int

    @property
    def answers(self) -> int:
        return self.yes + self.no

    @property
    def percent(self) -> int | None:
        """How many of a hundred it helped; None where too few have answered to say so."""
        return round(100 * self.yes / self.answers) if self.answers >= SMALLEST_FOR_PERCENT else None


@dataclass(frozen=True)
class ArticleFeedback(Helped):
    """One article: `stuck` is how often somebody got stuck at any of its steps."""

    stuck: int
    pk: int
    title: str

    @property
    def trouble(self) -> int:
        return self.no + self.stuck


@dataclass(frozen=True)
class VersionFeedback(Helped):
    """One version of an article, its steps numbered as on its page with every step: [(step, how often stuck)]."""

    number: int
    views: int
    published_at: datetime | None
    stuck_at: list[tuple[int, int]]


def total(over: Range) -> Helped:
    """Return what all readers said in `over`. One query."""
    sums = _in(over).aggregate(yes=_sum(_ANSWER.YES), no=_sum(_ANSWER.NO))
    return Helped(sums["yes"], sums["no"])


def by_article(over: Range) -> list[ArticleFeedback]:
    """Return the articles that readers said something of, those with most trouble first. One query."""
    rows = _in(over).order_by().values(pk=F("article"), title=Coalesce("article__live__title", "article__title"))
    sums = rows.annotate(yes=_sum(_ANSWER.YES), no=_sum(_ANSWER.NO), stuck=_sum(_ANSWER.STUCK))
    lines = [ArticleFeedback(**row) for row in sums]
    return sorted(lines, key=lambda line: (-line.trouble, line.yes, line.title.casefold(), line.pk))


def most_stuck_at(over: Range) -> dict[int, int]:
    """Return {article: the step of its newest version read at which most readers got stuck in `over`}. One query."""
    rows = _in(over).filter(answer=_ANSWER.STUCK).order_by().values_list("article", "revision_number", "step")
    worst: dict[int, tuple[int, int, int]] = {}
    for article, number, step, times in rows.annotate(now=Sum(_COUNT)):
        if times:
            worst[article] = max(worst.get(article, (0, 0, 0)), (number, times, -step))
    return {article: -step for article, (_, _, step) in worst.items()}


def by_version(article: Article, over: Range) -> list[VersionFeedback]:
    """Return the versions of `article` that readers opened or said something of, the newest first. Three queries."""
    answers: dict[tuple[int, int, str], int] = {}
    rows = _in(over).filter(article=article).order_by().values("revision_number", "step", "answer")
    for row in rows.annotate(now=Sum(_COUNT)):
        answers[row["revision_number"], row["step"], row["answer"]] = row["now"]
    times = dict(article.revisions.values_list("number", "published_at"))
    return list(_versions(answers, origins.views_of_versions(article, over), times))


def _versions(
    answers: dict[tuple[int, int, str], int], views: dict[int, int], times_of: dict[int, datetime | None]
) -> Iterator[VersionFeedback]:
    for number in sorted({*(number for number, _, _ in answers), *views} - {0}, reverse=True):
        stuck = [(step, times) for (of, step, what), times in answers.items() if of == number and what == _ANSWER.STUCK]
        yield VersionFeedback(
            yes=answers.get((number, 0, _ANSWER.YES.value), 0),
            no=answers.get((number, 0, _ANSWER.NO.value), 0),
            number=number,
            views=views.get(number, 0),
            published_at=times_of.get(number),
            stuck_at=sorted((step, times) for step, times in stuck if times),
        )


def reasons(article: Article, over: Range) -> list[FeedbackReason]:
    """Return the newest reasons that readers gave in `over`, fifty at most. One query."""
    found = FeedbackReason.objects.filter(article=article, day__range=(over.first, over.last))
    return list(found.order_by("-day", "-pk")[:_MOST_REASONS])


def per_day(over: Range) -> Iterator[tuple[str, date | str, int, int, str, int]]:
    """Yield (title, day or month, version, step, answer in words, times), article by article. Two queries."""
    name = months.current().name
    rows = _in(over).annotate(now=_COUNT, title=Coalesce("article__live__title", "article__title"))
    for row in rows.order_by("title", "article_id", "day", "revision_number", "step", "answer").iterator():
        times = row.now
        yield row.title, name(row.day), row.revision_number, row.step, row.get_answer_display(), times


def _in(over: Range) -> QuerySet[FeedbackCount]:
    return FeedbackCount.objects.filter(day__range=(over.first, over.last))


def _sum(answer: FeedbackCount.Answer) -> Sum:
    return Sum(_COUNT, filter=Q(answer=answer), default=0)
