"""What counts as the same word, for search, synonyms and counts alike."""

import re
import unicodedata
from collections.abc import Container, Iterator
from itertools import islice

import Stemmer

from faq.text.spellings import american

LONGEST_TEXT = 300
LONGEST_WORD = 40
MOST_WORDS = 40
# Of a longer message, also the sentence that asks, near its end: characters looked at, words taken
_END, _MOST_WORDS_OF_END = 200, 20
# Words: a sentence with fewer says "Thank you"
_LEAST_WORDS_OF_END = 4
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")

# Words that shape a question without saying what it is about.
_SHAPING = """
    a am an and any are as at be been but by can cant could did do does dont for from get had has have help how
    hows i id if im in is it its ive me my need no not of on or our please should so that the their them there
    theres they this to want was we were what whats when where wheres which who whom whose why will with would you
    your
"""
# As they are typed without their apostrophe; those that are other words too (ill, well, wed, shell) are not among them
_CONTRACTIONS = """
    aint arent cannot couldnt couldve didnt doesnt dont hadnt hasnt havent heres hes isnt itd itll lets mightve mustnt
    shes shouldnt shouldve thatll thats theyd theyll theyre theyve wasnt werent weve whatll whatre whens whos whys
    wouldnt wouldve youd youll youre youve
"""
QUESTION_WORDS = frozenset((_SHAPING + _CONTRACTIONS).split())
# Turn a question round: what tells how something is done is no answer to "it does not work"
NEGATIONS = frozenset(
    """
    aint arent cannot cant couldnt didnt doesnt dont hadnt hasnt havent isnt neither never no none nor not nothing
    shouldnt stop unable wasnt werent without wont wouldnt wrong
    """.split()
)

# A cache size of 0: the words that patients type are not kept in memory.
_ENGLISH = Stemmer.Stemmer("english", 0)
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
# Letters that Unicode does not take apart, in the plain letters that people type for them
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h", "ŋ": "n", "ŧ": "t"}
)
_MARKS = "".join(chr(code) for code in range(0x300, 0x3100) if unicodedata.category(chr(code)) in ("Mn", "Mc"))
# Letters and digits with their marks, apostrophes within; or one pair of a script that is written without spaces.
WORD = rf"([^\W_](?:[^\W_]|[{_MARKS}])*(?:['’‘ʼ](?:[^\W_]|[{_MARKS}])+)*)"
_WORD = re.compile(WORD)
# The same words of a text in ASCII, in lower case
_ASCII_WORD = re.compile("[a-z0-9]+(?:'[a-z0-9]+)*")
HYPHENS = "-‐‑"
# Of a word with hyphens, that may be a word by themselves
_MOST_PARTS = 3
# Scripts written without spaces are read two characters at a time, as search engines do.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def normalise(text: str) -> str:
    """Return the text as words with one space between them: no case, accents, apostrophes or punctuation."""
    return " ".join(tokens(text))


def tokens(text: str) -> list[str]:
    """Return the normalised words of a text, in order."""
    if text.isascii():
        # As most texts are: the same words in a third of the time
        return [word.replace("'", "")[:LONGEST_WORD] for word in _ASCII_WORD.findall(text.lower())]
    return [word for _, _, word in spans(text)]


def query_tokens(text: str) -> list[str]:
    """Return the words of something typed, cut to what one search may ask: 40 words, and 20 of its last question.

    A long message tells first what it is about, or what happened, and asks at the end.
    """
    found = list(islice(spans(text[:LONGEST_TEXT]), MOST_WORDS))
    read = found[-1][1] if found else 0
    return [word for _, _, word in found] + _last_question(text[read:].rstrip()[-_END:])


def _last_question(text: str) -> list[str]:
    """Return the words of the last question in `text`; of its last sentence where it asks nothing."""
    sentences = [(sentence, tokens(sentence)) for sentence in _SENTENCE.findall(text)]
    whole = [(sentence, found) for sentence, found in sentences if len(found) >= _LEAST_WORDS_OF_END]
    asked = [found for sentence, found in whole if sentence.endswith("?")]
    last = asked or [found for _, found in whole] or [tokens(text)]
    return last[-1][-_MOST_WORDS_OF_END:]


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each word of the text stands (start, end) and the word normalised."""
    for match in _WORD.finditer(text):
        start, found = match.start(), match.group()
        if not found.isascii() and _UNSPACED.search(found):
            yield from _pairs(start, found)
        elif word := fold(found):
            yield start, match.end(), word


def hyphenated(text: str) -> set[str]:
    """Return the words of a text that are written with hyphens, normalised: "Your Co-Pay" -> {"co-pay"}.

    Of "mother-in-law", also "mother-in" and "in-law": part of it may be a word.
    """
    if not any(hyphen in text for hyphen in HYPHENS):
        return set()
    found: set[str] = set()
    parts: list[str] = []
    before = -1
    for start, end, word in spans(text):
        is_joined = start == before + 1 and text[before] in HYPHENS
        parts = [*parts[1 - _MOST_PARTS :], word] if is_joined else [word]
        found.update("-".join(parts[-width:]) for width in range(2, len(parts) + 1))
        before = end
    return {word for word in found if len(word) <= LONGEST_WORD}


def is_run_of(text: str, wanted: Container[str]) -> bool:
    """Whether `text` is written without spaces, in a script that does so, and holds one of the words `wanted`."""
    return not text.isascii() and bool(_UNSPACED.search(text)) and any(pair in wanted for *_, pair in _pairs(0, text))


def fold(word: str) -> str:
    """Return one word without case, accents and apostrophes, at most 40 letters long: "Łukasz" -> "lukasz"."""
    if word.isascii():
        return word.lower().replace("'", "")[:LONGEST_WORD]
    parts = unicodedata.normalize("NFKD", word.casefold().translate(_APOSTROPHES)).translate(_PLAIN)
    return "".join(char for char in parts if char.isalnum() or char >= "\u0900")[:LONGEST_WORD]


def stem(word: str) -> str:
    """Return what a normalised word shares with its other forms and spellings (Snowball English): resetting -> reset,
    tumours -> tumor.
    """
    return _ENGLISH.stemWord(american(word))


def stems(text: str) -> list[str]:
    """Return the stems of all words of a text, in order."""
    return stems_of(tokens(text))


def stems_of(normalised: list[str]) -> list[str]:
    """Return the stem of each of some normalised words, in their order."""
    return _ENGLISH.stemWords(list(map(american, normalised)))


def _pairs(start: int, run: str) -> Iterator[tuple[int, int, str]]:
    width = min(2, len(run))
    for at in range(len(run) - width + 1):
        yield start + at, start + at + width, unicodedata.normalize("NFKC", run[at : at + width]).casefold()
