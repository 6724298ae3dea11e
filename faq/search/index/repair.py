"""What is done about a damaged index: one step after the other, mildest first, until it can be read again."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import Error as DatabaseError

R = TypeVar("R")
_log = logging.getLogger(__name__)


class NotReadyError(Exception):
    """Another process is building the index, and this one has none yet."""


def is_damage(error: Exception) -> bool:
    """Whether `error` may come from damaged files of the index.

    The clinic's database has other errors than the index's own file; one that does not answer is no damage.
    """
    return not isinstance(error, DatabaseError | NotReadyError)


def repair(error: Exception, steps: Iterable[Callable[[], None]], read: Callable[[], R]) -> R:
    """Do one of `steps` after the other until `read` succeeds, and return what it returns.

    Raises `error` at once when it is no damage, and the last error when no step helped.
    """
    for step in steps:
        if not is_damage(error):
            break
        _log.warning("The search index is repaired (%s) after %s", step.__name__, type(error).__name__)
        try:
            step()
            return read()
        except Exception as again:
            error = again
    raise error
