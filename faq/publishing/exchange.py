"""Brings articles in from a file: the first content of a new site, and what a clinic already has."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction

from faq.errors import RefusedError
from faq.models import Article, Clinic, Fact, Revision
from faq.publishing import actions, differences, facts, tags, textfile
from faq.publishing.differences import Place
from faq.publishing.kinds import Content
from faq.publishing.locking import serialized
from faq.publishing.textfile import ParsedFile
from faq.text import characters

SEED = Path(__file__).resolve().parent.parent / "seed" / "portal-faq.md"
Progress = Callable[[int, int], None]


@dataclass
class Imported:
    """What came of an import: the articles that went in, a sentence for each thing that did not, and remarks."""

    articles: list[Article] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    # Where patients read something else than what the file says, or a typed number came off a step
    remarks: list[str] = field(default_factory=list)


def load_seed() -> int:
    """Fill an empty site with the clinic's first questions, published; return how many there are. Never overwrites."""
    if Article.objects.exists():
        return 0
    imported = load(textfile.read(SEED.read_text(encoding="utf-8")), by=None, publish=True)
    return len(imported.articles)


def load(parsed: ParsedFile, *, by: User | None, publish: bool = False, progress: Progress | None = None) -> Imported:
    """Add what `parsed` holds, as drafts or published; facts, topics and the clinic's name only where none are.

    A refused article is named with its reason, the others still go in; one that only cannot be published stays a draft.
    Where patients will read something else than the file says, a remark names the line; numbers typed before steps are
    taken off. `progress` is called with (done, of how many).
    """
    result = Imported([], [f"Line {problem.line}: {problem.message}" for problem in parsed.problems])
    result.refusals += _add_head(parsed, by)
    # An article comes after those whose steps it uses
    ordered = sorted(zip(parsed.articles, parsed.starts, strict=True), key=lambda pair: _includes_others(pair[0]))
    for done, (content, starts) in enumerate(ordered, start=1):
        _load_one(result, content, starts, by, publish)
        if progress:
            progress(done, len(ordered))
    return result


def check(parsed: ParsedFile) -> list[str]:
    """Return what `load` would say of the file itself, writing nothing: lines it cannot use, and its remarks."""
    said = [f"Line {problem.line}: {problem.message}" for problem in parsed.problems]
    new_facts = {name.casefold() for name, *_ in parsed.facts}
    for content, starts in zip(parsed.articles, parsed.starts, strict=True):
        said += _remarks(content, starts, new_facts)
    return said


def _load_one(result: Imported, content: Content, starts: dict[str, int], by: User | None, publish: bool) -> None:
    named = f"“{content['title'][:60]}”"
    try:
        article = _add(differences.take_off_step_numbers(content), by)
    except RefusedError as error:
        result.refusals.append(f"{named}: {error}")
        return
    result.articles.append(article)
    result.remarks += _remarks(content, starts, set())
    try:
        if publish:
            actions.publish(article, by=by)
    except RefusedError as error:
        result.refusals.append(f"{named} stays a draft: {error}")


def _remarks(content: Content, starts: dict[str, int], new_facts: set[str]) -> list[str]:
    found = differences.places(content, new_facts=new_facts)
    return [_remark(place, f"“{content['title'][:60]}”", starts) for place in found] + _odd_characters(content)


def _remark(place: Place, named: str, starts: dict[str, int]) -> str:
    line = starts.get(place.part if place.step is None else f"step {place.step}", starts["title"])
    # What cannot hold a fact stands in one line of the file, however many lines it makes
    line += place.difference.line - 1 if place.may_hold_facts else 0
    if place.is_step_number:
        return f"Line {line}, {named}, {place.label}: “{place.difference.typed}” is taken off, as steps are numbered."
    return f"Line {line}, {named}, {place.label}: {place.sentence}"


def _includes_others(content: Content) -> bool:
    return any("include" in step for step in content["steps"])


@transaction.atomic
def _add(content: Content, by: User | None) -> Article:
    if Article.objects.not_in_bin().filter(title=" ".join(content["title"].split())).exists():
        raise RefusedError("There is an article with this question already.")
    steps = [{"include": _slug_of(step["include"])} if "include" in step else step for step in content["steps"]]
    return actions.save(None, {**content, "steps": steps}, by=by, reason=Revision.Reason.IMPORTED).article


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
    target = Article.objects.not_in_bin().filter(title__iexact=question).first()
    return target.slug if target else question


def _add_head(parsed: ParsedFile, by: User | None) -> list[str]:
    """Keep the clinic's name, facts and topics; return a sentence for each one that cannot be kept."""
    _name_clinic(parsed.clinic, by)
    refusals = []
    known = set(Fact.objects.values_list("name", flat=True))
    for name, label, kind, value in parsed.facts:
        if name.casefold() not in known:
            fact = Fact(name=name, label=label, kind=kind, value=value)
            refusals += _refusal(f"The fact “{name[:40]}”", facts.save, fact, by=by)
            known.add(name.casefold())
    for position, (name, description) in enumerate(parsed.topics, start=1):
        refusals += _refusal(f"The topic “{name[:40]}”", _add_topic, name, description, position, by)
    return refusals


@serialized
def _name_clinic(name: str, by: User | None) -> None:
    if name and not Clinic.objects.exists():
        facts.save_clinic(Clinic(name=name), by=by)


def _refusal(what: str, verb: Callable, *args: object, **kwargs: object) -> list[str]:
    try:
        verb(*args, **kwargs)
    except RefusedError as error:
        return [f"{what}: {error}"]
    return []


@serialized
def _add_topic(name: str, description: str, position: int, by: User | None) -> None:
    tag = tags.get_or_create_named([name])[0]
    if not tag.is_topic:
        tag.is_topic, tag.description, tag.position = True, tag.description or description, position
        tags.save(tag, by=by)
