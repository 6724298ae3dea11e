"""Finds characters in a name that nobody can see, and words whose letters only look like what they are."""

import re
import unicodedata

# They turn the words around them, or have no width: soft hyphen, marks of direction, zero-width spaces, fillers
_HIDDEN = re.compile(
    "[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb]"
)
# They join or part two characters: needed in Persian, in the scripts of India, and in emoji
_JOINERS = "\u200c\u200d"
_WORD = re.compile(r"[^\W\d_]{2,}")
_ALPHABETS = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}
# Of Greek only those that pass for Latin letters: "βhCG" and "αGal" are words of medicine
_GREEK_LIKE_LATIN = set("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυρικ")


def without_hidden(text: str) -> str:
    r"""Return `text` without characters that have no look of their own; what joins letters or emoji stays.

    "Port\u202eal" and "Por\u200btal" become "Portal". The Persian "می\u200cخواهم" and the emoji of a family stay.
    """
    text = _HIDDEN.sub("", text)
    if not any(joiner in text for joiner in _JOINERS):
        return text
    around = zip(" " + text, text, text[1:] + " ", strict=False)
    return "".join(char for before, char, after in around if char not in _JOINERS or _are_joined(before, after))


def mixed_words(text: str) -> list[str]:
    """Return the words of `text` with letters of two alphabets that look alike, such as "pаypal" with a Cyrillic а."""
    return [word for word in _WORD.findall(text) if len({_alphabet(char) for char in word} - {""}) > 1]


def _are_joined(before: str, after: str) -> bool:
    sides = (before, after)
    return all(unicodedata.category(side)[0] in "LMS" and _script(side) not in _ALPHABETS for side in sides)


def _alphabet(char: str) -> str:
    script = _script(char)
    if script == "GREEK":
        return script if char in _GREEK_LIKE_LATIN else ""
    return script if script in _ALPHABETS else ""


def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]
