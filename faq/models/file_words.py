"""The words in the PDFs of articles, for search; and whose could not be read because their storage was away."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from faq.media import stored
from faq.values import pdf_names

_missed: ContextVar[set[str] | None] = ContextVar("missed", default=None)


def words_of(name: str) -> str:
    """Return the words in the stored file `name`, read when it was kept; "" where there are none, or none to be had."""
    try:
        return stored.read(pdf_names.text_name(name)).decode(errors="replace")
    except stored.StorageAwayError:
        missed = _missed.get()
        if missed is not None:
            missed.add(name)
    except OSError:
        pass
    return ""


@contextmanager
def noting_missed() -> Iterator[set[str]]:
    """Within, the set that is given comes to hold the files whose words `words_of` should have read and could not."""
    found: set[str] = set()
    token = _missed.set(found)
    try:
        yield found
    finally:
        _missed.reset(token)


def can_be_read(names: Iterable[str]) -> bool:
    """Whether the storage answers again, asked for one of `names`."""
    with noting_missed() as missed:
        words_of(next(iter(names)))
    return not missed
