"""Which articles can lend their steps to another one, found by a part of their question or words."""

from collections.abc import Collection

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from faq.models import Article, Step

# Of what somebody typed: a question with its address behind it, and words to look for
_MOST_LETTERS, _MOST_WORDS = 320, 8


def includable_in(article: Article | None) -> QuerySet[Article]:
    """Return the articles whose steps `article` (None for a new one) may use."""
    steps = Step.objects.filter(article=OuterRef("pk"))
    others = Article.objects.written().filter(Exists(steps)).exclude(Exists(steps.filter(include__isnull=False)))
    return others.exclude(pk=article.pk) if article and article.pk else others


def matching(text: str, article: Article | None, *, most: int) -> list[Article]:
    """Return at most `most` articles whose steps `article` may use and that hold all words of `text`.

    Published ones come first, then those with the words in their question, then those with them in other ways of
    asking or in their steps.
    """
    words = typed(text).split()[:_MOST_WORDS]
    if not words:
        return []
    in_question, anywhere = Q(), Q()
    for word in words:
        asked = Q(title__icontains=word)
        in_step = Q(Exists(Step.objects.filter(article=OuterRef("pk"), text__icontains=word)))
        in_question, anywhere = in_question & asked, anywhere & (asked | Q(asked_like__icontains=word) | in_step)
    found = _best(includable_in(article).filter(in_question), in_question, most)
    if len(found) < most:
        # Only now, as it reads every step
        found = _best(includable_in(article).filter(anywhere), in_question, most)
    return found


def named(asked: str, article: Article | None) -> list[Article]:
    """Return the articles that staff call `asked` and whose steps `article` may use: by question, address, or label."""
    words = typed(asked)
    # Equal questions are told apart by the address that stands behind them in brackets
    slug = words.rpartition(" (")[2].removesuffix(")")
    others = includable_in(article)
    by_address = list(others.filter(slug__in=[words, slug]))
    return by_address or list(others.filter(title__iexact=words).order_by("pk")) if words else []


def labels(articles: Collection[Article]) -> dict[str, str]:
    """Return {address: what to call it} of `articles`: the question, with the address where others ask the same."""
    titles = {article.title for article in articles}
    same = Article.objects.not_in_bin().filter(title__in=titles)
    all_titles = list(same.values_list("title", flat=True)) if titles else []
    return {
        article.slug: f"{article.title} ({article.slug})" if all_titles.count(article.title) > 1 else article.title
        for article in articles
    }


def typed(text: str) -> str:
    """Return what somebody typed into the field as one line, cut to what a question and an address may have."""
    return " ".join(text.replace("\x00", " ").split())[:_MOST_LETTERS]


def _best(found: QuerySet[Article], in_question: Q, most: int) -> list[Article]:
    rank = Case(When(in_question, then=Value(0)), default=Value(1), output_field=IntegerField())
    is_draft = Case(When(live=None, then=Value(1)), default=Value(0), output_field=IntegerField())
    ordered = found.annotate(rank=rank, is_draft=is_draft).order_by("is_draft", "rank", "title", "pk")
    return list(ordered.select_related("live")[:most])
