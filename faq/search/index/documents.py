"""The texts of each published article, as the index keeps them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce

from faq.models import Article, Fact, Revision
from faq.search.index import embedding
from faq.search.index.passages import cut
from faq.search.query.highlights import different_words
from faq.text.spellings import americanise

# Articles read from the database at a time
_CHUNK = 500
# Ways of asking that have a vector of their own
MOST_WAYS_OF_ASKING = 32


@dataclass(frozen=True)
class Document:
    """What search knows of one article: its live revision's texts, facts filled in, shared steps in their place."""

    id: int
    edition: int
    slug: str
    title: str
    asked_like: list[str]
    short_answer: str
    steps: list[str]
    body: str
    # (slug, name)
    tags: list[list[str]]
    is_for_staff: bool
    # The different words of each of `parts`, normalised
    parts_words: list[str]
    # In which of `parts` each passage begins; the first rows of its vectors are theirs, in this order
    passage_parts: list[int]

    @property
    def parts(self) -> list[str]:
        return [self.short_answer, *self.steps, self.body]

    def parts_of_row(self, row: int | None) -> range:
        """Return which of `parts` the passage of this row of its vectors holds; none for a row of a way of asking."""
        if row is None or row >= len(self.passage_parts):
            return range(0)
        later = (part for part in self.passage_parts[row + 1 :] if part > self.passage_parts[row])
        return range(self.passage_parts[row], next(later, len(self.parts)))

    @property
    def tag_slugs(self) -> list[str]:
        return [slug for slug, _ in self.tags]

    @property
    def texts_to_embed(self) -> list[str]:
        """Its title, all of it, its passages, its ways of asking, in American spelling (see `embedding.rows_of`)."""
        whole = " ".join([self.title, *self.parts])
        passages = [f"{self.title}. {passage.text}" for passage in cut(self.parts)]
        return list(map(americanise, [self.title, whole, *passages, *self.asked_like[:MOST_WAYS_OF_ASKING]]))

    @property
    def text_key(self) -> str:
        """Names the texts that its vectors are made of: articles with the same texts share their vectors."""
        return embedding.key_of(self.texts_to_embed)

    def as_json(self) -> str:
        return json.dumps(vars(self))

    @classmethod
    def from_json(cls, text: str) -> "Document":
        """Raises ValueError or TypeError when `text` is not what `as_json` made."""
        return cls(**json.loads(text))


def visible(*, include_staff: bool) -> QuerySet[Article]:
    """Return the articles that may be found."""
    return Article.objects.live() if include_staff else Article.objects.published()


def checksum(articles: QuerySet[Article]) -> tuple[int, int]:
    """Return the number of articles and the sum of their editions, to be compared with the index's."""
    sums = articles.aggregate(n=Count("pk"), s=Coalesce(Sum("edition"), 0))
    return sums["n"], sums["s"]


def read(articles: QuerySet[Article]) -> Iterator[Document]:
    """Yield the document of each article, reading some at a time."""
    facts = Fact.by_name()
    for article in articles.prefetch_related("live__tags").iterator(_CHUNK):
        yield _document(article, facts)


def _document(article: Article, facts: Mapping[str, Fact]) -> Document:
    return of_revision(Revision.live_of(article), facts)


def of_revision(revision: Revision, facts: Mapping[str, Fact] | None = None) -> Document:
    """Return the document of an article as it is once `revision` is live."""
    texts = revision.searchable(facts)
    parts = [texts["short_answer"], *texts["steps"], texts["body"]]
    return Document(
        id=revision.article_id,
        edition=revision.article.edition,
        slug=revision.slug,
        title=texts["title"],
        asked_like=texts["asked_like"],
        short_answer=texts["short_answer"],
        steps=texts["steps"],
        body=texts["body"],
        tags=[[tag.slug, tag.name] for tag in revision.tags.all()],
        is_for_staff=revision.audience == Article.Audience.STAFF,
        parts_words=list(map(different_words, parts)),
        passage_parts=[passage.part for passage in cut(parts)],
    )
