"""Reads pages for readers from a replica of the database, and once more from the database itself where that fails."""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse

from faq.models import replica

Answer = Callable[[HttpRequest], HttpResponse]
View = TypeVar("View", bound=Callable[..., HttpResponse])


def may_use_replica(view: View) -> View:
    """Mark a view whose answers to readers follow from what is published and counted, and from nothing else."""
    view.may_use_replica = True  # type: ignore[attr-defined]
    return view


def middleware(get_response: Answer) -> Answer:
    """Let such views read from the replica when it holds `request.edition`. Whoever has a session never does.

    Stands after `on_time.py`. An editor, a form that was sent and every other address read what was written last.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        with replica.not_read():
            return get_response(request)

    def begin(request: HttpRequest, view: Callable, _args: tuple, _kwargs: dict) -> None:
        edition = getattr(request, "edition", None)
        is_reader = request.method in ("GET", "HEAD") and settings.SESSION_COOKIE_NAME not in request.COOKIES
        if edition and is_reader and getattr(view, "may_use_replica", False):
            replica.read_while_it_holds(edition[:2])

    def answer_without(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A fault of the replica is no fault at all: the view is asked again. Pages of faults never read from it."""
        if not replica.give_up() or not isinstance(exception, Error) or request.resolver_match is None:
            return None
        view, args, kwargs = request.resolver_match
        return view(request, *args, **kwargs)

    answer.process_view = begin  # type: ignore[attr-defined]
    answer.process_exception = answer_without  # type: ignore[attr-defined]
    return answer
