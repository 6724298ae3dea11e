"""Words that mean the same: what the staff's groups say, and the verbs that keep them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from faq.models import AuditEntry, Edition, Synonym
from faq.text import words

_MOST_PHRASES = 20


@dataclass(frozen=True)
class Synonyms:
    """All groups, ready to be asked."""

    meanings: Mapping[str, tuple[str, ...]]  # stems of a phrase -> the phrases that are searched too, normalised
    shown: Mapping[str, str]  # normalised phrase -> as staff wrote it
    longest: int  # words in the longest phrase

    @property
    def words(self) -> set[str]:
        return {word for phrase in self.shown for word in phrase.split()}


NO_SYNONYMS = Synonyms({}, {}, 0)


def now() -> Synonyms:
    """Return the groups as they are kept now."""
    return of(Synonym.objects.all())


def of(groups: list[Synonym]) -> Synonyms:
    """Return `groups`, kept or only being tried, ready to be asked."""
    meanings: dict[str, tuple[str, ...]] = {}
    shown: dict[str, str] = {}
    for group in groups:
        phrases = {words.normalise(phrase): phrase for phrase in group.phrase_list}
        shown |= phrases
        for source in list(phrases)[: 1 if group.is_one_way else None]:
            others = tuple(phrase for phrase in phrases if phrase != source)
            meanings[key_of(source)] = (*meanings.get(key_of(source), ()), *others)
    return Synonyms(meanings, shown, max((phrase.count(" ") + 1 for phrase in shown), default=0))


def key_of(phrase: str) -> str:
    return " ".join(map(words.stem, phrase.split()))


def keys_of(group: Synonym) -> list[str]:
    return [key_of(words.normalise(phrase)) for phrase in group.phrase_list]


def check(group: Synonym) -> None:
    """Raise ValidationError, in a receptionist's words, when `group` would do harm or nothing."""
    keys = keys_of(group)
    _check_alone(group, keys)
    others = [(other, keys_of(other)) for other in Synonym.objects.exclude(pk=group.pk)]
    for other, known in others:
        _check_beside(group, keys, other, known)
    if group.is_one_way:
        _check_loop(group, keys, [known for other, known in others if other.is_one_way])


@transaction.atomic
def save(group: Synonym, *, by: AbstractBaseUser | None) -> Synonym:
    """Write `group`; the next search knows it. Raises ValidationError with the reason for a refusal."""
    group.phrases = ", ".join(group.phrase_list)
    check(group)
    group.save()
    Edition.move()
    AuditEntry.note(by, AuditEntry.Action.SETTING, f"the synonym “{group.phrases}”")
    return group


@transaction.atomic
def delete(group: Synonym, *, by: AbstractBaseUser | None) -> None:
    """Forget `group`."""
    AuditEntry.note(by, AuditEntry.Action.REMOVED, f"the synonym “{group.phrases}”")
    group.delete()
    Edition.move()


def _check_alone(group: Synonym, keys: list[str]) -> None:
    if len(keys) < 2:
        raise ValidationError("Please give at least two words or phrases, parted by a comma.")
    if len(keys) > _MOST_PHRASES:
        raise ValidationError(f"Please use at most {_MOST_PHRASES} words or phrases in one group.")
    for phrase, key in zip(group.phrase_list, keys, strict=True):
        subject = [word for word in words.tokens(phrase) if word not in words.QUESTION_WORDS and len(word) > 1]
        if not key or not subject:
            raise ValidationError(f"“{phrase}” would match everything. Please use a word that says what it is about.")
    twice = next((p for p, key in zip(group.phrase_list, keys, strict=True) if keys.count(key) > 1), None)
    if twice:
        raise ValidationError(f"“{twice}” is in this group twice. Search already treats forms of one word alike.")


def _check_beside(group: Synonym, keys: list[str], other: Synonym, known: list[str]) -> None:
    """A source may lead to its meanings in one place only, so that nobody has to look for the other place."""
    sources = keys[:1] if group.is_one_way else keys
    theirs = known[:1] if other.is_one_way else known
    for key, phrase in zip(keys, group.phrase_list, strict=True):
        if key in sources and key in theirs:
            way = "one-way group" if other.is_one_way else "group"
            raise ValidationError(
                f"“{phrase}” is already in the {way} “{other}”. Please take it out here, or add your words there."
            )


def _check_loop(group: Synonym, keys: list[str], one_way: list[list[str]]) -> None:
    leads = {known[0]: known[1:] for known in one_way}
    seen, waiting = set(), list(keys[1:])
    while waiting:
        key = waiting.pop()
        if key == keys[0]:
            raise ValidationError(
                f"This would go round in a circle: another group already leads back to “{group.phrase_list[0]}”. "
                "Please make one group of them that works both ways."
            )
        if key not in seen:
            seen.add(key)
            waiting.extend(leads.get(key, ()))
