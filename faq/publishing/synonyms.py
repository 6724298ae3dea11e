"""The verbs for synonyms: save, delete, and the check that both staff and verbs ask."""

from django.contrib.auth.models import User

from faq.errors import RefusedError
from faq.models import AuditEntry, Edition, Synonym, subject_of
from faq.publishing.locking import serialized
from faq.text.phrases import names_a_subject, stem_key

_MOST_PHRASES = 20


@serialized
def save(group: Synonym, *, by: User | None) -> Synonym:
    """Write `group`; the next search knows it. Raises `RefusedError` with the reason for a refusal."""
    group.phrases = ", ".join(group.phrase_list)
    check(group)
    group.save()
    Edition.move()
    AuditEntry.note(by, AuditEntry.Action.SETTING, subject_of(group))
    return group


@serialized
def delete(group: Synonym, *, by: User | None) -> None:
    """Remove `group`; the next search no longer knows it."""
    AuditEntry.note(by, AuditEntry.Action.REMOVED, subject_of(group))
    group.delete()
    Edition.move()


def check(group: Synonym) -> None:
    """Raise `RefusedError`, in a receptionist's words, when `group` would do harm or nothing.

    With the groups "app, portal" and, one way, "portal, website" kept, these are refused:
    "card" (one phrase alone), "card, how do I" (matches everything), "card, Cards" (twice the same word),
    "app, MyChart" ("app" leads to its meanings in another group already), and, one way, "website, portal" (a circle).
    """
    keys = _keys(group)
    _check_alone(group, keys)
    others = [(other, _keys(other)) for other in Synonym.objects.exclude(pk=group.pk)]
    for other, other_keys in others:
        _check_beside(group, keys, other, other_keys)
    if group.is_one_way:
        _check_circle(group, keys, [other_keys for other, other_keys in others if other.is_one_way])


def _keys(group: Synonym) -> list[str]:
    return [stem_key(phrase) for phrase in group.phrase_list]


def _check_alone(group: Synonym, keys: list[str]) -> None:
    if len(keys) < 2:
        raise RefusedError("Please give at least two words or phrases, separated by a comma.")
    if len(keys) > _MOST_PHRASES:
        raise RefusedError(f"Please use at most {_MOST_PHRASES} words or phrases in one group.")
    for phrase in group.phrase_list:
        if not names_a_subject(phrase):
            raise RefusedError(f"“{phrase}” would match everything. Please use a word that says what it is about.")
    twice = next((p for p, key in zip(group.phrase_list, keys, strict=True) if keys.count(key) > 1), None)
    if twice:
        raise RefusedError(f"“{twice}” is in this group twice. Search already treats forms of one word alike.")


def _check_beside(group: Synonym, keys: list[str], other: Synonym, other_keys: list[str]) -> None:
    """A phrase may lead to its meanings in one group only, so that nobody has to look for the other group."""
    sources = keys[:1] if group.is_one_way else keys
    other_sources = other_keys[:1] if other.is_one_way else other_keys
    for key, phrase in zip(keys, group.phrase_list, strict=True):
        if key in sources and key in other_sources:
            way = "one-way group" if other.is_one_way else "group"
            raise RefusedError(
                f"“{phrase}” is already in the {way} “{other}”. Please take it out here, or add your words there."
            )


def _check_circle(group: Synonym, keys: list[str], one_way: list[list[str]]) -> None:
    leads_to = {other_keys[0]: other_keys[1:] for other_keys in one_way}
    seen, waiting = set(), list(keys[1:])
    while waiting:
        key = waiting.pop()
        if key == keys[0]:
            raise RefusedError(
                f"This would go round in a circle: another group already leads back to “{group.phrase_list[0]}”. "
                "Please make one group of them that works both ways."
            )
        if key not in seen:
            seen.add(key)
            waiting.extend(leads_to.get(key, ()))
