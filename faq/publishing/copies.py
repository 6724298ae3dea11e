"""Finds runs of steps that another article has too, nearly word for word, so that they can be kept in one place."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count
from rapidfuzz.fuzz import ratio

from faq.models import Article, RefusedCopy, Step, StepFingerprint
from faq.publishing import compare, includable
from faq.publishing.compare import Change
from faq.publishing.includes import including
from faq.publishing.kinds import StepContent
from faq.publishing.locking import serialized
from faq.text import fingerprints, words

# Per cent of the letters that two steps have in common: each pair of a run, and all together
_EACH, _ALL = 70, 80
_SHORTEST_RUN = 2
# Articles with the most fingerprints in common, those looked at, letters compared of a step, runs offered at once
_MOST_RANKED, _MOST_ARTICLES, _MOST_LETTERS, _MOST_OFFERS = 100, 10, 1_000, 3
# For a column of whole numbers
_TOO_LARGE = 2**63
Refused = frozenset[tuple[int, int]]
NONE_REFUSED: Refused = frozenset()


@dataclass(frozen=True)
class Offer:
    """`count` steps from the position `first` on, counted from 0, are also the steps of `other` from `there` on."""

    other: Article
    first: int
    count: int
    there: int
    # How many steps the other article has: all of them would stand here
    total: int
    # The steps that are not the same word for word, from here to there
    changes: list[Change]
    key: str

    @property
    def is_whole(self) -> bool:
        return self.count == self.total

    @property
    def last_there(self) -> int:
        return self.there + self.count


@dataclass(frozen=True)
class _Run:
    other: Article
    first: int
    there: int
    scores: tuple[float, ...]
    theirs: tuple[StepContent, ...]
    total: int


def offers(
    article: Article | None, steps: Sequence[StepContent], *, for_patients: bool, refused: Refused = NONE_REFUSED
) -> list[Offer]:
    """Return the runs of two and more of `steps` that a published article has too; the longest first, three at most.

    `for_patients` leaves out articles for staff only; `refused` holds (number of an article, exact fingerprint of a
    step), and a run is left out when half of its steps are among these or were refused for `article` before.
    """
    if article and article.pk:
        refused |= frozenset(RefusedCopy.objects.filter(article=article).values_list("other", "step"))
        if including(article):
            return []
    runs = [run for run in _runs(article, steps, for_patients=for_patients) if not _is_refused(run, refused)]
    taken: set[int] = set()
    found = []
    for run in sorted(runs, key=lambda run: (-len(run.scores), -sum(run.scores), run.other.pk)):
        places = range(run.first, run.first + len(run.scores))
        if not taken.intersection(places):
            taken.update(places)
            found.append(_offer(run, steps))
    return found[:_MOST_OFFERS]


def taken(steps: Sequence[StepContent], offer: Offer) -> list[StepContent]:
    """Return `steps` with those of the other article in place of the run."""
    return [*steps[: offer.first], {"include": offer.other.slug}, *steps[offer.first + offer.count :]]


def refused_by(keys: Collection[str]) -> Refused:
    """Return what the keys of refused offers stand for; what is no key counts for nothing."""
    parts = [key.split(".") for key in keys if len(key) <= 10_000]
    whole = [part for part in parts if all(number.isdecimal() and len(number) < 20 for number in part)]
    pairs = ((int(other), int(step)) for other, *run in whole for step in run)
    return frozenset(pair for pair in pairs if max(pair) < _TOO_LARGE)


@serialized
def refuse(article: Article, refused: Refused) -> None:
    """Remember that `article` keeps its own steps."""
    known = set(Article.objects.filter(pk__in={other for other, _ in refused}).values_list("pk", flat=True))
    rows = (RefusedCopy(article=article, other_id=other, step=step) for other, step in refused if other in known)
    RefusedCopy.objects.bulk_create(rows, ignore_conflicts=True)


def _runs(article: Article | None, steps: Sequence[StepContent], *, for_patients: bool) -> Iterator[_Run]:
    mine = [_normal(step) for step in steps]
    marks = [fingerprints.of(step.get("text", "")) for step in steps]
    if sum(map(bool, marks)) < _SHORTEST_RUN:
        return
    for other, theirs in _candidates(article, {value for each in marks for value in each}, for_patients):
        yield from _runs_with(other, theirs, mine, marks)


def _candidates(
    article: Article | None, values: set[int], for_patients: bool
) -> Iterator[tuple[Article, list[StepContent]]]:
    """The articles that share most fingerprints, with their steps."""
    sharing = StepFingerprint.objects.filter(value__in=values).values("article").annotate(shared=Count("value"))
    ranked = sharing.filter(shared__gte=_SHORTEST_RUN).order_by("-shared", "article").values_list("article", flat=True)
    best = list(ranked[:_MOST_RANKED])
    # Of these few only: to ask of all which may be included takes a second with 10,000
    others = includable.includable_in(article).filter(pk__in=best, live__isnull=False)
    if for_patients:
        others = others.filter(live__audience=Article.Audience.PUBLIC)
    may_be = set(others.values_list("pk", flat=True))
    ids = [pk for pk in best if pk in may_be][:_MOST_ARTICLES]
    rows: dict[int, list[StepContent]] = {pk: [] for pk in ids}
    for step in Step.objects.filter(article__in=ids).order_by("position"):
        content = {name: getattr(step, name) for name in ("text", "picture", "picture_alt", "only_for")}
        rows[step.article_id].append(content)
    known = Article.objects.select_related("live").in_bulk(ids)
    yield from ((known[pk], rows[pk]) for pk in ids)


def _runs_with(other: Article, theirs: list[StepContent], mine: list[str], marks: list[list[int]]) -> Iterator[_Run]:
    """The longest runs around each pair of steps that share a fingerprint."""
    normal = [_normal(step) for step in theirs]
    by_value: dict[int, set[int]] = {}
    for k, step in enumerate(theirs):
        for value in fingerprints.of(step["text"]):
            by_value.setdefault(value, set()).add(k)
    seen: set[tuple[int, int]] = set()
    pairs = {(i, k) for i, values in enumerate(marks) for value in values for k in by_value.get(value, ())}
    for pair in sorted(pairs):
        if pair in seen:
            continue
        i, k, scores = _around(mine, normal, *pair)
        seen.update((i + n, k + n) for n in range(len(scores)))
        if len(scores) >= _SHORTEST_RUN and sum(scores) / len(scores) >= _ALL:
            yield _Run(other, i, k, tuple(scores), tuple(theirs[k : k + len(scores)]), len(theirs))


def _around(mine: list[str], theirs: list[str], i: int, k: int) -> tuple[int, int, list[float]]:
    """The run of near steps around a pair: where it begins on each side, and how near each pair is; [] for none."""
    scores = [score] if (score := _likeness(mine[i], theirs[k])) else []
    if not scores:
        return i, k, []
    first = i
    while i > 0 and k > 0 and (score := _likeness(mine[i - 1], theirs[k - 1])):
        i, k, scores = i - 1, k - 1, [score, *scores]
    last, offset = first + 1, k - i
    while last < len(mine) and last + offset < len(theirs) and (score := _likeness(mine[last], theirs[last + offset])):
        last, scores = last + 1, [*scores, score]
    return i, k, scores


def _offer(run: _Run, steps: Sequence[StepContent]) -> Offer:
    pairs = zip(steps[run.first :], run.theirs, strict=False)
    said = [(compare.step_text(here), compare.step_text(there)) for here, there in pairs]
    changes = [Change(f"Step {run.there + n}", *each) for n, each in enumerate(said, start=1) if each[0] != each[1]]
    key = ".".join(map(str, [run.other.pk, *_exact(run)]))
    return Offer(run.other, run.first, len(run.scores), run.there, run.total, changes, key)


def _is_refused(run: _Run, refused: Refused) -> bool:
    known = sum((run.other.pk, step) in refused for step in _exact(run))
    return known * 2 >= len(run.scores)


def _exact(run: _Run) -> list[int]:
    return [fingerprints.exact(step["text"]) for step in run.theirs]


def _normal(step: StepContent) -> str:
    """The words of a step; none of one that is only for some readers, as that would be lost or come unasked."""
    return "" if step.get("only_for") else words.normalise(step.get("text", ""))[:_MOST_LETTERS]


def _likeness(one: str, other: str) -> float:
    return ratio(one, other, score_cutoff=_EACH) if one and other else 0
