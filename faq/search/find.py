"""The public door of search: find articles by what a patient typed, suggest titles while they type."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from django.urls import reverse

from faq.search.index import embedding, index
from faq.search.index.view import Reading
from faq.search.query import parse, ranking, urgent
from faq.search.query.highlights import Hit, hit
from faq.search.query.synonyms import Synonyms
from faq.text import words

PAGE_SIZE = 10
MOST_SUGGESTIONS = 8


@dataclass(frozen=True)
class Suggestion:
    title: str
    url: str
    note: str  # the topic it belongs to


@dataclass(frozen=True)
class Results:
    text: str  # as typed, at most 300 characters
    hits: list[Hit] = field(default_factory=list)  # one page of them, best first
    total: int = 0
    page: int = 1
    pages: int = 1
    is_close: bool = True  # False: only the nearest there is, say "closest articles"
    repaired: str = ""  # what was searched instead of what was typed; "" when nothing was repaired
    repairs: dict[str, str] = field(default_factory=dict)  # typed word -> word searched instead
    tags: list[tuple[str, str, int]] = field(default_factory=list)  # (slug, name, results), most results first
    tag: str = ""  # the slug that narrows these results
    is_urgent: bool = False  # holds a phrase of the clinic's urgent list
    is_ready: bool = True  # False: the index is being built by another process, please try again soon

    @property
    def tag_name(self) -> str:
        return next((name for slug, name, _ in self.tags if slug == self.tag), "")

    @property
    def first(self) -> int:
        """The place of the first hit of this page among all."""
        return (self.page - 1) * PAGE_SIZE + 1


def find(
    text: str,
    *,
    tag: str = "",
    page: int = 1,
    include_staff: bool = False,
    exact: bool = False,
    trying: Synonyms | None = None,
) -> Results:
    """Return one page of the articles that answer `text`, best first. Any text is welcome; none raises.

    `tag` (a slug) narrows to articles under it. `include_staff` is for signed-in staff only. `exact` repairs nothing.
    `trying` are synonyms to search with in place of those that are kept.
    """
    source = index.of(include_staff=include_staff)
    try:
        return source.ask(lambda now: _find(source, now.trying(trying) if trying else now, text, tag, page, exact))
    except index.NotReady:
        is_urgent = urgent.holds_urgent(text, urgent.phrases_now(), _real_words())
        return Results(text[: words.LONGEST_TEXT], is_ready=False, is_close=False, is_urgent=is_urgent)


def _find(source: index.Index, reading: Reading, text: str, tag: str, page: int, exact: bool) -> Results:
    asked = parse.read(text, reading.vocabulary, synonyms=reading.synonyms, real_words=_real_words(), exact=exact)
    ranked = ranking.rank(asked, reading)
    tags = _tags(ranked.ids, reading)
    tag = tag if any(slug == tag for slug, *_ in tags) else ""  # a topic that none of them has narrows nothing
    ids = [id for id in ranked.ids if tag in reading.tags.get(id, ())] if tag else ranked.ids
    pages = max(1, -(-len(ids) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    return Results(
        text=asked.text,
        hits=_hits(source, reading, asked, ids[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]),
        total=len(ids),
        page=page,
        pages=pages,
        is_close=ranked.is_close,
        repaired=asked.repaired_text if asked.repaired else "",
        repairs=asked.repaired,
        tags=tags,
        tag=tag,
        is_urgent=urgent.holds_urgent(text, reading.urgent, _real_words()),
    )


def _hits(source: index.Index, reading: Reading, asked: parse.Query, ids: list[int]) -> list[Hit]:
    marked = asked.marked(reading.vocabulary, len(reading.tags))
    kept = source.pages(ids)
    return [hit(id, kept[id], marked) for id in ids if id in kept]


def suggest(text: str, *, include_staff: bool = False) -> list[Suggestion]:
    """Return at most eight articles for a question that is still being typed, likeliest first."""
    source = index.of(include_staff=include_staff)
    try:
        return source.ask(lambda reading: _suggest(source, reading, text))
    except index.NotReady:
        return []


def _suggest(source: index.Index, reading: Reading, text: str) -> list[Suggestion]:
    known = _real_words()
    if urgent.holds_urgent(text, reading.urgent, known):
        return []  # a suggestion would lead past the emergency notice
    asked = parse.read(text, reading.vocabulary, synonyms=reading.synonyms, real_words=known, is_typing=True)
    ranked = ranking.rank(asked, reading)
    ids = ranked.ids[:MOST_SUGGESTIONS] if ranked.is_close else []
    kept = source.pages(ids)
    return [_suggestion(kept[id]) for id in ids if id in kept]


def _suggestion(page: dict) -> Suggestion:
    note = page["tags"][0][1] if page["tags"] else ""
    return Suggestion(page["title"], reverse("faq:article", args=[page["slug"]]), note)


def _real_words() -> Collection[str]:
    known = embedding.model()
    return known.words if known else ()


def _tags(ids: list[int], reading: Reading) -> list[tuple[str, str, int]]:
    counts = Counter(slug for id in ids for slug in reading.tags.get(id, ()))
    return [(slug, reading.tag_names[slug], count) for slug, count in counts.most_common()]
