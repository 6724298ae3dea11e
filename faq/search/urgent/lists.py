"""What comes with the product: emergencies in patients' words, and questions that only look like one."""

import hashlib
from collections import Counter
from functools import cache
from pathlib import Path

from faq.search.index import embedding
from faq.text import words
from faq.text.spellings import americanise

_FOLDER = Path(__file__).parent
# Of the similarity to what is harmless: measured on lists from which whole conditions were left out
HARMLESS_WEIGHT = 0.7
# Of the learned layer (vectors.npz) beside the two similarities
LAYER_WEIGHT = 0.07


@cache
def urgent() -> list[str]:
    """Return what people say in an emergency: "my chest hurts"."""
    return _lines("urgent.txt")


@cache
def harmless() -> list[str]:
    """Return what they ask about the same subjects without being in danger: "chest x-ray"."""
    return _lines("harmless.txt")


@cache
def made() -> list[str]:
    """Return the harmless questions made of every template and subject: "stroke appointment"."""
    lines = _lines("templates.txt")
    subjects = [line.removeprefix("= ") for line in lines if line.startswith("= ")]
    templates = [line for line in lines if not line.startswith("= ")]
    return [template.replace("{x}", subject) for subject in subjects for template in templates]


@cache
def vocabulary() -> Counter[str]:
    """Return every word of the lists, normalised, with how often it stands there."""
    return Counter(word for text in [*urgent(), *harmless(), *made()] for word in words.tokens(text))


@cache
def urgent_words() -> frozenset[str]:
    """Return the words of emergencies, without those that only shape a sentence."""
    found = {word for text in urgent() for word in words.tokens(text)}
    return frozenset(found - words.QUESTION_WORDS)


def sentence(text: str) -> str:
    """Return a text as the model reads it."""
    return americanise(" ".join(words.query_tokens(text)))


def key() -> str:
    """Return what names these lists as this model reads them: vectors with another key do not fit."""
    return hashlib.sha256(
        "\n".join([embedding.fingerprint(), *urgent(), "", *harmless(), *made()]).encode()
    ).hexdigest()


def _lines(name: str) -> list[str]:
    lines = (_FOLDER / "lists" / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
