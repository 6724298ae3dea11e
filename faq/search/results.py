"""What a search gives back: a page of hits, or suggestions, with what is shown of each article."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.safestring import SafeString

from faq.search.answer import Answer
from faq.search.index.documents import Document
from faq.search.query import highlights, reader_choice
from faq.text.reader_questions import query_of

FOR_STAFF = "For staff only"


@dataclass(frozen=True)
class Suggestion:
    title: str
    # The title in pieces, each with whether it is one of the words typed
    pieces: list[tuple[str, bool]]
    url: str
    # The topic it belongs to, or who alone may read it
    note: str

    @classmethod
    def of(cls, document: Document, weights: Mapping[str, float], text: str = "") -> "Suggestion":
        """Return how `document` is suggested; `weights` are the words that match, normalised, `text` what was typed."""
        topic = document.tags[0][1] if document.tags else ""
        note = FOR_STAFF if document.is_for_staff else topic
        pieces = list(highlights.pieces(document.title, weights))
        query = query_of(reader_choice.chosen(text, document.questions))
        url = reverse("faq:article", args=[document.slug]) + (f"?{query}" if query else "")
        return cls(document.title, pieces, url, note)


@dataclass(frozen=True)
class Suggestions:
    # Likeliest first
    items: list[Suggestion] = field(default_factory=list)
    # An emergency was typed: nothing is suggested, as it would lead past the notice
    is_urgent: bool = False


@dataclass(frozen=True)
class Hit:
    """One article found. `*_html` are escaped, with <mark> around the words that match."""

    id: int
    title: str
    title_html: SafeString
    excerpt_html: SafeString
    slug: str
    # The step that answers best, as the page that opens numbers it
    step: int | None
    # (place on the page, name, what it is) of the file or video whose words are shown
    attached: list[str] | None
    # (slug, name)
    tags: list[tuple[str, str]]
    # Staff find it, patients do not
    is_for_staff: bool = False
    # What a link to it carries in its address, for example "found=..."
    query: str = ""
    # Where the search names one, the answer to what the article asks its readers: "for=my-child"
    choice: str = ""
    # The same step on the page with every step, which its place is called by
    anchor_step: int | None = None

    @classmethod
    def of(
        cls, document: Document, weights: Mapping[str, float], nearest_row: int | None = None, *, text: str = ""
    ) -> "Hit":
        """Return what is shown of `document`; `weights` are the words that match, normalised, with their weights.

        `text` is what was typed: where it names for whom, nothing is shown that is only for others. `nearest_row` is
        the row of its vectors that is nearest by meaning. Its passage is shown unless another part holds clearly more
        of the words.
        """
        choice = reader_choice.chosen(text, document.questions)
        seen = document.steps_for(choice)
        parts = [
            "" if 1 <= part <= len(document.steps) and part not in seen else held
            for part, held in enumerate(document.parts_words)
        ]
        near = [part for part in document.parts_of_row(nearest_row) if parts[part]]
        part, found = highlights.best_part(parts, weights, prefer=near)
        attached, shown = document.attached_at(part), document.parts[part]
        # Its name stands in the link before its words
        shown = shown.partition("\n")[2] if attached else shown
        return cls(
            id=document.id,
            title=document.title,
            title_html=highlights.mark(document.title, weights),
            excerpt_html=highlights.excerpt(shown, found),
            slug=document.slug,
            step=seen.index(part) + 1 if part in seen else None,
            anchor_step=part if part in seen else None,
            choice=query_of(choice),
            attached=attached,
            tags=[(slug, name) for slug, name in document.tags],
            is_for_staff=document.is_for_staff,
        )

    @property
    def url(self) -> str:
        query = "&".join(filter(None, [self.choice, self.query]))
        return reverse("faq:article", args=[self.slug]) + (f"?{query}" if query else "")

    @property
    def step_url(self) -> str:
        return f"{self.url}#step-{self.anchor_step}" if self.anchor_step else self.url

    @property
    def attached_url(self) -> str:
        """Where on its page the file or video stands whose words are shown."""
        return f"{self.url}#{self.attached[0]}" if self.attached else self.url


@dataclass(frozen=True)
class Results:
    # As typed, at most 300 characters
    text: str
    # Of hits, best first
    page: Page = field(default_factory=lambda: Paginator([], 1).page(1))
    # False: only the nearest there is, say "closest articles"
    is_close: bool = True
    # Of all pages: those that are about the subject themselves; the others may help
    close_count: int = 0
    # What the first hit says, where it is sure to be the answer
    answer: Answer | None = None
    # Typed word -> word searched instead
    corrections: dict[str, str] = field(default_factory=dict)
    # What was searched instead of what was typed; "" when nothing was corrected
    corrected_text: str = ""
    # (slug, name, results), most results first
    tags: list[tuple[str, str, int]] = field(default_factory=list)
    # The slug that narrows these results
    tag: str = ""
    # Holds a phrase of the clinic's urgent list
    is_urgent: bool = False
    # Of the typed words, those that may be written down, each as what is written for it
    writable: dict[str, str] = field(default_factory=dict)
    # False: the index is being built by another process, please try again soon
    is_ready: bool = True

    def linked(self, query: Callable[[int], str]) -> "Results":
        """Return these results with `query(rank)` in the links to each of them; the best is of rank 1."""
        first = self.page.start_index()
        hits = [replace(hit, query=query(rank)) for rank, hit in enumerate(self.page, start=first)]
        answer = replace(self.answer, query=hits[0].query) if self.answer else None
        return replace(self, page=Page(hits, self.page.number, self.page.paginator), answer=answer)

    @property
    def hits(self) -> list[Hit]:
        return list(self.page)

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def count_words(self) -> tuple[str, str]:
        """How many articles are about the subject, and how many more may help; each in words, "" for none."""
        about, others = self.close_count, self.total - self.close_count
        more = f"{others} {'more ' if about else _articles(others) + ' '}that may help" if others else ""
        return (f"{about} {_articles(about)} about" if about else ""), more

    @property
    def tag_name(self) -> str:
        return next((name for slug, name, _ in self.tags if slug == self.tag), "")


def _articles(count: int) -> str:
    return "article" if count == 1 else "articles"
