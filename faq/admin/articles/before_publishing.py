"""What staff must be asked before a version is published: its own page (`publish_question.py`) shows it and asks."""

from collections.abc import Iterator

from faq.admin.articles import as_typed, shared_changes
from faq.models import Article, Revision
from faq.search import promises


def questions(article: Article, revision: Revision) -> Iterator[str]:
    """Yield, in a sentence each, why `revision` of `article` cannot be published without asking; the dearest last.

    Ask outside a transaction: searching takes a while.
    """
    if as_typed.must_ask(article, revision):
        yield "Patients would read some of it differently. Please open it and press Publish there."
    if shared_changes.impact_of(article, revision):
        yield "Other articles show its steps. Please open it and press Publish there."
    if promises.broken_by_publishing(revision):
        yield "A search would no longer show what was promised. Please open it and press Publish there."


def must_ask(article: Article, revision: Revision) -> bool:
    """Whether there is anything to ask before `revision` of `article` is published."""
    return any(questions(article, revision))
