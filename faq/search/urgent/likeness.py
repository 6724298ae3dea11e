"""How like an emergency a text is by its meaning: nearer to what people say in one, or to what only looks like it."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import simsimd

from faq.search.index import embedding
from faq.search.index.vectors import quantised
from faq.search.query.urgent import OwnPhrases
from faq.search.urgent import lists

FILE = Path(__file__).with_name("vectors.npz")
# Phrases of the clinic whose vectors this process keeps
_MOST_KEPT = 2_000
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Likeness:
    # The more, the more urgent; about -1 to 1
    score: float
    # What it is nearest to: of emergencies, of what is harmless, of phrases that never show the notice
    urgent: str
    harmless: str
    never: str
    # How near it is to them, as the cosine of two meanings
    to_urgent: float
    to_never: float


@dataclass(frozen=True)
class _Shipped:
    """The vectors of the lists: the rows of what is urgent first. `layer` are the weights of a logistic regression."""

    rows: np.ndarray
    scales: np.ndarray
    layer: np.ndarray


def likeness(vector: np.ndarray, own: OwnPhrases) -> Likeness | None:
    """Return how like an emergency the text with this vector is; None where the vectors of the lists do not fit.

    The score is the similarity to the nearest emergency, less 0.7 of that to the nearest harmless question, and what
    the learned layer adds or takes: 0.9 to "my chest hurts" and 0.4 to "chest x-ray" make 0.62 without the layer. The
    clinic's own phrases of several words count beside the lists.
    """
    shipped = _shipped()
    if shipped is None:
        return None
    query, scale = quantised(vector[None, :])
    products = np.asarray(simsimd.cdist(query, shipped.rows, "dot"))[0] * shipped.scales * scale
    count = len(lists.urgent())
    urgent = max(_best(products[:count], lists.urgent()), _own(vector, own.urgent))
    never = _own(vector, own.never)
    harmless = max(_best(products[count:], [*lists.harmless(), *lists.made()]), never)
    learned = float(vector @ shipped.layer[:-1] + shipped.layer[-1])
    score = urgent[0] - lists.HARMLESS_WEIGHT * harmless[0] + learned
    return Likeness(score, urgent[1], harmless[1], never[1], urgent[0], never[0])


def _best(products: np.ndarray, texts: list[str]) -> tuple[float, str]:
    place = int(products.argmax())
    return float(products[place]), texts[place]


def _own(vector: np.ndarray, phrases: Iterable[tuple[str, ...]]) -> tuple[float, str]:
    """Return the nearest of the clinic's phrases; a single word has too many meanings, it counts as a word only."""
    texts = [" ".join(phrase) for phrase in phrases if len(phrase) > 1]
    known = [(found, text) for text in texts if (found := _vector(text, embedding.fingerprint())) is not None]
    return max(((float(found @ vector), text) for found, text in known), default=(-1.0, ""))


@lru_cache(maxsize=_MOST_KEPT)
def _vector(phrase: str, fingerprint: str) -> np.ndarray | None:
    """Return the vector of a phrase that staff keep; patients' words are never kept."""
    model = embedding.model()
    return model.embed(lists.sentence(phrase)) if model else None


@cache
def _shipped() -> _Shipped | None:
    try:
        with np.load(FILE, allow_pickle=False) as file:
            if str(file["key"]) == lists.key():
                return _Shipped(file["rows"], file["scales"], file["layer"])
        problem = "they were made of other lists or by another model"
    # Whatever is wrong with the file, the clinic's phrases still count
    except Exception as error:
        problem = str(error)
    _log.warning("Emergencies are recognised by phrases alone, because vectors.npz cannot be used: %s", problem)
    return None
