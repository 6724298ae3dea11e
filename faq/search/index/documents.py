"""The texts of each published article, as the index keeps them."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

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
    # What its readers are asked: the answers to each question as (key, words)
    questions: list[list[list[str]]] = field(default_factory=list)
    # Of each step the keys of the answers that it is only for
    only_for: list[list[str]] = field(default_factory=list)
    # Files and videos: (place on the page, name, what it is), and for each its name and, from the second line on, the
    # words in it
    attached: list[list[str]] = field(default_factory=list)
    attached_texts: list[str] = field(default_factory=list)

    @property
    def parts(self) -> list[str]:
        return [*self.own_parts, *self.attached_texts]

    @property
    def own_parts(self) -> list[str]:
        """What the article itself says: `parts` without files and videos."""
        return [self.short_answer, *self.steps, self.body]

    @property
    def parts_to_embed(self) -> list[str]:
        """`parts` with only the names of files and videos: meaning is that of the article."""
        return [*self.own_parts, *(name for _, name, _ in self.attached)]

    def parts_of_row(self, row: int | None) -> range:
        """Return which of `parts` the passage of this row of its vectors holds; none for a row of a way of asking."""
        if row is None or row >= len(self.passage_parts):
            return range(0)
        later = (part for part in self.passage_parts[row + 1 :] if part > self.passage_parts[row])
        return range(self.passage_parts[row], next(later, len(self.parts)))

    def steps_for(self, choice: Collection[str]) -> list[int]:
        """Return the steps that a reader of this choice sees, by their number on the page with every step."""
        numbers = range(1, len(self.steps) + 1)
        return [number for number in numbers if self._is_for(choice, self.only_for[number - 1 : number])]

    def _is_for(self, choice: Collection[str], only_for: list[list[str]]) -> bool:
        marks = set(only_for[0]) if only_for else set()
        asked = [{key for key, _ in answers} for answers in self.questions]
        return all(not marks & keys or not keys & set(choice) or marks & keys & set(choice) for keys in asked)

    def attached_at(self, part: int) -> list[str] | None:
        """Return (place, name, what it is) of the file or video that this one of `parts` is; None for the others."""
        at = part - len(self.own_parts)
        return self.attached[at] if at >= 0 else None

    @property
    def tag_slugs(self) -> list[str]:
        return [slug for slug, _ in self.tags]

    @property
    def texts_to_embed(self) -> list[str]:
        """Its title, all of it, its passages, its ways of asking, in American spelling (see `embedding.rows_of`)."""
        whole = " ".join([self.title, *self.parts_to_embed])
        passages = [f"{self.title}. {passage.text}" for passage in cut(self.parts_to_embed)]
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
    revision = Revision.live_of(article)
    # Known already: no query for each of thousands
    revision.article = article
    return of_revision(revision, facts)


def of_revision(revision: Revision, facts: Mapping[str, Fact] | None = None) -> Document:
    """Return the document of an article as it is once `revision` is live."""
    page = revision.filled(Fact.by_name() if facts is None else facts)
    texts = revision.searchable(facts, page)
    attached = [[f"file-{file['key']}", file["title"], "PDF"] for file in revision.files()]
    attached += [[f"video-{at}", video["title"], "video"] for at, video in enumerate(revision.videos(), start=1)]
    parts = [texts["short_answer"], *texts["steps"], texts["body"]]
    attached_texts, embedded = [*texts["files"], *texts["videos"]], [*parts, *(name for _, name, _ in attached)]
    return Document(
        id=revision.article_id,
        edition=revision.article.edition,
        slug=revision.slug,
        title=texts["title"],
        asked_like=texts["asked_like"],
        short_answer=texts["short_answer"],
        steps=texts["steps"],
        body=texts["body"],
        attached=attached,
        attached_texts=attached_texts,
        tags=[[tag.slug, tag.name] for tag in revision.tags.all()],
        is_for_staff=revision.audience == Article.Audience.STAFF,
        parts_words=list(map(different_words, [*parts, *attached_texts])),
        passage_parts=[passage.part for passage in cut(embedded)],
        questions=[[[answer.key, answer.text] for answer in each.answers] for each in page.questions],
        only_for=[step.get("only_for", []) for step in page.steps] if page.questions else [],
    )
