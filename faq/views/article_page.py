"""Puts an article's page together from a revision: facts and shared steps filled in, ready for the template."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from faq.models import Article, Clinic, Fact, Revision, Tag, WhenOverdue
from faq.models.page_steps import PageSteps
from faq.models.parts import Kind, of_kind
from faq.publishing import overdue
from faq.text import facts as fact_text
from faq.text import markdown
from faq.text.reader_questions import labels
from faq.values import picture_names
from faq.views.attachments import FileOnPage, VideoOnPage, file_on_page, video_on_page
from faq.views.page_pictures import PagePicture, page_picture
from faq.views.reader_choice import NONE_PICKED, Choice, QuestionLinks

_WAITS = ' loading="lazy"'
_COMES_FIRST = ' fetchpriority="high"'
_HEADING = re.compile(r'(<h[2-6] id=")(part-[^"]+)"')


@dataclass(frozen=True)
class StepOnPage:
    """One numbered step as the template shows it."""

    # As this reader counts, and on the page with every step
    number: int
    whole_number: int
    html: SafeString
    # In words, one text for each question that this reader has not answered
    only_for: tuple[str, ...] = ()
    picture: PagePicture | None = None

    @property
    def anchor(self) -> str:
        """The same whoever reads, so that a link to a step never leads to another one."""
        return f"step-{self.whole_number}"


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
    # What the reader picked, and the links to pick it
    choice: Choice
    questions: list[QuestionLinks]
    contents: list[Heading]
    tags: list[Tag]
    changed_on: date | None
    files: list[FileOnPage]
    videos: list[VideoOnPage]
    # When the clinic found exactly these words still correct, and since when it should have looked again
    checked_on: date | None = None
    overdue_since: date | None = None
    # Of the version that is shown, 0 where nobody is asked about it
    revision_number: int = 0
    absolute_url: str = ""
    # Its own address below the site's; "" where it has none
    address: str = ""
    related: tuple[Article, ...] = ()
    # Its neighbours in the list of its first topic
    before: Article | None = None
    after: Article | None = None

    @property
    def is_long(self) -> bool:
        """Whether its reader is helped by links that jump to its parts."""
        return len(self.contents) > 1

    @property
    def shared_url(self) -> str:
        """The whole address, with what the reader picked."""
        return self.absolute_url and self.absolute_url + self.choice.query

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
    choice: str = "",
    address: str = "",
    for_paper: bool = False,
    **more: object,
) -> ArticlePage:
    """Return the page of `revision`, saved or not; `for_staff` shows unknown facts in red. Three queries at most.

    `choice` is what the reader picked of its questions, as the page's `address` says it. `picture_query` follows the
    address of each picture, and of each file of a page for staff: what lets readers of this page alone see them.
    `for_paper` offers pictures only as large as they are, as paper shows more of them than a screen.
    """
    facts = Fact.by_name()
    page = revision.filled(facts, show_unknown=for_staff)
    picked = Choice.of(page, choice)
    html = {
        part.name: _filled(revision.html.get(part.name, ""), facts, for_staff, picture_query, for_paper)
        for part in of_kind(Kind.MARKDOWN)
    }
    steps = _steps(page, picked, picture_query, for_paper=for_paper)
    _load_first_picture_at_once(html, steps)
    _give_headings_addresses_of_their_own(html, steps)
    return ArticlePage(
        title=revision.title,
        title_html=_safe(fact_text.fill(escape(revision.title), {}, show_unknown=for_staff)),
        html=html,
        steps=steps,
        choice=picked,
        questions=picked.links(address),
        address=address,
        contents=[Heading(anchor, text) for anchor, text in markdown.headings(html["body"])],
        tags=tags,
        changed_on=changed_on,
        files=[file_on_page(each, revision.slug, picture_query, is_preview=for_staff) for each in revision.files()],
        videos=[video_on_page(number, each, picture_query) for number, each in enumerate(revision.videos(), start=1)],
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
    return _steps(revision.filled(facts, show_unknown=for_staff), NONE_PICKED, picture_query, for_paper=False)


def _steps(page: PageSteps, choice: Choice, picture_query: str, *, for_paper: bool) -> list[StepOnPage]:
    """The steps for a reader of this choice, numbered as they are left."""
    seen = [step for step in page.steps if choice.is_seen(step)]
    steps = []
    for number, step in enumerate(seen, start=1):
        html = _with_pictures(step["html"], picture_query, for_paper)
        only_for = tuple(labels(page.questions, step.get("only_for", ()), choice.keys))
        name = step.get("picture")
        picture = page_picture(name, step.get("alt", ""), query=picture_query) if name else None
        steps.append(StepOnPage(number, step["number"], html, only_for, picture))
    return steps


def _load_first_picture_at_once(html: dict[str, SafeString], steps: list[StepOnPage]) -> None:
    """It may stand in the first screen, where waiting for the layout of the page would only make it late."""
    if _WAITS in html["short_answer"]:
        html["short_answer"] = _without_waiting(html["short_answer"], _COMES_FIRST)
        return
    for index, step in enumerate(steps):
        if _WAITS in step.html:
            steps[index] = replace(step, html=_without_waiting(step.html, _COMES_FIRST))
            return
        if step.picture:
            steps[index] = replace(step, picture=replace(step.picture, loading="eager"))
            return
    # Below all steps, it is not to take the line from the words
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


def _without_waiting(html: str, instead: str = "") -> SafeString:
    return _safe(html.replace(_WAITS, instead, 1))


def _filled(html: str, facts: Mapping[str, Fact], for_staff: bool, picture_query: str, for_paper: bool) -> SafeString:
    return _with_pictures(fact_text.fill(html, facts, show_unknown=for_staff), picture_query, for_paper)


def _with_pictures(html: str, picture_query: str, for_paper: bool) -> SafeString:
    offered = picture_names.with_query if for_paper else picture_names.with_sizes
    return _safe(offered(html, query=picture_query))


def _safe(html: str) -> SafeString:
    # The one place where HTML is declared safe: text/markdown.py made and sanitised what is stored, `build` has just
    # escaped the title, facts escape themselves.
    return mark_safe(html)
