"""Locks out other writers while one write verb runs, so that what it checked still holds when it is done."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from faq.models import Edition

P = ParamSpec("P")
R = TypeVar("R")


def serialized(verb: Callable[P, R]) -> Callable[P, R]:
    """Run `verb` in one transaction that first waits for every other writer's to end.

    Locking the article alone would not do: publishing also looks at those whose steps it shows, and who shows its own.
    """

    @wraps(verb)
    def locked(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            Edition.lock()
            return verb(*args, **kwargs)

    return locked
