"""Brings articles in from what a reader found: the first content of a new site, and what a clinic already has."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction

from faq.errors import RefusedError
from faq.models import Article, Revision
from faq.publishing import actions, batches, differences, old_addresses, questions, rules, textfile
from faq.publishing.batches import Note
from faq.publishing.differences import Place
from faq.publishing.importing import files_kept, head, pictures_kept, untitled
from faq.publishing.importing.parsed import Origin, ParsedFile, Remark
from faq.publishing.kinds import Content
from faq.publishing.locking import serialized
from faq.text import characters

SEED = Path(__file__).resolve().parent.parent / "seed" / "portal-faq.md"
Progress = Callable[[int, int], None]
# Written in one transaction: other writers wait about a second at most
_AT_ONCE = 200


@dataclass
class Imported:
    """What came of an import: the articles that went in, a sentence for each thing that did not, and remarks."""

    articles: list[Article] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    # Where patients read something else than what the file says, or a typed number came off a step
    remarks: list[str] = field(default_factory=list)


@dataclass
class _Entry:
    """One article of a file on its way in."""

    content: Content
    origin: Origin

    @property
    def named(self) -> str:
        return named(self.content, self.origin)

    @property
    def names(self) -> set[str]:
        """How a step may call this article: by its question or its address."""
        return {questions.key(name) for name in (self.content["title"], self.content.get("slug", "")) if name}

    @property
    def included(self) -> list[str]:
        return [step["include"] for step in self.content["steps"] if "include" in step]


def load_seed() -> int:
    """Fill an empty site with the clinic's first questions, published; return how many there are. Never overwrites."""
    if Article.objects.exists():
        return 0
    imported = load(textfile.read(SEED.read_text(encoding="utf-8")), by=None, publish=True)
    return len(imported.articles)


def load(
    parsed: ParsedFile,
    *,
    by: User | None,
    publish: bool = False,
    progress: Progress | None = None,
    note: Note | None = None,
) -> Imported:
    """Add what `parsed` holds, as drafts or published; facts, topics and the clinic's name only where none are.

    A refused article is named with its reason, the others still go in; one that only cannot be published stays a draft.
    Where patients will read something else than the file says, a remark names the line; numbers typed before steps are
    taken off. `progress` is called with (done, of how many), `note` with new articles, inside the transaction that
    adds them.
    """
    result = Imported([], [str(problem) for problem in parsed.problems])
    result.refusals += head.add(parsed, by)
    entries = _entries(parsed)
    # An article comes after those whose steps it uses
    alone = [entry for entry in entries if not entry.included]
    others = _in_order([entry for entry in entries if entry.included])
    for start in range(0, len(alone), _AT_ONCE):
        _load_batch(result, alone[start : start + _AT_ONCE], parsed, by, publish, note)
        if progress:
            progress(min(start + _AT_ONCE, len(alone)), len(entries))
    for done, entry in enumerate(others, start=len(alone) + 1):
        _load_one(result, entry, parsed, by, publish, note)
        if progress:
            progress(done, len(entries))
    return result


def include_problems(content: Content, name: str) -> list[str]:
    """Return why the steps of the article that is there and called `name` cannot stand in the new one with `content`.

    Raises `RefusedError` where there is none.
    """
    return rules.save_problems(Article(), {**content, "steps": [{"include": _slug_of(name)}]})


def named(content: Content, origin: Origin) -> str:
    """Return how an article is called in what is said of it: by its file and its question."""
    words = f"“{content['title'][:60]}”"
    return f"{origin.file}: {words}" if origin.file else words


def remarks(content: Content, origin: Origin, new_facts: set[str]) -> list[str]:
    """Return where patients will read something else than what the file says, and characters that are not seen."""
    found = differences.places(content, new_facts=new_facts)
    # Those that came along are stored when the article is written
    found = [place for place in found if "](import:" not in place.difference.typed]
    said = [_remark(place, f"“{content['title'][:60]}”", origin) for place in found] + _odd_characters(content)
    return said + [f"{named(content, origin)}: {sentence}" for sentence in files_kept.told(content)]


def _entries(parsed: ParsedFile) -> list[_Entry]:
    return [_Entry(*pair) for pair in zip(titled(parsed.articles), parsed.origins, strict=True)]


def titled(contents: Sequence[Content]) -> list[Content]:
    """Return `contents`, each one without a question with a title that says so."""
    taken = {content["title"] for content in contents}
    if "" in taken:
        taken |= set(Article.objects.filter(title__startswith=rules.UNTITLED).values_list("title", flat=True))
    found: list[Content] = []
    used: dict[str, int] = {}
    for content in contents:
        title = content["title"] or untitled.title_for(content, taken, used)
        taken.add(title)
        found.append({**content, "title": title})
    return found


def _in_order(entries: list[_Entry]) -> list[_Entry]:
    """Each one after those of `entries` whose steps it shows; in a circle, all as the file has them."""
    place_of = {name: place for place, entry in enumerate(entries) for name in entry.names}
    before = {
        place: {place_of[questions.key(name)] for name in entry.included if questions.key(name) in place_of} - {place}
        for place, entry in enumerate(entries)
    }
    try:
        return [entries[place] for place in TopologicalSorter(before).static_order()]
    except CycleError:
        return entries


def _load_batch(
    result: Imported, entries: list[_Entry], parsed: ParsedFile, by: User | None, publish: bool, note: Note | None
) -> None:
    contents = [_ready(result, entry, parsed) for entry in entries]
    drafts = batches.add(contents, by=by, publish=publish, note=note)
    for entry, draft in zip(entries, drafts, strict=True):
        if draft.article is None or draft.refusal:
            result.refusals.append(f"{entry.named}: {draft.refusal}")
            continue
        result.articles.append(draft.article)
        result.remarks += remarks(entry.content, entry.origin, set())
        if draft.unpublished:
            result.refusals.append(f"{entry.named} stays a draft: {draft.unpublished}")
    _keep_old_addresses(
        result,
        {
            draft.article: entry.origin.old_addresses
            for entry, draft in zip(entries, drafts, strict=True)
            if draft.article and not draft.refusal and entry.origin.old_addresses
        },
        by,
    )


def _load_one(
    result: Imported, entry: _Entry, parsed: ParsedFile, by: User | None, publish: bool, note: Note | None
) -> None:
    """An article that shows the steps of another: it is looked for when that one is there."""
    try:
        article = _add(_ready(result, entry, parsed), by, note)
    except RefusedError as error:
        result.refusals.append(f"{entry.named}: {error}")
        return
    result.articles.append(article)
    result.remarks += remarks(entry.content, entry.origin, set())
    _keep_old_addresses(result, {article: entry.origin.old_addresses}, by)
    try:
        if publish:
            actions.publish(article, by=by)
    except RefusedError as error:
        result.refusals.append(f"{entry.named} stays a draft: {error}")


def _ready(result: Imported, entry: _Entry, parsed: ParsedFile) -> Content:
    """The words as they are written: pictures stored, typed numbers off the steps."""
    content, said = pictures_kept.keep(differences.take_off_step_numbers(entry.content), parsed.pictures)
    content, more = files_kept.keep(content, parsed.files)
    result.refusals += [f"{entry.named}: {sentence}" for sentence in [*said, *more]]
    return content


def _keep_old_addresses(result: Imported, addresses: dict[Article, list[str]], by: User | None) -> None:
    if any(addresses.values()):
        result.refusals += serialized(old_addresses.keep)(addresses, by=by)


def _remark(place: Place, named: str, origin: Origin) -> str:
    line = origin.starts.get(place.part if place.step is None else f"step {place.step}", origin.starts["title"])
    # What cannot hold a fact stands in one line of the file, however many lines it makes
    line += place.difference.line - 1 if place.may_hold_facts and origin.unit == "Line" else 0
    where = Remark(line, "", origin.file, origin.unit).where
    if place.is_step_number:
        return f"{where}, {named}, {place.label}: “{place.difference.typed}” is taken off, as steps are numbered."
    return f"{where}, {named}, {place.label}: {place.sentence}"


@transaction.atomic
def _add(content: Content, by: User | None, note: Note | None) -> Article:
    if questions.key(content["title"]) in questions.taken():
        raise RefusedError(questions.TAKEN)
    steps = [{"include": _slug_of(step["include"])} if "include" in step else step for step in content["steps"]]
    article = actions.save(None, {**content, "steps": steps}, by=by, reason=Revision.Reason.IMPORTED).article
    if note:
        note([article])
    return article


def _odd_characters(content: Content) -> list[str]:
    """Return a sentence for what cannot be seen in the question and tags of `content`, or is not what it looks like."""
    lines = [content["title"], *content["tags"]]
    hidden = any(characters.without_hidden(line) != line for line in lines)
    title = content["title"][:60]
    said = [f"“{title}”: characters that nobody can see were taken out."] if hidden else []
    words = [word for line in lines for word in characters.mixed_words(line)]
    return said + [f"“{title}”: “{word}” mixes letters of two alphabets that look alike." for word in words]


def _slug_of(question: str) -> str:
    """The address of the article with this question; an address is taken as it is."""
    target = Article.objects.written().filter(title__iexact=question).first()
    return target.slug if target else question
