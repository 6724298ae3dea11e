"""Makes the vectors that articles still lack: a few before the search answers, many in the background."""

import atexit
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from faq.search.index import embedding
from faq.search.index.documents import Document
from faq.search.index.store import Store

# Called with the articles that have vectors, and those that have none yet
Progress = Callable[[int, int], None]

# Seconds a reader may wait for vectors of what was just published
_MOST_WAITING = 0.12
# Articles
_BATCH = 128
# Seconds for which other processes leave the missing vectors to the one that claimed them
_CLAIM = 30.0
_THREAD_NAME = "search-embedding"
_is_stopping = threading.Event()
_log = logging.getLogger(__name__)


@atexit.register
def _stop() -> None:
    """Let the background finish its text: a process that ends within the model's work would be said to have crashed."""
    _is_stopping.set()
    for thread in threading.enumerate():
        if thread.name == _THREAD_NAME:
            thread.join(timeout=2)


def embed_now_or_later(store: Store) -> bool:
    """Make missing vectors for a moment, leave the rest to a thread; whether any were made."""
    if store.state().claimed_until > time.time() or embedding.model() is None:
        return False
    missing = store.without_vectors(_BATCH)
    if not missing:
        return False
    until = time.monotonic() + _MOST_WAITING
    done = _embed(store, missing, goes_on=lambda: time.monotonic() < until)
    if done == len(missing) < _BATCH:
        return True
    claim(store)
    threading.Thread(target=_embed_in_background, args=(store,), name=_THREAD_NAME, daemon=True).start()
    return True


def embed_all(store: Store, progress: Progress | None = None, *, newest_first: bool = True) -> int:
    """Make every missing vector and return for how many articles.

    What runs in the background begins with the oldest, so that a command beside it makes others, not the same ones.
    """
    total = 0
    while not _is_stopping.is_set() and embedding.model():
        missing = store.without_vectors(_BATCH, newest_first=newest_first)
        if not missing:
            break
        total += _embed(store, missing)
        if progress:
            articles, ready = store.vector_counts()
            progress(ready, articles - ready)
    claim(store, 0)
    return total


def claim(store: Store, seconds: float = _CLAIM) -> None:
    """Tell every process that this one makes the missing vectors, so that no other starts; 0 seconds: give it up."""
    with store.writing():
        store.set_state(replace(store.state(), claimed_until=time.time() + seconds))


def _embed_in_background(store: Store) -> None:
    try:
        embed_all(store, newest_first=False)
    # A folder removed meanwhile; the next search starts over
    except Exception as error:
        _log.info("Making vectors stopped: %s", type(error).__name__)


def _embed(store: Store, missing: list[tuple[str, Document]], *, goes_on: Callable[[], bool] = lambda: True) -> int:
    made: dict[str, bytes] = {}
    model = embedding.model()
    if model is None:
        return 0
    for key, document in missing:
        made[key] = embedding.rows_of(model, document.texts_to_embed).astype(np.float16).tobytes()
        if _is_stopping.is_set() or not goes_on():
            break
    with store.writing():
        state = store.state()
        store.put_vectors(made.items(), state.sequence + 1)
        until = time.time() + _CLAIM if state.claimed_until > time.time() else 0.0
        store.set_state(replace(state, sequence=state.sequence + 1, claimed_until=until))
    return len(made)
