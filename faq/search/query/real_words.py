"""The words of English and of medicine: a word that is one of them is no slip of another."""

import gzip
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent.parent / "words" / "words.txt.gz"


class RealWords:
    """A set of words in the memory of their letters: a tenth of what a set of strings takes."""

    def __init__(self, words: Iterable[str]) -> None:
        """`words` are normalised, of the letters a to z."""
        groups: dict[str, list[str]] = defaultdict(list)
        for word in words:
            groups[word[:2]].append(word)
        # First two letters -> the words that begin with them, each between two line ends
        self._groups = {start: ("\n" + "\n".join(group) + "\n").encode() for start, group in groups.items()}

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and f"\n{word}\n".encode() in self._groups.get(word[:2], b"")


@cache
def real_words() -> RealWords:
    """Return the words of `search/words/`, read once by each process."""
    return RealWords(gzip.decompress(_FILE.read_bytes()).decode().split())
