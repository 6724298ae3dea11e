"""Writes what stands at the head of a file of ours: the clinic's name, facts and topics, each only where none is."""

from collections.abc import Callable, Iterator

from django.contrib.auth.models import User

from faq.errors import RefusedError
from faq.models import Clinic, Fact
from faq.models.tag import clean_name
from faq.publishing import facts, tags
from faq.publishing.importing.parsed import ParsedFile
from faq.publishing.locking import serialized


def add(parsed: ParsedFile, by: User | None) -> list[str]:
    """Keep the clinic's name, facts and topics; return a sentence for each one that cannot be kept."""
    _name_clinic(parsed.clinic, by)
    refusals: list[str] = []
    for fact in _new_facts(parsed):
        refusals += _refusal(f"The fact “{fact.name[:40]}”", facts.save, fact, by=by)
    for position, (name, description) in enumerate(parsed.topics, start=1):
        refusals += _refusal(f"The topic “{name[:40]}”", _add_topic, name, description, position, by)
    return refusals


def check(parsed: ParsedFile) -> list[str]:
    """Return what `add` would refuse. Writes nothing."""
    refusals: list[str] = []
    for fact in _new_facts(parsed):
        refusals += _refusal(f"The fact “{fact.name[:40]}”", facts.check, fact)
    for name, _ in parsed.topics:
        refusals += _refusal(f"The topic “{name[:40]}”", tags.check_name, clean_name(name))
    return refusals


def _new_facts(parsed: ParsedFile) -> Iterator[Fact]:
    known = set(Fact.objects.values_list("name", flat=True))
    for name, label, kind, value in parsed.facts:
        if name.casefold() not in known:
            known.add(name.casefold())
            yield Fact(name=name, label=label, kind=kind, value=value)


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
