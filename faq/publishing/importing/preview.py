"""What an import would make of a file, article by article, before anything is written."""

from dataclasses import dataclass, field

from faq.errors import RefusedError
from faq.models import Article
from faq.publishing import batches, exchange, questions, rules
from faq.publishing.importing import files_kept, pictures_kept, shared_steps
from faq.publishing.importing.parsed import Origin, ParsedFile, Remark
from faq.publishing.importing.shared_steps import Shared
from faq.publishing.kinds import Content


@dataclass
class Row:
    """One article: its words, its HTML as patients would read it, and what is to be said of it."""

    number: int
    content: Content
    origin: Origin
    html: dict[str, str] = field(default_factory=dict)
    # Why it cannot come in as it is
    problems: list[str] = field(default_factory=list)
    # Where patients will read something else than the file says
    remarks: list[str] = field(default_factory=list)
    shared: Shared | None = None

    @property
    def where(self) -> str:
        return Remark(self.origin.starts["title"], "", self.origin.file, self.origin.unit).where


def rows(parsed: ParsedFile, *, most: int) -> list[Row]:
    """Return the first `most` articles of `parsed`, with the problems that an import would name. Writes nothing."""
    shared = {each.article: each for each in shared_steps.find(parsed.articles)}
    new_facts = {name.casefold() for name, *_ in parsed.facts}
    contents = parsed.articles[:most]
    named = [{**content, "steps": _own_steps(content)} for content in exchange.titled(contents)]
    drafts = [batches.prepared(pictures_kept.described(files_kept.without_links(own))) for own in named]
    batches.refuse_taken(drafts)
    found = []
    for number, (content, own, draft, origin) in enumerate(
        zip(contents, named, drafts, parsed.origins[:most], strict=True)
    ):
        html = {name: str(text) for name, text in draft.html.items()}
        remarks = [] if draft.refusal else exchange.remarks(own, origin, new_facts)
        problems = [draft.refusal] if draft.refusal else []
        found.append(Row(number, content, origin, html, problems, remarks, shared.get(number)))
    _name_missing_steps(parsed, found)
    return found


def _own_steps(content: Content) -> list[dict[str, str]]:
    """Without those of other articles, which may come only with this import."""
    return [step for step in content["steps"] if "include" not in step]


def _name_missing_steps(parsed: ParsedFile, found: list[Row]) -> None:
    """Add why steps of other articles cannot stand in those of `found`: these come with this import, or are there."""
    refused = {row.number for row in found if row.problems}
    coming = {
        questions.key(name): content
        for number, content in enumerate(parsed.articles)
        if number not in refused
        for name in (content["title"], content.get("slug", ""))
        if name
    }
    for row in found:
        if not row.problems:
            wanted = [step["include"] for step in row.content["steps"] if "include" in step]
            for name in wanted:
                row.problems += _why_not_shown(row.content, name, coming.get(questions.key(name)))


def _why_not_shown(content: Content, name: str, coming: Content | None) -> list[str]:
    is_public = content.get("audience", Article.Audience.PUBLIC) == Article.Audience.PUBLIC
    if coming is None or coming is content:
        try:
            return exchange.include_problems(content, name)
        except RefusedError as refusal:
            return list(refusal.sentences)
    if any("include" in step for step in coming["steps"]):
        return [rules.USES_OTHERS.format(coming["title"])]
    is_for_staff = coming.get("audience") == Article.Audience.STAFF
    return [rules.FOR_STAFF_ONLY.format(coming["title"])] if is_public and is_for_staff else []
