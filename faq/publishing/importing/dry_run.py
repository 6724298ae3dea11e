"""Says what an import would leave out and change, without writing anything."""

from dataclasses import dataclass, field

from faq.publishing import exchange
from faq.publishing.importing import files_kept, head, pictures_kept, preview
from faq.publishing.importing.parsed import ParsedFile


@dataclass
class DryRun:
    """What would come of an import: how many articles, a sentence for each thing that would not come in, remarks."""

    articles: int = 0
    refusals: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def check(parsed: ParsedFile) -> DryRun:
    """Return what `imports.load` would say of `parsed`. Writes nothing, pictures neither."""
    found = DryRun(refusals=[str(problem) for problem in parsed.problems] + head.check(parsed))
    contents = exchange.titled(parsed.articles)
    for row, content in zip(preview.rows(parsed, most=len(contents)), contents, strict=True):
        called = exchange.named(content, row.origin)
        found.refusals += [f"{called}: {problem}" for problem in row.problems]
        found.refusals += [f"{called}: {said}" for said in pictures_kept.refused(content, parsed.pictures)]
        found.refusals += [f"{called}: {said}" for said in files_kept.refused(content, parsed.files)]
        if not row.problems:
            found.articles += 1
            found.remarks += row.remarks
    return found
