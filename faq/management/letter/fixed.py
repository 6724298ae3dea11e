"""What was fixed since a letter, and whether it helped: numbers before and after, and a word where they are small."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.db.models import Exists, OuterRef, QuerySet

from faq.management.letter.numbers import counted, times
from faq.models import Article, AuditEntry, Clinic, Revision, subject_of
from faq.search import promises
from faq.search.promises import Checked
from faq.stats import feedback, searches
from faq.stats.feedback import VersionFeedback
from faq.stats.ranges import Range

# Days before a fix that stand beside those after it
_BEFORE = 28
# Of each kind in one letter
_MOST = 5
_TOO_FEW = " Too few to say whether it helped."


@dataclass(frozen=True)
class Fixed:
    """One thing that was fixed, with {title} in place of the title of its article, which not everybody may read."""

    said: str
    article: int
    title: str


def since(day: date, clinic: Clinic, checked: list[Checked], *, broken: list[int]) -> list[Fixed]:
    """Return what was fixed from `day` on; `checked` are all promises, `broken` those not kept then."""
    made = _promised_since(day, clinic)
    kept = [each for each in checked if each.is_kept]
    closed = [(each, made[subject_of(each.promise)]) for each in kept if subject_of(each.promise) in made]
    again = [each for each in kept if each.promise.pk in broken and subject_of(each.promise) not in made]
    return [
        *[_closed(each, on, clinic) for each, on in closed[:_MOST]],
        *[_again(each) for each in again[:_MOST]],
        *islice(_republished(day, clinic), _MOST),
    ]


def _promised_since(day: date, clinic: Clinic) -> dict[str, date]:
    """Return {what the log calls a promise: the day on which it was made}; what broke one is another kind of entry."""
    entries = AuditEntry.objects.matching(
        who_name=None, action=AuditEntry.Action.SETTING, first=day, last=clinic.now().date(), zone=clinic.zone
    )
    made = entries.filter(subject__startswith="the search promise “", detail="").order_by("-at")
    return {subject: at.astimezone(clinic.zone).date() for subject, at in made.values_list("subject", "at")}


def _closed(each: Checked, on: date, clinic: Clinic) -> Fixed:
    """A search of which somebody promised that it finds an article, and that does."""
    group, today = promises.group_of(each.promise), clinic.now().date()
    before = searches.of_group(group, Range(on - timedelta(days=_BEFORE), on - timedelta(days=1)))
    after = searches.of_group(group, Range(on + timedelta(days=1), today)) if on < today else None
    said = f"A search finds {{title}} since somebody fixed it on {on:%-d %B}."
    if before and before.searched:
        missed = f"{times(before.unanswered)} without an answer"
        said += f" In the {_BEFORE} days before, patients made it {times(before.searched)}, {missed}."
    if after and after.searched:
        few = _TOO_FEW if after.searched < feedback.SMALLEST_FOR_PERCENT else ""
        said += f" Since then {times(after.searched)}, {times(after.unanswered)} without an answer.{few}"
    else:
        said += " Nobody has searched for it since."
    return Fixed(said, each.promise.article_id, each.promise.article.title)


def _again(each: Checked) -> Fixed:
    said = "A search that did not show {title} shows it now, as promised."
    return Fixed(said, each.promise.article_id, each.promise.article.title)


def _republished(day: date, clinic: Clinic) -> Iterator[Fixed]:
    """Articles whose words changed on the site, and of which readers said something before or since."""
    today = clinic.now().date()
    for article in _changed_since(day, clinic):
        live = Revision.live_of(article)
        assert live.published_at is not None
        on = live.published_at.astimezone(clinic.zone).date()
        versions = feedback.by_version(article, Range(on - timedelta(days=_BEFORE), today))
        before = [each for each in versions if each.number < live.number]
        after = [each for each in versions if each.number == live.number]
        if any(each.answers or each.stuck_at for each in versions):
            few = _TOO_FEW if min(map(_views, (before, after))) < feedback.SMALLEST_FOR_PERCENT else ""
            said = f"{{title}}, changed on {on:%-d %B}. Before: {_said(before)}. Since: {_said(after)}.{few}"
            yield Fixed(said, article.pk, live.title)


def _changed_since(day: date, clinic: Clinic) -> QuerySet[Article]:
    """Those of which another version went live before the one that readers see since `day` or later."""
    begins = datetime.combine(day, time.min, clinic.zone)
    before = Revision.objects.filter(
        article=OuterRef("pk"), number__lt=OuterRef("live__number"), published_at__isnull=False
    )
    return Article.objects.live().filter(Exists(before), live__published_at__gte=begins).order_by("-live__published_at")


def _said(versions: list[VersionFeedback]) -> str:
    stuck = sum(taps for each in versions for _, taps in each.stuck_at)
    yes, answers = sum(each.yes for each in versions), sum(each.answers for each in versions)
    helped = f"it helped {yes:,} of {answers:,} who answered" if answers else "nobody answered whether it helped"
    return f"stuck {times(stuck)} in {counted(_views(versions), 'view')}, {helped}"


def _views(versions: list[VersionFeedback]) -> int:
    return sum(each.views for each in versions)
