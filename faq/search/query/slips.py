"""What a word that no article holds may have been meant as, and whether that is sure enough to be said."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from faq.search.query.real_words import RealWords
from faq.search.query.vocabulary import Vocabulary
from faq.text import words


@dataclass(frozen=True)
class Slip:
    # The word that stands for it when meanings are compared; itself where nothing is known
    meant: str
    # Words of articles that are searched in its place, the likeliest first
    candidates: Sequence[str] = ()
    # Whether it is likely one of the candidates
    is_likely: bool = False
    # Whether the page says that `meant` was searched instead
    is_said: bool = False


def read(word: str, vocabulary: Vocabulary, real_words: RealWords) -> Slip:
    """Return what `word`, which no article holds, may have been meant as.

    With articles that hold "reset" and "same-day": "rset" is said to be "reset". "resut" is searched as "reset", but
    not said to be it, as "result" is as near. "saterday" is likelier "Saturday" than any word of articles, so its
    meaning is that of Saturday. "passport" is a word of its own.
    """
    found = vocabulary.corrections(word)
    candidates = list(map(vocabulary.as_written, found))
    if word in real_words:
        return Slip(word, candidates)
    likelier = real_words.likelier(word, *found[:1])
    if not found:
        return Slip(next(iter(likelier), word))
    # "recieved" is "received" also where articles say "receive"
    same = [other for other in likelier if words.stem(other) == words.stem(found[0])]
    if same or not likelier:
        return Slip((same or candidates)[0], candidates, is_likely=True, is_said=True)
    if OSA.distance(word, found[0]) == 1:
        return Slip(candidates[0], candidates, is_likely=True)
    return Slip(likelier[0], candidates)
