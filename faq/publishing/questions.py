"""Which questions have an article already: an import adds no second one."""

from faq.models import Article

TAKEN = "There is an article with this question already."


def key(title: str) -> str:
    """Return what makes two questions the same: "Where is  it?" and "where is it?" are; templates are no articles."""
    return " ".join(title.split()).casefold()


def taken() -> set[str]:
    """Return the keys of all questions that articles have, drafts included; those in the bin count for nothing."""
    # No database compares all alphabets without regard to case, so all are read
    return {key(title) for title in Article.objects.written().values_list("title", flat=True)}
