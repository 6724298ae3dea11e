"""British and American spellings of one word, brought to the American one."""

import re
from pathlib import Path

_LIST = Path(__file__).with_name("spellings.txt")
_PAIRS = (line.split(" ", 1) for line in _LIST.read_text("ascii").splitlines() if not line.startswith("#"))
_AMERICAN = dict(_PAIRS)
# Parts of medical words, which make far more words than any list holds: haematology, hypokalaemia
_MEDICAL = re.compile(
    "haem|aemi[ac]|paed|oedem|oesoph|oestr|rrhoe|pnoe|gynaec|anaesth|foet|caec|coelia|aetiolog|faec|palaeo|archaeo"
)
_WORD = re.compile("[a-zA-Z]{4,}")


def american(word: str) -> str:
    """Return a normalised word in its American spelling: "tumour" -> "tumor"; any other word as it is."""
    known = _AMERICAN.get(word)
    if known or ("ae" not in word and "oe" not in word):
        return known or word
    return _MEDICAL.sub(lambda part: part[0].replace("ae", "e").replace("oe", "e"), word)


def americanise(text: str) -> str:
    """Return a text with its British words replaced, in lower case: the model knows the American ones best."""
    return _WORD.sub(lambda found: _replaced(found[0]), text)


def _replaced(word: str) -> str:
    lower = word.lower()
    spelt = american(lower)
    return word if spelt == lower else spelt
