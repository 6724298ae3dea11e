"""Which answer to an article's question to its readers ("Who is this for?") a search names by itself, where it is sure.

"see results for my son" names "My child", "log in on my laptop" names "Computer"; "change my phone number" names none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from faq.text import words

# Stand before an answer that is meant so, and between that and the answer
_BEFORE = frozenset("for on with from using via in as".split())
_OF_A_PERSON = frozenset("my our".split())
_BETWEEN = frozenset("my our a an the your his her their own new old".split())
# After these words a phone is something to be called, not something to do a thing with
_NOT_AFTER = frozenset("number numbers address addresses call calls bill bills".split())


@dataclass(frozen=True)
class _Group:
    """Words that lead from a search to an answer that says much the same: `typed` to one that holds `answered`."""

    answered: frozenset[str]
    typed: frozenset[str]
    are_people: bool = False


def _group(answered: str, typed: str = "", *, are_people: bool = False) -> _Group:
    said = frozenset(map(words.stem, answered.split()))
    return _Group(said, said | frozenset(map(words.stem, typed.split())), are_people)


_GROUPS = (
    _group(
        "child children kid kids son daughter baby",
        "sons daughters toddler infant newborn teen teenager boy girl stepson stepdaughter",
        are_people=True,
    ),
    _Group(
        frozenset(map(words.stem, "someone somebody else relative relatives family".split())),
        frozenset(
            map(
                words.stem,
                "husband wife spouse partner mother mom mum father dad grandmother grandfather grandma grandpa".split(),
            )
        ),
        are_people=True,
    ),
    _group("phone smartphone mobile", "cellphone iphone android"),
    _group("computer laptop", "desktop pc macbook"),
    _group("tablet ipad"),
)


def chosen(text: str, questions: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    """Return the keys of the answers that `text` names: one at most of each question, none where two could be meant.

    `questions` holds for each question its answers as (key, words).
    """
    typed = words.tokens(text)
    stems = list(map(words.stem, typed))
    found = ([key for key, said in answers if _is_named(said, typed, stems)] for answers in questions)
    return [keys[0] for keys in found if len(keys) == 1]


def _is_named(answer: str, typed: list[str], stems: list[str]) -> bool:
    tokens = words.tokens(answer)
    said = [words.stem(word) for word in tokens if word not in words.QUESTION_WORDS]
    if not said:
        return bool(tokens) and set(tokens) <= {"me", "for"} and "myself" in typed
    groups = [group for group in _GROUPS if group.answered.intersection(said)]
    are_people = any(group.are_people for group in groups)
    runs = [(at, len(said)) for at in range(len(stems)) if stems[at : at + len(said)] == said]
    runs += [(at, 1) for group in groups for at, stem in enumerate(stems) if stem in group.typed]
    return any(_is_meant_so(typed, at, count, is_person=are_people) for at, count in runs)


def _is_meant_so(typed: list[str], at: int, count: int, *, is_person: bool) -> bool:
    """Whether the words from `at` on say for whom or with what: "for my son", "on a phone", "my daughters results"."""
    if at + count < len(typed) and typed[at + count] in _NOT_AFTER:
        return False
    first = at
    while first and typed[first - 1] in _BETWEEN:
        first -= 1
    is_owned = is_person and bool(_OF_A_PERSON.intersection(typed[first:at]))
    return is_owned or (first > 0 and typed[first - 1] in _BEFORE)
