"""What the index is told of each published article."""

from collections.abc import Iterator

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce

from faq.models import Article, Fact
from faq.search.index import embedding
from faq.search.index.engine import Page
from faq.search.index.store import Row
from faq.search.query import highlights

_CHUNK = 500  # articles read from the database at a time


def visible(*, include_staff: bool) -> QuerySet[Article]:
    """Return the articles that may be found."""
    return Article.objects.on_air() if include_staff else Article.objects.published()


def sums(articles: QuerySet[Article]) -> tuple[int, int]:
    """Return the number of articles and the sum of their editions, to be compared with the index's."""
    return tuple(articles.aggregate(n=Count("pk"), s=Coalesce(Sum("edition"), 0)).values())


def rows_of(articles: QuerySet[Article]) -> Iterator[Row]:
    """Yield what is kept of each article: its live revision's texts, facts filled in, shared steps in their place."""
    known, fingerprint = Fact.by_name(), embedding.fingerprint()
    for article in articles.prefetch_related("live__tags").iterator(_CHUNK):
        yield _row(article, known, fingerprint)


def page_of(row: Row) -> Page:
    """Return what the engine ranks of a row."""
    page = row.page
    names = [name for _, name in page["tags"]]
    everything = "\n".join([page["title"], *page["asked"], *names, page["answer"], *page["steps"], page["body"]])
    return Page(row.id, page["title"], "\n".join(page["asked"]), everything)


def _row(article: Article, known: dict, fingerprint: str) -> Row:
    texts = article.live.searchable(known)
    page = {
        "title": texts["title"],
        "slug": article.live.slug,
        "asked": texts["asked_like"],
        "answer": texts["short_answer"],
        "body": texts["body"],
        "steps": texts["steps"],
        "plain": highlights.plain_parts(texts["short_answer"], texts["steps"], texts["body"]),
        "tags": [[tag.slug, tag.name] for tag in article.live.tags.all()],
    }
    slugs = tuple(slug for slug, _ in page["tags"])
    return Row(article.pk, article.edition, slugs, embedding.key_of(page, fingerprint), page)
