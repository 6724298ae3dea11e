"""How hard a text is to read, and which sentences and words make it so."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from faq.text import sentences

# Words of a sentence; beyond that readers lose the thread (GOV.UK, "Writing for GOV.UK")
LONGEST_SENTENCE = 25
# A grade above it is said to be hard (NIH, "How to Write Easy-to-Read Health Materials": grade 6 or 7, 8 at most)
HARD_GRADE = 8
# Of fewer words no grade is given: one long word would decide it
LEAST_WORDS = 5
_HARD_SYLLABLES = 4
_MOST_NAMED = 5
# The formula was made for English, and for no other language of ours
GRADED_LANGUAGES = ("en",)
# Nobody reads it letter by letter; the full stop behind it stays
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[^\s.!?,;)]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
# Not spoken at the end of a word: "made", "makes", "rule", "looked"; but "table", "bottles", "wanted", "uses" are
_SILENT_END = re.compile(r"(?:[^aeiouyl]e|[aeiouy]les?|(?:[^aeiouylscgzxh]|[tpg]h)es|[^aeiouytd]ed)$")
_SILENT_WITHIN = re.compile(r"[^aeiouyl]ely$|^every")
# Vowels side by side that are spoken apart: "area", "radio", "create", "usually", "going"; but not those of "patient"
_APART = re.compile(r"ia(?![lnt])|io(?![nu])|eo(?![up])|(?<![ctgx])iou|(?<![qg])ua|^crea|scie|[aeiou]ing|ea$")
# What is no prose of a Markdown text: facts, code, addresses. The limits keep odd texts from taking long
_KEPT = re.compile(
    r"\{\{[^{}]{0,200}\}\}|`[^`\n]{1,200}`|\]\([^()\n]{0,2000}\)|<[^<>\n]{1,2000}>|(?:https?://|www\.)\S{1,2000}"
)


@dataclass(frozen=True)
class HardWord:
    """A word as it stands in the text, and the simpler one that the clinic says instead, "" where it has none."""

    word: str
    simpler: str = ""


@dataclass(frozen=True)
class Reading:
    """What was found of one text: its grade, None where none can be given, and what to change."""

    grade: int | None = None
    long_sentences: list[str] = field(default_factory=list)
    hard_words: list[HardWord] = field(default_factory=list)

    @property
    def is_hard(self) -> bool:
        return self.grade is not None and self.grade > HARD_GRADE

    @property
    def has_advice(self) -> bool:
        return self.is_hard or bool(self.long_sentences or self.hard_words)


def read(text: str, *, language: str, simpler: Iterable[tuple[str, str]] = ()) -> Reading:
    """Return what there is to say of the plain `text`; `simpler` are the clinic's words: (hard, simpler).

    The grade is that of Flesch and Kincaid: the year of school in the United States whose pupils understand the text.
    0.39 x words for each sentence + 11.8 x syllables for each word - 15.59, rounded, from 1. Source: Kincaid,
    Fishburne, Rogers and Chissom, "Derivation of New Readability Formulas for Navy Enlisted Personnel", 1975. Syllables
    are counted by the groups of vowels. "Call us. We will help you." is grade 1.
    """
    text = _ADDRESS.sub(" ", text)
    parts = [part for part in sentences.split(text.replace("<", " ")) if _WORD.search(part)]
    is_long = [part.strip() for part in parts if len(part.split()) > LONGEST_SENTENCE]
    known = list(_known_words(text, simpler))
    if language not in GRADED_LANGUAGES:
        return Reading(None, is_long, known)
    return Reading(_grade(parts), is_long, [*known, *_long_words(text, known)][: _MOST_NAMED + len(known)])


def replaced(source: str, hard: str, simpler: str) -> str:
    """Return the Markdown `source` with `simpler` in place of `hard`, but not in facts, code and addresses.

    A capital stays: "Utilize {{utilize}}, utilize" becomes "Use {{utilize}}, use".
    """
    pattern, done, position = _pattern(hard), [], 0
    for kept in _KEPT.finditer(source):
        done += [_replaced_in(source[position : kept.start()], pattern, simpler), kept[0]]
        position = kept.end()
    return "".join([*done, _replaced_in(source[position:], pattern, simpler)])


def syllables(word: str) -> int:
    """Return how many syllables an English `word` is likely to have: "table" 2, "made" 1, "medication" 4."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    groups = len(_VOWELS.findall(word)) + len(_APART.findall(word)) - len(_SILENT_WITHIN.findall(word))
    groups -= bool(len(word) > 2 and _SILENT_END.search(word))
    return max(1, groups)


def _grade(parts: list[str]) -> int | None:
    found = [word for part in parts for word in _WORD.findall(part)]
    if len(found) < LEAST_WORDS:
        return None
    spoken = sum(map(syllables, found))
    return max(1, round(0.39 * len(found) / len(parts) + 11.8 * spoken / len(found) - 15.59))


def _known_words(text: str, simpler: Iterable[tuple[str, str]]) -> Iterator[HardWord]:
    there = {word.casefold() for word in _WORD.findall(text)}
    for hard, better in simpler:
        # Looking through the text for each of 500 phrases would take seconds
        first = _WORD.search(hard)
        if first and first[0].casefold() not in there:
            continue
        if match := _pattern(hard).search(text):
            yield HardWord(match[0], better)


def _long_words(text: str, known: list[HardWord]) -> list[HardWord]:
    """Words of four syllables and more, names (a capital within a sentence is one) left out."""
    named = {each.word.casefold() for each in known}
    found = dict.fromkeys(word for word in _WORD.findall(text) if word.islower() and word not in named)
    return [HardWord(word) for word in found if syllables(word) >= _HARD_SYLLABLES]


def _pattern(phrase: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, phrase.split()))
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def _replaced_in(text: str, pattern: re.Pattern[str], simpler: str) -> str:
    return pattern.sub(lambda match: simpler[:1].upper() + simpler[1:] if match[0][0].isupper() else simpler, text)
