"""Synonyms: the groups that staff keep, arranged so that a query is widened by them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from faq.models import Synonym
from faq.text import words
from faq.text.phrases import singular_key, stem_key


@dataclass(frozen=True)
class Synonyms:
    """All groups. With "MyChart, patient portal" kept, `meanings["mychart"]` is `("patient portal",)`."""

    # Stems of a phrase, joined, so that "co-pay" is "copay" -> the phrases that are searched too, normalised
    meanings: Mapping[str, tuple[str, ...]]
    # Every word of every phrase
    phrase_words: frozenset[str]
    # Words in the longest phrase
    longest: int
    # The keys of each group's phrases (`singular_key`): what staff say of two phrases goes before the built-in groups
    together: tuple[frozenset[str], ...] = ()


NO_SYNONYMS = Synonyms({}, frozenset(), 0)


def load() -> Synonyms:
    """Return the groups as they are kept now."""
    return compile(Synonym.objects.all())


def compile(groups: Iterable[Synonym]) -> Synonyms:
    """Return `groups`, kept or only being tried, arranged for `parse`."""
    meanings: dict[str, tuple[str, ...]] = {}
    all_phrases: set[str] = set()
    together: list[frozenset[str]] = []
    for group in groups:
        phrases = list(dict.fromkeys(map(words.normalise, group.phrase_list)))
        all_phrases.update(phrases)
        together.append(frozenset(map(singular_key, phrases)))
        for source in phrases[: 1 if group.is_one_way else None]:
            others = tuple(phrase for phrase in phrases if phrase != source)
            key = stem_key(source).replace(" ", "")
            meanings[key] = (*meanings.get(key, ()), *others)
    phrase_words = frozenset(word for phrase in all_phrases for word in phrase.split())
    longest = max((phrase.count(" ") + 1 for phrase in all_phrases), default=0)
    return Synonyms(meanings, phrase_words, longest, tuple(together))
