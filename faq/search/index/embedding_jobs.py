"""Makes the vectors that articles still lack: a few at once, many in the background."""

import atexit
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from faq.search.index import embedding
from faq.search.index.store import Store

_AT_ONCE = 0.12  # seconds a reader may wait for vectors of what was just published
_BATCH = 128
_LEASE = 30.0  # seconds for which others trust a process that makes vectors in the background
_BACKGROUND = "search-meaning"
_ending = threading.Event()
_log = logging.getLogger(__name__)


@atexit.register
def _end() -> None:
    """Let the background finish its text: a process that ends within the model's work would be said to have crashed."""
    _ending.set()
    for thread in threading.enumerate():
        if thread.name == _BACKGROUND:
            thread.join(timeout=2)


def encode_now_or_later(store: Store) -> bool:
    """Make missing vectors for a moment, leave the rest to a thread; whether any were made."""
    if store.state().encoding_until > time.time() or embedding.model() is None:
        return False
    missing = store.without_vectors(_BATCH)
    if not missing:
        return False
    until = time.monotonic() + _AT_ONCE
    done = _encode(store, missing, goes_on=lambda: time.monotonic() < until)
    if done == len(missing) < _BATCH:
        return True
    promise(store)
    threading.Thread(target=_encode_rest, args=(store,), name=_BACKGROUND, daemon=True).start()
    return True


def finish(store: Store, progress: Callable[[int, int], None] | None = None) -> int:
    """Make every missing vector and return how many."""
    total = 0
    while not _ending.is_set() and embedding.model() and (missing := store.without_vectors(_BATCH)):
        total += _encode(store, missing)
        if progress:
            articles, ready = store.vector_counts()
            progress(ready, articles - ready)
    promise(store, 0)
    return total


def promise(store: Store, seconds: float = _LEASE) -> None:
    """Tell every process that this one makes the missing vectors, so that no other starts."""
    with store.writing():
        store.set_state(replace(store.state(), encoding_until=time.time() + seconds))


def _encode_rest(store: Store) -> None:
    try:
        finish(store)
    except Exception as error:  # a folder removed meanwhile; the next search starts over
        _log.info("Making vectors stopped: %s", type(error).__name__)


def _encode(store: Store, missing: list[tuple[str, dict]], *, goes_on: Callable[[], bool] = lambda: True) -> int:
    model, made = embedding.model(), {}
    for key, page in missing:
        made[key] = np.stack([model.encode(text) for text in embedding.texts_of(page)]).astype(np.float16).tobytes()
        if _ending.is_set() or not goes_on():
            break
    with store.writing():
        state = store.state()
        store.put_vectors(made.items(), state.tick + 1)
        until = time.time() + _LEASE if state.encoding_until > time.time() else 0.0
        store.set_state(replace(state, tick=state.tick + 1, encoding_until=until))
    return len(made)
