"""The one way in which the knowledge base says no to a person."""


class RefusedError(Exception):
    """A refusal; `sentences` say why and what to do, in a receptionist's words."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = list(sentences)
