"""What an article consists of: the one list that saving, comparing, checking, importing and finding all follow."""

from dataclasses import dataclass
from enum import Enum, auto

from django.db import models

from faq.models.article import Article, Step


class Kind(Enum):
    """How a part is kept and written; what each kind does stands in `publishing/kinds.py`."""

    LINE = auto()
    # Several lines of plain words
    TEXT = auto()
    MARKDOWN = auto()
    CHOICE = auto()
    PERSON = auto()
    TAGS = auto()
    STEPS = auto()
    PICTURE = auto()
    INCLUDE = auto()
    # Own words for single steps of an included article
    REWORDED = auto()
    # What readers are asked, and whom of them a step is for (text/reader_questions.py)
    READER_QUESTIONS = auto()
    ONLY_FOR = auto()
    # PDFs to download
    FILES = auto()
    # Links to videos at their own sites
    VIDEOS = auto()


@dataclass(frozen=True)
class Part:
    """One part of an article or of a step. Label, help text, blank value and limits are those of the model's field."""

    # The field of the model, and the key in a snapshot.
    name: str
    kind: Kind
    model: type[models.Model] = Article
    # Where the model's field has no label of its own.
    named: str = ""
    # The field of the search index in which patients find it; "" where they do not.
    indexed_as: str = ""
    # True where the list of articles in the staff area looks into it.
    is_searched_by_staff: bool = False
    # True where a comparison of two versions shows it. A conflict is found in any part, shown or not.
    is_compared: bool = True
    # What a text file that is imported calls it; "" where it has no name of its own there.
    called_in_files: str = ""
    # The level of the highest heading that its Markdown may make.
    top_heading: int = 2

    @property
    def field(self) -> models.Field:
        field = self.model._meta.get_field(self.name)
        assert isinstance(field, models.Field)
        return field

    @property
    def label(self) -> str:
        return self.named or str(self.field.verbose_name)


# In the order in which a comparison shows them.
PARTS = (
    Part("title", Kind.LINE, indexed_as="title", is_searched_by_staff=True),
    Part("slug", Kind.LINE, called_in_files="Address"),
    Part("short_answer", Kind.MARKDOWN, indexed_as="short_answer", is_searched_by_staff=True, top_heading=3),
    Part("reader_questions", Kind.READER_QUESTIONS),
    Part("steps", Kind.STEPS, named="Steps", indexed_as="steps", is_searched_by_staff=True, called_in_files="Steps"),
    Part("body", Kind.MARKDOWN, indexed_as="body", is_searched_by_staff=True, called_in_files="More detail"),
    Part("files", Kind.FILES, indexed_as="files", is_searched_by_staff=True),
    Part("videos", Kind.VIDEOS, indexed_as="videos", is_searched_by_staff=True),
    Part("asked_like", Kind.TEXT, indexed_as="asked_like", is_searched_by_staff=True, called_in_files="Also asked"),
    Part("tags", Kind.TAGS, indexed_as="tags", is_searched_by_staff=True, called_in_files="Tags"),
    Part("audience", Kind.CHOICE, called_in_files="Audience"),
    Part("owner", Kind.PERSON),
    Part("review_every", Kind.CHOICE),
)

# A step has either `include`, with or without `reworded`, or the others; `only_for` may go with both.
STEP_PARTS = (
    Part("text", Kind.MARKDOWN, Step, is_searched_by_staff=True),
    Part("picture", Kind.PICTURE, Step),
    Part("picture_alt", Kind.LINE, Step),
    Part("include", Kind.INCLUDE, Step),
    Part("reworded", Kind.REWORDED, Step, is_searched_by_staff=True),
    Part("only_for", Kind.ONLY_FOR, Step),
)


def of_kind(*kinds: Kind) -> tuple[Part, ...]:
    """Return the parts of an article that are of one of `kinds`."""
    return tuple(part for part in PARTS if part.kind in kinds)
