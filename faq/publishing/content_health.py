"""What makes the content of a site grow old or hard to find: one list for each fault, each line with what mends it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import combinations

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from faq.models import Article, CheckedLink, Clinic, Fact, RefusedCopy, Step, StepFingerprint, Tag
from faq.models.article_lists import ArticleQuerySet
from faq.models.parts import Kind, of_kind
from faq.publishing import copies, facts, links
from faq.publishing.video_rules import undescribed

# Days
OLD_DRAFT = 30
# Two steps have eight fingerprints: so many in common are looked at letter by letter, of so many pairs of articles
_SHARED, _MOST_PAIRS, _MOST_ALIKE = 6, 200, 20
_MOST_LINKS = 200


@dataclass(frozen=True)
class Line:
    """One thing to mend: what it is called, the kind of row that it is, its number, and what is wrong there."""

    title: str
    kind: str
    pk: int
    detail: str = ""


@dataclass(frozen=True)
class Check:
    """One kind of fault. `lines(n)` returns the first `n` things that have it, None for all; `count()` how many."""

    key: str
    heading: str
    why: str
    count: Callable[[], int]
    lines: Callable[[int | None], list[Line]]


def checks(today: date, zone: tzinfo) -> list[Check]:
    """Return the kinds of faults that can be told without counts of readers, as of the clinic's day `today`."""
    written, live = Article.objects.written(), Article.objects.written().filter(live__isnull=False)
    before = datetime.combine(today - timedelta(days=OLD_DRAFT), time.min, zone)
    return [
        of_articles(
            "overdue",
            "Waiting to be checked",
            "Nobody has said in time that they are still correct.",
            Article.objects.overdue(today, zone),
        ),
        _listed("dead-links", "Dead links", "A link in them led nowhere when all links were looked at last.", _dead),
        of_articles(
            "alt",
            "Pictures without a description",
            "Somebody who cannot see them learns nothing of them.",
            written.filter(_lacks_alt()).distinct(),
        ),
        of_articles(
            "drafts",
            f"Drafts older than {OLD_DRAFT} days",
            "Publish what is finished, and put into the bin what nobody needs.",
            written.filter(live=None, published_at=None, changed_at__lt=before),
        ),
        of_articles("unowned", "Looked after by nobody", "Nobody is asked to check them.", live.filter(owner=None)),
        of_articles("untagged", "Without tags", "Nobody finds them by topic.", written.untagged()),
        _listed("copies", "The same steps twice", "A change has to be made in both. Share the steps instead.", _alike),
        of_articles(
            "unlinked",
            "Reached by search only",
            "No tag leads to them, no link, and no article shows their steps.",
            _unlinked(live),
        ),
        _listed("unused", "Tags and facts that nothing uses", "They make lists longer for everybody.", _unused),
    ]


def of_articles(key: str, heading: str, why: str, articles: QuerySet[Article]) -> Check:
    """Return the check whose things are `articles`."""
    ordered = articles.order_by("title", "pk")

    def lines(most: int | None) -> list[Line]:
        return [Line(title, "article", pk) for pk, title in ordered.values_list("pk", "title")[:most]]

    return Check(key, heading, why, articles.order_by().count, lines)


def _listed(key: str, heading: str, why: str, find: Callable[[], Sequence[Line]]) -> Check:
    found: list[Line] = []
    known: list[bool] = []

    def everything() -> list[Line]:
        if not known:
            found.extend(find())
            known.append(True)
        return found

    return Check(key, heading, why, lambda: len(everything()), lambda most: everything()[:most])


def _lacks_alt() -> Q:
    markdown = [f"{part.name}__contains" for part in of_kind(Kind.MARKDOWN)]
    lacks = Q(pk__in=Step.objects.filter(picture_alt="").exclude(picture="").values("article"))
    for name in (*markdown, "steps__text__contains"):
        lacks |= Q(**{name: "![]("})
    with_videos = Article.objects.written().exclude(videos=[]).values_list("pk", "videos")
    return lacks | Q(pk__in=[pk for pk, videos in with_videos if undescribed(videos)])


def _dead() -> list[Line]:
    rows = CheckedLink.objects.dead()[:_MOST_LINKS]
    found = []
    for url, places in links.places(rows).items():
        for place in places:
            row, kind = (place.fact, "fact") if place.fact else (place.article, "article")
            if row is not None:
                where = "" if place.fact else f"{place.part}: "
                found.append(Line(str(row), kind, row.pk, f"{where}{url}"))
    return found


def _unlinked(live: ArticleQuerySet) -> QuerySet[Article]:
    """Those without a tag that are included nowhere, and whose address was no link's when links were last looked at."""
    start = reverse("faq:articles")
    urls = CheckedLink.objects.filter(url__startswith=start).values_list("url", flat=True)
    slugs = {url.removeprefix(start).split("/")[0].split("#")[0].split("?")[0] for url in urls}
    shown = Article.objects.live().filter(live__includes__isnull=False).values("live__includes")
    return live.untagged().exclude(pk__in=shown).exclude(live__slug__in=slugs)


def _unused() -> list[Line]:
    used = {*facts.users(), *facts.names_in_own_words(Clinic.load())}
    tags = Tag.objects.filter(tagged_articles=None, is_topic=False).order_by("name")
    unused = [fact for fact in Fact.objects.order_by("label") if fact.name not in used]
    return [
        *(Line(tag.name, "tag", tag.pk, "a tag") for tag in tags),
        *(Line(fact.label, "fact", fact.pk, "a fact") for fact in unused),
    ]


def _alike() -> list[Line]:
    """Pairs of articles of which `publishing.copies` finds the same steps, the most alike first."""
    found = []
    for one, other in _pairs():
        article = Article.objects.prefetch_related("steps").get(pk=one)
        own = [step for step in article.steps.all() if not step.include_id]
        steps = [{"text": each.text, "picture": each.picture, "only_for": each.only_for} for each in own]
        alike = {offer.other.pk: offer for offer in copies.offers(article, steps, for_patients=False)}
        if other in alike:
            number = alike[other].count
            found.append(Line(article.title, "article", one, f"{number} steps as in “{alike[other].other.title}”"))
    return found


def _pairs() -> Iterator[tuple[int, int]]:
    values = StepFingerprint.objects.values("value").annotate(articles=Count("article")).order_by()
    few = values.filter(articles__gte=2, articles__lte=5).values("value")
    rows = list(StepFingerprint.objects.filter(value__in=few).values_list("value", "article"))
    live = Article.objects.written().filter(live__isnull=False)
    known = set(live.filter(pk__in={article for _, article in rows}).values_list("pk", flat=True))
    sharing: dict[int, list[int]] = {}
    for value, article in sorted(rows):
        if article in known:
            sharing.setdefault(value, []).append(article)
    shared = Counter(pair for articles in sharing.values() for pair in combinations(articles, 2))
    refused = set(RefusedCopy.objects.values_list("article", "other"))
    best = [pair for pair, number in shared.most_common(_MOST_PAIRS) if number >= _SHARED]
    yield from [pair for pair in best if pair not in refused and pair[::-1] not in refused][:_MOST_ALIKE]
