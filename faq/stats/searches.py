"""What searches came to over any range of days, group by group: what patients could not find stands first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max, Min, Q, QuerySet, Sum

from faq.models import SearchOutcome
from faq.stats.feedback import SMALLEST_FOR_PERCENT
from faq.stats.long_ranges import counted_in
from faq.stats.ranges import Range

_KIND = SearchOutcome.Kind
# Stands for all searches of which too few were made in a month to keep their words (`stats/folding.py`)
FORGOTTEN = "Searches made seldom, whose words are forgotten"


@dataclass(frozen=True)
class SearchLine:
    """What the searches of one group came to; `opened` counts searches of which a close match was opened."""

    group: str
    text: str
    nothing: int
    far: int
    found: int
    opened: int
    # Mean rank of what was opened first; None where nothing was
    rank: float | None
    last_on: date

    @property
    def searched(self) -> int:
        return self.nothing + self.far + self.found

    @property
    def unanswered(self) -> int:
        return self.nothing + self.far

    @property
    def not_opened(self) -> int:
        # The second page of a search has links of its own
        return max(0, self.found - self.opened)

    @property
    def question(self) -> str:
        return question_of(self.text) if self.group else ""


def question_of(text: str) -> str:
    """Return the words that are left of a redacted text, as somebody may search for them again."""
    return " ".join(word for word in text.split() if word != SearchOutcome.GAP)


@dataclass(frozen=True)
class SearchReport:
    """All groups of a range, those without an answer first, and how many searches showed the emergency notice."""

    range: Range
    lines: list[SearchLine]
    urgent: int

    @property
    def searched(self) -> int:
        return sum(line.searched for line in self.lines)

    @property
    def unanswered(self) -> int:
        return sum(line.unanswered for line in self.lines)

    @property
    def nothing(self) -> int:
        return sum(line.nothing for line in self.lines)

    @property
    def opened(self) -> int:
        return sum(line.opened for line in self.lines)


def report(over: Range) -> SearchReport:
    """Return what searches came to in `over`. Two queries."""
    outcomes = SearchOutcome.objects.filter(day__range=(over.first, over.last))
    urgent = outcomes.filter(kind=_KIND.URGENT).aggregate(times=Sum("times"))["times"] or 0
    lines = list(_lines(counted_in(SearchOutcome.objects.all(), over)))
    lines.sort(key=lambda line: (-line.unanswered, -line.not_opened, -line.searched, line.text))
    return SearchReport(over, lines, urgent)


@dataclass(frozen=True)
class Share:
    """How many searches came to one thing, and how many of a hundred: None where too few searches tell of chance."""

    words: str
    times: int
    percent: int | None
    percent_before: int | None


@dataclass(frozen=True)
class Success:
    """What all searches of a range came to, beside the range before, which is as long."""

    searched: int
    searched_before: int
    shares: list[Share]


# In the order in which a manager asks. The last is a part of the one before it.
_CAME_TO = (
    (_KIND.NOTHING, "Found nothing"),
    (_KIND.FAR, "Found only far matches"),
    (_KIND.FOUND, "Found something close"),
    (_KIND.OPENED, "Opened a close match"),
)


def success(over: Range, *, beside_before: bool) -> Success:
    """Return what searches came to in `over` and, where it can be compared, before it; emergencies are left out.

    One query for each of the two.
    """
    now, before = _came_to(over), _came_to(over.before) if beside_before else {}
    searched, searched_before = _searched(now), _searched(before)
    shares = [
        Share(words, now[kind], _percent(now[kind], searched), _percent(before.get(kind, 0), searched_before))
        for kind, words in _CAME_TO
    ]
    return Success(searched, searched_before, shares)


def _came_to(over: Range) -> dict[str, int]:
    """Return how many searches of `over` came to each thing: sums side by side, faster than a row for each."""
    sums = {str(kind): Sum("times", filter=Q(kind=kind), default=0) for kind, _ in _CAME_TO}
    return counted_in(SearchOutcome.objects.all(), over).aggregate(**sums)


def _searched(times: Mapping[str, int]) -> int:
    return sum(times.get(kind, 0) for kind in (_KIND.NOTHING, _KIND.FAR, _KIND.FOUND))


def _percent(times: int, of: int) -> int | None:
    return round(100 * times / of) if of >= SMALLEST_FOR_PERCENT else None


def unanswered(over: Range) -> list[SearchLine]:
    """Return the groups without an answer in `over` that can be searched for again, as the report has them.

    In the report's order, so that the place of one can be told without its words.
    """
    return [line for line in report(over).lines if line.unanswered and line.question]


def most_found(over: Range, *, limit: int) -> list[SearchLine]:
    """Return the groups whose searches found something close most often in `over`, at most `limit`. Two queries."""
    found = Sum("times", filter=Q(kind=_KIND.FOUND), default=0)
    rows = counted_in(SearchOutcome.objects.all(), over).exclude(group="").values("group").alias(often=found)
    often = rows.filter(often__gt=0).order_by("-often", "group").values_list("group", flat=True)[:limit]
    lines = _lines(SearchOutcome.objects.filter(group__in=list(often), day__range=(over.first, over.last)))
    return sorted((line for line in lines if line.question), key=lambda line: (-line.found, line.group))


def of_group(group: str, over: Range) -> SearchLine | None:
    """Return what the searches of `group` came to in `over`; None where there were none. One query."""
    return next(_lines(SearchOutcome.objects.filter(group=group, day__range=(over.first, over.last))), None)


def words_of(group: str) -> str:
    """Return what patients of `group` typed, as its row in a report shows it; "" for a group that nobody searched."""
    texts = SearchOutcome.objects.filter(group=group).exclude(text="")
    return texts.aggregate(words=Min("text"))["words"] or ""


def _lines(outcomes: QuerySet) -> Iterator[SearchLine]:
    sums = {kind.value: Sum("times", filter=Q(kind=kind), default=0) for kind in _KIND if kind != _KIND.URGENT}
    rows = outcomes.exclude(kind=_KIND.URGENT).values("group")
    ranks, text = Sum(F("rank") * F("times"), default=0), Min("text", filter=~Q(text=""))
    for row in rows.annotate(**sums, ranks=ranks, words=text, last_on=Max("day")):
        times = row["opened"] + row["far_opened"]
        yield SearchLine(
            group=row["group"],
            text=row["words"] or (SearchOutcome.GAP if row["group"] else FORGOTTEN),
            nothing=row["nothing"],
            far=row["far"],
            found=row["found"],
            opened=row["opened"],
            rank=row["ranks"] / times if times else None,
            last_on=row["last_on"],
        )
