"""The things to fix first: what stopped most readers last week, then what may mislead them, then what grows old."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from faq.management.letter.numbers import times
from faq.models import Article, Clinic
from faq.publishing import content_health, overdue
from faq.search import promises
from faq.search.promises import Checked
from faq.stats import feedback, reports, searches
from faq.stats.ranges import Range

MOST = 5
# Of the five: so many of what stopped readers, and of one kind
_MOST_STOPPING, _MOST_OF_A_KIND = 3, 2
# Once is chance
_FEWEST = 2
_STOPPED, _MISLEADS, _GROWS_OLD = range(3)


@dataclass(frozen=True)
class Thing:
    """One thing to fix, and what its form is of: a row of the kind `of` and the number `pk`.

    `said` has {title} in place of the title of `article` (0 where `title` is that of a fact or a tag), as not everybody
    may read it. A search is told by its place among those without an answer, since what somebody typed goes into no
    mail. `count` weighs it against others of its rank.
    """

    kind: str
    rank: int
    count: int
    said: str
    of: str
    pk: int
    title: str = ""
    article: int = 0


def last_week(clinic: Clinic) -> Range:
    """Return the seven days that ended yesterday, in the clinic's own time."""
    today = clinic.now().date()
    return Range(today - timedelta(days=7), today - timedelta(days=1))


def to_fix(clinic: Clinic, checked: list[Checked]) -> list[Thing]:
    """Return the five things to fix first, of `clinic` as it is now; `checked` are all search promises."""
    week = last_week(clinic)
    views = {line.pk: line.views for line in reports.report(week, zone=clinic.zone).articles}
    found = [*_searches(week), *_feedback(week), *_promises(checked, week), *_content(clinic, views)]
    found.sort(key=lambda thing: (thing.rank, -thing.count, thing.said, thing.title))
    return _first(found)


def _first(found: list[Thing]) -> list[Thing]:
    """What stopped readers takes three places and one kind two, unless nothing else is left to name."""
    kinds: Counter[str] = Counter()
    chosen, others = [], []
    for thing in found:
        stopping = sum(each.rank == _STOPPED for each in chosen)
        is_full = thing.rank == _STOPPED and stopping == _MOST_STOPPING
        is_one_more = not is_full and kinds[thing.kind] < _MOST_OF_A_KIND
        (chosen if is_one_more else others).append(thing)
        kinds[thing.kind] += is_one_more
    return sorted((chosen + others)[:MOST], key=found.index)


def _searches(week: Range) -> Iterator[Thing]:
    for place, line in enumerate(searches.unanswered(week), start=1):
        if line.unanswered >= _FEWEST:
            parts = [f"{line.nothing:,} found nothing"] * bool(line.nothing)
            parts += [f"{line.far:,} only far matches"] * bool(line.far)
            often = f"{times(line.unanswered)}: {', '.join(parts)}"
            said = f"One search had no answer {often}. What was typed stands at the link."
            yield Thing("search", _STOPPED, line.unanswered, said, "search", place)


def _feedback(week: Range) -> Iterator[Thing]:
    steps = feedback.most_stuck_at(week)
    live = set(Article.objects.live().values_list("pk", flat=True))
    for line in feedback.by_article(week):
        if line.pk in live and line.trouble >= _FEWEST:
            stuck = f"Readers got stuck in {{title}} {times(line.stuck)}, most often at step {steps.get(line.pk, 0)}"
            no = f"{line.no:,} of {line.answers:,} who answered said that it did not help"
            said = f"{stuck}; {no}." if line.stuck and line.no else f"{stuck}." if line.stuck else f"{{title}}: {no}."
            yield Thing("feedback", _STOPPED, line.trouble, said, "article", line.pk, line.title, line.pk)


def _promises(checked: list[Checked], week: Range) -> Iterator[Thing]:
    for each in checked:
        if each.is_kept or each.promise.article.published_at is None:
            continue
        line = searches.of_group(promises.group_of(each.promise), week)
        often = f" It was made {times(line.searched)} last week." if line and line.searched else ""
        said = f"Somebody promised that a search shows {{title}}; it does not any more.{often}"
        count = line.searched if line else 0
        article = each.promise.article
        yield Thing("promise", _MISLEADS, count, said, "searchpromise", each.promise.pk, article.title, article.pk)


def _content(clinic: Clinic, views: dict[int, int]) -> Iterator[Thing]:
    for check in content_health.checks(clinic.now().date(), clinic.zone):
        if check.key == "overdue":
            yield from _overdue(clinic, views)
            continue
        lines = check.lines(None)
        if check.key == "dead-links":
            yield from _dead_links(lines, views)
        elif lines:
            yield _fault(check, lines, views)


def _overdue(clinic: Clinic, views: dict[int, int]) -> Iterator[Thing]:
    for article in Article.objects.overdue(clinic.now().date(), clinic.zone).select_related("live"):
        day, read = overdue.due_on(article, clinic), views.get(article.pk, 0)
        assert day is not None
        said = f"{{title}} was to be checked by {day:%-d %B %Y}. It was read {times(read)} last week."
        yield Thing("overdue", _MISLEADS, read, said, "article", article.pk, article.title, article.pk)


def _dead_links(lines: Iterable[content_health.Line], views: dict[int, int]) -> Iterator[Thing]:
    for (kind, pk, title), number in Counter((line.kind, line.pk, line.title) for line in lines).items():
        read = views.get(pk, 0) if kind == "article" else 0
        lead = "1 link in {title} leads" if number == 1 else f"{number} links in {{title}} lead"
        often = f" It was read {times(read)} last week." if kind == "article" else ""
        yield Thing(
            "dead-links", _MISLEADS, read, f"{lead} nowhere.{often}", kind, pk, title, pk if kind == "article" else 0
        )


def _fault(check: content_health.Check, lines: list[content_health.Line], views: dict[int, int]) -> Thing:
    """One thing for all that have a fault, led to by the one that is read most."""
    worst = max(lines, key=lambda line: views.get(line.pk, 0) if line.kind == "article" else 0)
    many = "one" if len(lines) == 1 else f"{len(lines)}, for example"
    said = f"{check.heading}: {many} {{title}}. {check.why}"
    article = worst.pk if worst.kind == "article" else 0
    return Thing(check.key, _GROWS_OLD, len(lines), said, worst.kind, worst.pk, worst.title, article)
