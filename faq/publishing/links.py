"""Which links articles and facts have, where each stands, and who links to what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.html import escape

from faq.models import Article, CheckedLink, Fact, Revision
from faq.models.parts import Kind, of_kind
from faq.publishing.includes import place_labels
from faq.text.links import address_of, addresses_in


@dataclass(frozen=True)
class Place:
    """Where a link stands: in which article and at what patients call that part of it, or in which fact."""

    article: Article | None
    part: str
    fact: Fact | None = None

    @property
    def is_read_by_patients(self) -> bool:
        return self.fact is not None or (self.article is not None and self.article.live_id is not None)


def all_addresses() -> list[str]:
    """Return every address that a fact or an article leads to (as patients read it, and as last saved), sorted."""
    found = {address for revision in _read_and_written().iterator(500) for address in _addresses_of(revision)}
    return sorted(found | {address_of(fact.value) for fact in _address_facts()} - {""})


def places(links: Iterable[CheckedLink]) -> dict[str, list[Place]]:
    """Return where each of `links` stands, by its address: articles by title, then facts.

    A place of the working copy and of what patients read is one place.
    """
    wanted = {link.url for link in links}
    found: dict[str, list[Place]] = {url: [] for url in wanted}
    for revision in _holding(wanted) if wanted else ():
        for part, html in _texts_of(revision, set(wanted)):
            for address in wanted.intersection(addresses_in(html)):
                place = Place(revision.article, part)
                found[address] += [place] if place not in found[address] else []
    for fact in _address_facts():
        if (address := address_of(fact.value)) in wanted:
            found[address].append(Place(None, "", fact))
    return found


def dead_in(text_html: str, dead: dict[str, CheckedLink]) -> list[CheckedLink]:
    """Return those of the `dead` links, by address, that rendered `text_html` has, each once."""
    return [dead[address] for address in dict.fromkeys(addresses_in(text_html)) if address in dead]


def linking_to(article: Article) -> list[Article]:
    """Return the articles, other than itself, that lead to `article` by a link, at its present or a former address."""
    slugs = {article.slug, *article.redirects.values_list("slug", flat=True)}
    slugs |= {article.live.slug} if article.live else set()
    # A former address with a slash leads nowhere: it was never written by this site
    paths = {reverse("faq:article", args=[slug]) for slug in slugs if "/" not in slug}
    holding = _holding(paths).exclude(article=article)
    found = {each.article for each in holding if any(paths.intersection(_addresses_of(each)))}
    return sorted(found, key=lambda each: each.title.casefold())


def _read_and_written() -> QuerySet[Revision]:
    """The live and the newest version of each article that is not in the bin."""
    either = Q(number=F("article__version")) | Q(live_article__isnull=False)
    return Revision.objects.filter(either, article__deleted_at=None).order_by("article__title", "article", "number")


def _holding(addresses: Iterable[str]) -> QuerySet[Revision]:
    """Those that may hold one of `addresses`: letters that HTML or JSON writes otherwise are not looked for."""
    may_hold = Q(pk__in=[])
    for address in addresses:
        may_hold |= Q(html__icontains=address.partition("&")[0].partition('"')[0])
    return _read_and_written().filter(may_hold).select_related("article")


def _addresses_of(revision: Revision) -> Iterator[str]:
    for html in [*_parts_of(revision).values(), *(html for _, html in _steps_of(revision)), *_videos_of(revision)]:
        yield from addresses_in(html)


def _texts_of(revision: Revision, wanted: set[str]) -> Iterator[tuple[str, str]]:
    """Each part of `revision` by its name, as patients count the steps."""
    labels = {part.name: part.label for part in of_kind(Kind.MARKDOWN)}
    yield from ((labels[name], html) for name, html in _parts_of(revision).items())
    yield from (("Videos", html) for html in _videos_of(revision))
    steps = [(index, html) for index, html in _steps_of(revision) if wanted.intersection(addresses_in(html))]
    # Counting shared steps asks the database
    names = place_labels(revision.snapshot["steps"]) if steps else []
    yield from ((names[index], html) for index, html in steps)


def _parts_of(revision: Revision) -> dict[str, str]:
    return {part.name: revision.html.get(part.name, "") for part in of_kind(Kind.MARKDOWN)}


def _steps_of(revision: Revision) -> Iterator[tuple[int, str]]:
    """(place of a step from 0, its HTML), own words for shared steps included."""
    for index, step in enumerate(revision.html["steps"]):
        yield from ((index, html) for html in (step.get("html", ""), *step.get("own", {}).values()) if html)


def _videos_of(revision: Revision) -> list[str]:
    """The link to each video, as a page has it."""
    return [f'<a href="{escape(video["url"])}">' for video in revision.videos()]


def _address_facts() -> QuerySet[Fact]:
    return Fact.objects.filter(kind=Fact.Kind.ADDRESS).exclude(value="")
