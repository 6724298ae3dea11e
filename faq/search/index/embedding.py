"""Turns a text into a vector that stands for its meaning, with the small model kept in `model/`."""

import hashlib
import logging
import os
import threading
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent.parent / "model"
# Numbers in a vector
SIZE = 384
# Pieces of words read of one text: more costs time and brings nothing (measured)
_LONGEST = 128
_CHARACTERS = 1200
_log = logging.getLogger(__name__)


class Model:
    """The sentence model, on one thread. Raises OSError or the library's own error when its files cannot be read."""

    def __init__(self, folder: Path) -> None:
        # From 1.32 on it reports to its maker and keeps a number of this machine in the home folder: not here. It
        # begins while it is imported, so it is told before; the call below is for versions that do not ask for this.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        # Slow to import; not needed before the first search
        import onnxruntime
        from tokenizers import Tokenizer

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # It would keep the memory of the longest text for ever
        options.enable_cpu_mem_arena = False
        # The model is written with the operators that are fastest here; joining them further made it slower (measured).
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.log_severity_level = 3
        on = ["CPUExecutionProvider"]
        self._session = onnxruntime.InferenceSession(folder / "sentence.onnx", options, providers=on)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_LONGEST)

    def embed(self, text: str) -> np.ndarray:
        """Return the vector of `text`: 384 numbers, length 1, so that a dot product is the similarity of two texts."""
        ids = np.array([self._tokenizer.encode(text[:_CHARACTERS]).ids], dtype=np.int64)
        return self._session.run(None, {"input_ids": ids})[0][0]


def rows_of(model: Model, texts: Sequence[str]) -> np.ndarray:
    """Return the rows that stand for an article with `texts`: its title, all of it, then passages and ways of asking.

    A row is the mean of three vectors: title, whole, and one passage or way of asking. So its product with a query's
    vector is the mean of three similarities, and the greatest of an article says how well title, subject and best
    passage fit together. Better than the greatest of all single ones on eight sets of real questions.

    Rows of nothing for a title that the model cannot read, so that only its words find the article: what the model made
    of Arabic letters was the nearest of all to "asdf", "hours" and "phone number".
    """
    if not can_read(texts[0]):
        return np.zeros((max(1, len(texts) - 2), SIZE), np.float32)
    title, whole, *others = (model.embed(text) for text in texts)
    return (title + whole + np.stack(others or [whole])) / 3


def can_read(text: str) -> bool:
    """Return whether the model knows the letters of `text`: unless most of them are of another script than Latin.

    It does not know those of "كيف أحجز موعدًا؟", and it knows those of "¿Cómo pago?" and "24/7".
    """
    letters = [char for char in text[:_CHARACTERS] if char.isalpha()]
    latin = [char for char in letters if unicodedata.name(char, "").startswith("LATIN")]
    return 2 * len(latin) >= len(letters)


_loading = threading.Lock()
_is_enabled = True


def model() -> Model | None:
    """Return the model, or None where its files are missing or broken: search then goes by words alone."""
    with _loading:
        return _load(FOLDER) if _is_enabled else None


def set_enabled(is_enabled: bool) -> None:
    """Let this process search by words alone from now on, or by meaning again: for measuring and tests."""
    global _is_enabled
    _is_enabled = is_enabled


@lru_cache(maxsize=1)
def _load(folder: Path) -> Model | None:
    try:
        return Model(folder)
    # Whatever is wrong with the files, words alone still answer
    except Exception as error:
        _log.warning("Search goes by words alone, because the sentence model cannot be used: %s", error)
        return None


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Return what names the model ("" without one): vectors of two models are never compared."""
    sums = FOLDER / "SHA256SUMS"
    return sums.read_text()[:16] if sums.exists() else ""


def key_of(texts: Iterable[str]) -> str:
    """Return a name for `texts` as this model reads them."""
    texts = list(texts)
    reading = [fingerprint()] if can_read("".join(texts[:1])) else [fingerprint(), "unread"]
    return hashlib.blake2b("\0".join([*reading, *texts]).encode(), digest_size=16).hexdigest()
