"""Refusals of the publishing verbs: somebody else saved in the meantime, or articles use what should go."""

from collections.abc import Sequence

from faq.errors import RefusedError
from faq.models import Article, Revision


class ConflictError(RefusedError):
    """Somebody else saved the article in the meantime; `theirs` is the revision they made."""

    def __init__(self, article: Article, theirs: Revision) -> None:
        who = theirs.author_name or "Somebody else"
        super().__init__(
            f"{who} saved this article while you were writing. Nothing of yours is lost: please compare below."
        )
        self.article = article
        self.theirs = theirs


class AddressTakenError(RefusedError):
    """An article cannot have its address back: the article `taken_by` has it now; `free` is one like it."""

    def __init__(self, slug: str, taken_by: Article | None, free: str) -> None:
        now = f"belongs to “{taken_by.title}” now" if taken_by else "is taken"
        super().__init__(f"Its web address “{slug}” {now}. Please take it out alone and choose another address.")
        self.slug, self.taken_by, self.free = slug, taken_by, free


def refuse_while_used(by: Sequence[Article], refusal: str, advice: str) -> None:
    """Raise `RefusedError` where `by` holds articles: `refusal`, their titles, ten at most, and `advice`."""
    if by:
        titles = ", ".join(f"“{article.title}”" for article in by[:10])
        more = f" and {len(by) - 10} more" if len(by) > 10 else ""
        raise RefusedError(f"{refusal}: {titles}{more}. {advice}")
