"""What staff read when the site could not save: the form again with every word in it, and one sentence.

Each address of the staff area is answered through `answered`, so no view needs to know of it. A view that meets a fault
of the database is asked a second time, reading only: its forms are `KeptForm`s and then say that they were not saved,
so it shows them as after any other mistake. Where not even reading works, or there was no form, a page that needs no
database carries all that was sent.
"""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict

from faq.models.faults import UNAVAILABLE

# Sent along with the second question: what was typed is shown and not saved.
MARK = "_not_saved"
_THEN = "please wait a minute and try again, and if that does not help, tell the person who looks after the site."
WORDS_ARE_HERE = f"The site could not save this just now, but every word is still here: {_THEN}"
NOT_SIGNED_IN = f"The site could not sign you in just now: {_THEN}"
# Of many ticked lines, some may be done
_NOT_ALL_DONE = f"The site could not do all of this just now: {_THEN}"
_NOT_SHOWN = f"The site could not show this page just now: {_THEN}"
_WRITING = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b|.*\bFOR (NO KEY )?UPDATE\b", re.IGNORECASE | re.DOTALL)
# Of the bare page: what no person typed
_HIDDEN = re.compile(r"_.*|version|post|action|index|stays|.*-(\w+_FORMS|ORDER|DELETE|picture)")
_log = logging.getLogger(__name__)


class KeptForm:
    """A form that says so when what was sent could not be saved, and shows all of it; put it before Django's class."""

    said_when_not_saved = WORDS_ARE_HERE

    def _post_clean(self) -> None:
        super()._post_clean()
        if MARK in self.data:
            self.add_error(None, [self.said_when_not_saved, *_type_and_choose_again(self.data, self.files)])


def answered(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """Return what `view` answers or, when the database is locked, full, read-only or away, a page with the words sent.

    That page has status 503, and like any fault it is kept by no browser (`kb/protection/headers.py`). `view` may be
    called twice.
    """
    try:
        return view()
    except UNAVAILABLE:
        _log.exception("The database could not do what staff asked")
    response = _answered_reading_only(request, view)
    # What had nothing to write is done
    if response.status_code not in (301, 302):
        response.status_code = 503
        response["Retry-After"] = "60"
    return response


def _answered_reading_only(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    # A connection that broke is made anew
    connection.close_if_unusable_or_obsolete()
    if request.method == "POST":
        request.POST = request.POST.copy()
        request.POST[MARK] = "1"
        for file in _files(request.FILES):
            file.seek(0)
    try:
        with _reading_only():
            return view()
    except UNAVAILABLE:
        return _bare_page(request)


@contextmanager
def _reading_only() -> Iterator[None]:
    """Within, nothing is written and nothing waits for the lock once more, which Django's own views take first."""

    def run(execute: Callable, sql: str, *more: object) -> object:
        if _WRITING.match(sql):
            raise OperationalError("Only reading, while a form is shown again")
        return execute("BEGIN" if sql == "BEGIN IMMEDIATE" else sql, *more)

    with connection.execute_wrapper(run):
        yield


def _bare_page(request: HttpRequest) -> HttpResponse:
    """Return a page that needs no database: what was typed in boxes, the rest out of sight, and a button to send it."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    kept = [(name, value) for name, value in sent if name not in (MARK, "csrfmiddlewaretoken") and not _is_secret(name)]
    typed = [(name, value) for name, value in kept if value and not _HIDDEN.fullmatch(name)]
    said = WORDS_ARE_HERE if typed else _NOT_ALL_DONE if request.method == "POST" else _NOT_SHOWN
    context = {
        "sentences": [said, *_type_and_choose_again(request.POST, request.FILES)],
        "typed": [(name, _in_words(name), value) for name, value in typed],
        "hidden": [pair for pair in kept if pair not in typed],
        "address": request.get_full_path(),
        "is_form": request.method == "POST",
        "csrf_token": get_token(request),
    }
    return HttpResponse(render_to_string("admin/not_saved.html", context))


def _type_and_choose_again(sent: QueryDict, files: MultiValueDict) -> list[str]:
    """What no browser lets a page fill in: passwords, and which files were picked."""
    found = ["Please type the password once more."] if any(sent[name] for name in sent if _is_secret(name)) else []
    names = ", ".join(f"“{file.name}”" for file in _files(files))
    return found + ([f"Please choose this once more where it is not shown: {names}."] if names else [])


def _is_secret(name: str) -> bool:
    return "password" in name


def _files(files: MultiValueDict) -> list[UploadedFile]:
    return [file for _, several in files.lists() for file in several]


def _in_words(name: str) -> str:
    """Say which box of a form this was: "short_answer" is "Short answer", "steps-0-text" is "Steps 1: text"."""
    numbered = re.fullmatch(r"(\w+)-(\d{1,4})-(\w+)", name)
    words = f"{numbered[1]} {int(numbered[2]) + 1}: {numbered[3]}" if numbered else name
    return words.replace("_", " ").replace("-", " ").capitalize()
