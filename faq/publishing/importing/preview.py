"""What an import would make of a file, article by article, before anything is written."""

from dataclasses import dataclass, field

from faq.publishing import batches, exchange, questions
from faq.publishing.importing import pictures_kept, shared_steps
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
    """Return the first `most` articles of `parsed`. Writes nothing."""
    shared = {each.article: each for each in shared_steps.find(parsed.articles)}
    taken = questions.taken()
    new_facts = {name.casefold() for name, *_ in parsed.facts}
    found = []
    for number, (content, origin) in enumerate(zip(parsed.articles[:most], parsed.origins, strict=False)):
        own = {**content, "title": content["title"] or "?", "steps": _own_steps(content)}
        draft = batches.prepared(pictures_kept.described(own))
        problems = [draft.refusal] if draft.refusal else []
        key = questions.key(content["title"])
        problems += [questions.TAKEN] if key in taken else []
        # Several without a question each get one of their own
        taken |= {key} - {""}
        html = {name: str(text) for name, text in draft.html.items()}
        remarks = [] if draft.refusal else exchange.remarks(own, origin, new_facts)
        found.append(Row(number, content, origin, html, problems, remarks, shared.get(number)))
    return found


def _own_steps(content: Content) -> list[dict[str, str]]:
    """Without those of other articles, which may come only with this import."""
    return [step for step in content["steps"] if "include" not in step]
