"""Brings articles in from a file: the first content of a new site, and what a clinic already has."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction

from faq.errors import RefusedError
from faq.models import Article, Clinic, Fact, Revision
from faq.publishing import actions, facts, tags, textfile
from faq.publishing.kinds import Content
from faq.publishing.locking import serialized
from faq.publishing.textfile import ParsedFile

SEED = Path(__file__).resolve().parent.parent / "seed" / "portal-faq.md"
Progress = Callable[[int, int], None]


@dataclass
class Imported:
    """What came of an import: the articles that went in, and a sentence for each one that did not."""

    articles: list[Article] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)


def load_seed() -> int:
    """Fill an empty site with the clinic's first questions, published; return how many there are. Never overwrites."""
    if Article.objects.exists():
        return 0
    imported = load(textfile.read(SEED.read_text(encoding="utf-8")), by=None, publish=True)
    return len(imported.articles)


def load(parsed: ParsedFile, *, by: User | None, publish: bool = False, progress: Progress | None = None) -> Imported:
    """Add what `parcel` holds, as drafts or published; facts, topics and the clinic's name only where none are.

    A refused article is named with its reason, the others still go in. `progress` is called with (done, of how many).
    """
    result = Imported([], [f"Line {problem.line}: {problem.message}" for problem in parsed.problems])
    result.refusals += _add_head(parsed, by)
    # An article comes after those whose steps it uses
    ordered = sorted(parsed.articles, key=_includes_others)
    for done, content in enumerate(ordered, start=1):
        try:
            result.articles.append(_add(content, by, publish))
        except RefusedError as error:
            result.refusals.append(f"“{content['title'][:60]}”: {error}")
        if progress:
            progress(done, len(ordered))
    return result


def _includes_others(content: Content) -> bool:
    return any("include" in step for step in content["steps"])


@transaction.atomic
def _add(content: Content, by: User | None, publish: bool) -> Article:
    if Article.objects.not_in_bin().filter(title=" ".join(content["title"].split())).exists():
        raise RefusedError("There is an article with this question already.")
    steps = [{"include": _slug_of(step["include"])} if "include" in step else step for step in content["steps"]]
    revision = actions.save(None, {**content, "steps": steps}, by=by, reason=Revision.Reason.IMPORTED)
    if publish:
        actions.publish(revision.article, by=by)
    return revision.article


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
