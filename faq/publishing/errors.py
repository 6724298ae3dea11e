"""The refusal that carries what somebody else saved in the meantime."""

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
