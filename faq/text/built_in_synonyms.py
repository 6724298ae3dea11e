"""The words that mean the same which come with the site: what the files in `synonyms/` hold."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("synonyms")
# Each list is a file; what people call it
LISTS = {"everyday": "Everyday words", "medical": "Second names of illnesses and tests"}


@dataclass(frozen=True)
class BuiltInGroup:
    """Words or phrases that mean the same to patients, reviewed by hand."""

    # A search for one of them finds the others
    phrases: tuple[str, ...]
    # These lead to the others, but nothing leads to them: articles use their words for something else too
    only_typed: tuple[str, ...] = ()
    # In these a word of the group means something else: "allergy shot" is no vaccine
    exceptions: tuple[str, ...] = ()
    # The page of MedlinePlus or the CDC that names it so; "" for everyday words
    source: str = ""

    @property
    def name(self) -> str:
        """Names the group among all others, also in later versions of the site: its first phrase never changes."""
        return self.phrases[0]

    @property
    def all_phrases(self) -> tuple[str, ...]:
        return (*self.phrases, *self.only_typed)


@cache
def groups(list_name: str) -> tuple[BuiltInGroup, ...]:
    """Return the groups of one of `LISTS`, in the order of its file."""
    lines = (_FOLDER / f"{list_name}.tsv").read_text("utf-8").splitlines()
    return tuple(_group(line) for line in lines if not line.startswith("#"))


def _group(line: str) -> BuiltInGroup:
    phrases, only_typed, exceptions, source = (line.split("\t") + [""] * 3)[:4]
    return BuiltInGroup(_phrases(phrases), _phrases(only_typed), _phrases(exceptions), source)


def _phrases(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()
