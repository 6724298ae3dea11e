"""Puts an article's page together from a revision: facts and shared steps filled in, ready for the template."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from faq.models import Article, Clinic, Fact, Revision, Tag, WhenOverdue
from faq.models.parts import Kind, of_kind
from faq.publishing import overdue
from faq.text import facts as fact_text
from faq.text import markdown
from faq.values import picture_names

_WAITS = ' loading="lazy"'
_HEADING = re.compile(r'(<h[2-6] id=")(part-[^"]+)"')


@dataclass(frozen=True)
class StepOnPage:
    """One numbered step as the template shows it; its picture's width and height in CSS pixels."""

    number: int
    html: SafeString
    picture_url: str = ""
    picture_width: int = 0
    picture_height: int = 0
    picture_alt: str = ""
    # For the attributes of these names; "" where the picture has one size
    picture_srcset: str = ""
    picture_sizes: str = ""
    # Only the first one of a page is loaded before a reader comes near it
    picture_loading: str = "lazy"

    @property
    def anchor(self) -> str:
        return f"step-{self.number}"


@dataclass(frozen=True)
class Heading:
    anchor: str
    text: str


@dataclass(frozen=True)
class ArticlePage:
    """Everything the article template shows."""

    title: str
    # With a red mark for staff where braces stand, which no patient reads
    title_html: SafeString
    # The Markdown parts by name
    html: dict[str, SafeString]
    steps: list[StepOnPage]
    contents: list[Heading]
    tags: list[Tag]
    changed_on: date | None
    # When the clinic found exactly these words still correct, and since when it should have looked again
    checked_on: date | None = None
    overdue_since: date | None = None
    # Of the version that is shown, 0 where nobody is asked about it
    revision_number: int = 0
    absolute_url: str = ""
    related: tuple[Article, ...] = ()
    # Its neighbours in the list of its first topic
    before: Article | None = None
    after: Article | None = None

    @property
    def is_long(self) -> bool:
        """Whether its reader is helped by links that jump to its parts."""
        return len(self.contents) > 1

    @property
    def summary(self) -> str:
        """The short answer as plain words, to be escaped like any others."""
        return markdown.to_text(self.html["short_answer"])


def build(
    revision: Revision,
    *,
    tags: list[Tag],
    changed_on: date | None = None,
    for_staff: bool = False,
    picture_query: str = "",
    for_paper: bool = False,
    **more: object,
) -> ArticlePage:
    """Return the page of `revision`, saved or not; `for_staff` shows unknown facts in red. Three queries at most.

    `picture_query` follows each picture's address: what lets readers of this page alone see them. `for_paper` offers
    pictures only as large as they are, as paper shows more of them than a screen.
    """
    facts = Fact.by_name()
    html = {
        part.name: _filled(revision.html.get(part.name, ""), facts, for_staff, picture_query, for_paper)
        for part in of_kind(Kind.MARKDOWN)
    }
    steps = steps_of(revision, facts, for_staff=for_staff, picture_query=picture_query)
    _load_first_picture_at_once(html, steps)
    _give_headings_addresses_of_their_own(html, steps)
    return ArticlePage(
        title=revision.title,
        title_html=_safe(fact_text.fill(escape(revision.title), {}, show_unknown=for_staff)),
        html=html,
        steps=steps,
        contents=[Heading(anchor, text) for anchor, text in markdown.headings(html["body"])],
        tags=tags,
        changed_on=changed_on,
        **more,
    )


def checks(article: Article, clinic: Clinic) -> dict[str, date | None]:
    """Return what the page of `article` says of its last check: "checked_on" and "overdue_since", where it does."""
    is_checked = clinic.shows_checked and article.live is not None and article.checked_number == article.live.number
    since = overdue.due_on(article, clinic) if clinic.when_overdue == WhenOverdue.BANNER else None
    is_late = since is not None and since <= clinic.now().date()
    return {"checked_on": article.checked_on if is_checked else None, "overdue_since": since if is_late else None}


def own_words(source: str) -> SafeString:
    """Return the Markdown `source`, the clinic's own words on a page of the site, as HTML with facts filled in."""
    html = markdown.render(source, top_heading=3)
    return _safe(fact_text.fill(html, Fact.by_name()).strip() if html else "")


def steps_of(
    revision: Revision, facts: Mapping[str, Fact], *, for_staff: bool = False, picture_query: str = ""
) -> list[StepOnPage]:
    """Return the steps of `revision` as its page shows them, numbered from 1; options as for `build`."""
    return [_step(step, picture_query) for step in revision.filled_steps(facts, show_unknown=for_staff)]


def _step(step: Mapping, picture_query: str) -> StepOnPage:
    html = _safe(picture_names.with_sizes(step["html"], query=picture_query))
    name = step.get("picture")
    if not name:
        return StepOnPage(step["number"], html)
    width, height = picture_names.shown_size(name)
    return StepOnPage(
        step["number"],
        html,
        picture_url=picture_names.url_of(name, query=picture_query),
        picture_width=width,
        picture_height=height,
        picture_alt=step.get("alt", ""),
        picture_srcset=picture_names.srcset_of(name, query=picture_query),
        picture_sizes=picture_names.sizes_of(name),
    )


def _load_first_picture_at_once(html: dict[str, SafeString], steps: list[StepOnPage]) -> None:
    """It may stand in the first screen, where waiting for the layout of the page would only make it late."""
    if _WAITS in html["short_answer"]:
        html["short_answer"] = _without_waiting(html["short_answer"])
        return
    for index, step in enumerate(steps):
        if _WAITS in step.html:
            steps[index] = replace(step, html=_without_waiting(step.html))
            return
        if step.picture_url:
            steps[index] = replace(step, picture_loading="eager")
            return
    html["body"] = _without_waiting(html["body"])


def _give_headings_addresses_of_their_own(html: dict[str, SafeString], steps: list[StepOnPage]) -> None:
    """A heading may stand in two steps, each rendered by itself; those of the detail, which links lead to, stay."""
    taken = {address for _, address in _HEADING.findall(html["body"])}
    html["short_answer"] = _with_free_addresses(html["short_answer"], "short-answer", taken)
    for index, step in enumerate(steps):
        steps[index] = replace(step, html=_with_free_addresses(step.html, step.anchor, taken))


def _with_free_addresses(html: str, place: str, taken: set[str]) -> SafeString:
    def with_free(heading: re.Match[str]) -> str:
        address = f"{place}-{heading[2]}" if heading[2] in taken else heading[2]
        taken.add(address)
        return f'{heading[1]}{address}"'

    return _safe(_HEADING.sub(with_free, html))


def _without_waiting(html: str) -> SafeString:
    return _safe(html.replace(_WAITS, "", 1))


def _filled(html: str, facts: Mapping[str, Fact], for_staff: bool, picture_query: str, for_paper: bool) -> SafeString:
    filled = fact_text.fill(html, facts, show_unknown=for_staff)
    if for_paper:
        return _safe(picture_names.with_query(filled, picture_query))
    return _safe(picture_names.with_sizes(filled, query=picture_query))


def _safe(html: str) -> SafeString:
    # The one place where HTML is declared safe: text/markdown.py made and sanitised what is stored, `build` has just
    # escaped the title, facts escape themselves.
    return mark_safe(html)
