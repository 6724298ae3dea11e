"""The two ways publishing says no, each with a sentence for staff."""

from faq.models import Article, Revision


class PublishingError(Exception):
    """A refusal; `sentences` say why and what to do, in a receptionist's words."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = list(sentences)


class Conflict(PublishingError):
    """Somebody else saved the article in the meantime; `theirs` is the revision they made."""

    def __init__(self, article: Article, theirs: Revision) -> None:
        who = theirs.author_name or "Somebody else"
        super().__init__(
            f"{who} saved this article while you were writing. Nothing of yours is lost: please compare below."
        )
        self.article = article
        self.theirs = theirs
